import { request } from "node:http";

/** An answer of the engine, read as JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** The label of images that a test has made. */
const OWNER = "slipway-test";

const USUAL = "that has sh and sleep in SLIPWAY_TEST_BASE_IMAGE";

/** A Docker engine, by its HTTP API: the one that DOCKER_HOST names, else this machine's. */
export class Engine {
  private readonly place = placeOf(process.env.DOCKER_HOST || "unix:///var/run/docker.sock");

  /** Fails, and says what is missing, when there is no engine or it has no such image. */
  async mustHave(image: string, advice = USUAL): Promise<void> {
    const { status } = await this.ask("GET", `/images/${image}/json`);
    if (status === 200) return;
    throw new Error(
      `the Docker engine must have the image ${image}, got ${status}; pull it, or name another ${advice}`,
    );
  }

  /** What `docker inspect` says. */
  async inspect(container: string): Promise<Json> {
    return JSON.parse(`${(await this.must("GET", `/containers/${container}/json`)).body}`) as Json;
  }

  /** The names of containers, networks and volumes that begin with this. */
  async names(prefix: string): Promise<string[]> {
    const filter = encodeURIComponent(JSON.stringify({ name: [prefix] }));
    const found = await Promise.all(
      ["/containers/json?all=1&", "/networks?", "/volumes?"].map(async (path) => {
        const answer: unknown = JSON.parse(`${(await this.must("GET", `${path}filters=${filter}`)).body}`);
        const list = (Array.isArray(answer) ? answer : ((answer as Json).Volumes ?? [])) as Json[];
        return list.map(({ Name, Names }) => String(Name ?? (Names as string[])[0]).replace(/^\//, ""));
      }),
    );
    return found.flat().sort();
  }

  /** A file of a container, its text. */
  async file(container: string, path: string): Promise<string> {
    const { body } = await this.must("GET", `/containers/${container}/archive?path=${encodeURIComponent(path)}`);
    // One file in a tar: a header of 512 bytes, in which its size stands as octal digits.
    return body.subarray(512, 512 + Number.parseInt(body.toString("ascii", 124, 135), 8)).toString();
  }

  /** What a container has printed. */
  async log(container: string): Promise<string> {
    const { body } = await this.must("GET", `/containers/${container}/logs?stdout=1&stderr=1`);
    return body.toString();
  }

  /** Makes an image of a container, with a label; its repository is the prefix of the test's names. */
  async commit(container: string, repository: string, tag: string, label: string): Promise<void> {
    const changes = encodeURIComponent(`LABEL ${label} ${OWNER}=${repository}`);
    await this.must("POST", `/commit?container=${container}&repo=${repository}&tag=${tag}&changes=${changes}`);
  }

  async stop(container: string): Promise<void> {
    await this.must("POST", `/containers/${container}/stop?t=1`);
  }

  async remove(container: string): Promise<void> {
    await this.must("DELETE", `/containers/${container}?force=1`);
  }

  async makeVolume(name: string): Promise<void> {
    await this.must("POST", "/volumes/create", { Name: name });
  }

  /** Takes away what a test that failed has left. */
  async clean(prefix: string): Promise<void> {
    for (const name of await this.names(prefix)) {
      for (const path of [`/containers/${name}?force=1&v=1`, `/networks/${name}`, `/volumes/${name}`]) {
        await this.ask("DELETE", path);
      }
    }
    // Also those whose tag another has got.
    const filter = encodeURIComponent(JSON.stringify({ label: [`${OWNER}=${prefix}`] }));
    const images = JSON.parse(`${(await this.must("GET", `/images/json?filters=${filter}`)).body}`) as Json[];
    for (const { Id } of images) await this.must("DELETE", `/images/${Id}?force=1`);
  }

  private async must(method: string, path: string, body?: Json) {
    const answer = await this.ask(method, path, body);
    if (answer.status < 400) return answer;
    throw new Error(`${method} ${path} must succeed, got ${answer.status}: ${answer.body}`);
  }

  private ask(method: string, path: string, body?: Json): Promise<{ readonly status: number; readonly body: Buffer }> {
    return new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json" };
      const asked = request({ ...this.place, method, path, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) }));
      });
      asked.on("error", (error) => {
        const place = process.env.DOCKER_HOST ?? "/var/run/docker.sock";
        reject(
          new Error(`a Docker engine must answer at ${place}, got ${error.message}; start one, or set DOCKER_HOST`),
        );
      });
      asked.end(body && JSON.stringify(body));
    });
  }
}

function placeOf(host: string) {
  const { protocol, hostname, port, pathname } = new URL(host);
  if (protocol === "unix:") return { socketPath: pathname };
  if (protocol === "npipe:") return { socketPath: pathname.replaceAll("/", "\\") };
  if (protocol === "tcp:") return { host: hostname, port: port || 2375 };
  throw new Error(
    `DOCKER_HOST must be unix://, npipe:// or tcp:// for these tests, got ${host}; set it to one of them`,
  );
}
