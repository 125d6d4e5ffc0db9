import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sandboxFolder } from "../../engine/folders";
import { down } from "../../sandbox/server";
import { mustRun } from "../support/must-run";
import { until } from "../support/until";
import { Ocean } from "./ocean";
import { Temporary } from "./temporary";

const IMAGE = process.env.SLIPWAY_TEST_BASE_IMAGE ?? "python:3.12-slim";

const temporary = new Temporary();
const project = temporary.folder();
const keys = temporary.folder();
const { droplets: folder, log } = sandboxFolder(project);
const start = () => Ocean.start(project, 0, { SLIPWAY_DROPLET_ENGINES: "on" });
let ocean: Ocean;

/** Makes a key; returns its public half. */
function key(name: string): string {
  mustRun("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", join(keys, name));
  return readFileSync(join(keys, `${name}.pub`), "utf8").trim();
}

/** A droplet whose host key is known before it is made. */
class Server {
  id = 0;
  address = "";

  constructor(private readonly name: string) {}

  async make(sshKey: number, userKey: string): Promise<void> {
    const known = key(`${this.name}-host`);
    const cloud = {
      ssh_keys: { ed25519_private: readFileSync(join(keys, `${this.name}-host`), "utf8"), ed25519_public: known },
      users: ["default", { name: "deploy", ssh_authorized_keys: [userKey] }],
    };
    const user_data = `#cloud-config\n${JSON.stringify(cloud)}`;
    const droplet = await ocean.droplet({ name: this.name, ssh_keys: [sshKey], user_data });
    this.id = droplet.id;
    this.address = droplet.networks.v4.find(({ type }: { type: string }) => type === "public").ip_address;
    writeFileSync(join(keys, this.name), `${this.address} ${known}\n`);
  }

  /** How ssh is told who the server is, and who asks. */
  ssh(user = "root"): string[] {
    const known = ["-o", `UserKnownHostsFile="${join(keys, this.name)}"`, "-o", "StrictHostKeyChecking=yes"];
    const own = ["-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-i", join(keys, user)];
    return [...known, ...own, "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", `${user}@${this.address}`];
  }

  run(command: string, user = "root"): string {
    return mustRun("ssh", ...this.ssh(user), command);
  }

  /** Runs a container that says the server's name at port 80. */
  serve(): void {
    const ssh = this.ssh().map((word) => `'${word}'`);
    mustRun("sh", "-c", `docker save '${IMAGE}' | ssh ${ssh.join(" ")} docker load`);
    const page = `echo ${this.name} > index.html && exec python3 -m http.server 80`;
    this.run(`docker run --detach --restart always --publish 80:80 --workdir /tmp ${IMAGE} sh -c "${page}"`);
  }
}

/** What answers at an address, if anything does. */
async function says(address: string): Promise<string | undefined> {
  const answered = await fetch(`http://${address}/`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  return (await answered?.text().catch(() => undefined))?.trim();
}

const answers = (address: string, name: string) =>
  until(
    () => says(address),
    (said) => said === name,
  );

/** Another network than the droplets' may have an answer for an address that nobody has. */
const isSilent = (address: string, name: string) =>
  until(
    () => says(address),
    (said) => said !== name,
  );

/** What the machine has of the project's droplets. */
function traces(): string[] {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const of = (id: string, file: string) => {
    try {
      return readFileSync(`/proc/${id}/${file}`, "utf8");
    } catch {
      return "";
    }
  };
  const running = ids.filter((id) => of(id, "cmdline").includes(`${folder}/`)).map((id) => `process ${id}`);
  const mounted = of("self", "mounts")
    .split("\n")
    .filter((line) => line.includes(folder.replaceAll(" ", "\\040")));
  const netns = mustRun("ip", "netns", "list")
    .split("\n")
    .filter((line) => [one, two].some(({ id }) => line.includes(`-${id}`)));
  const routes = mustRun("ip", "route")
    .split("\n")
    .filter((line) => [one, two].some(({ address }) => line.startsWith(address)));
  return [...running, ...mounted, ...netns, ...routes];
}

const one = new Server("one");
const two = new Server("two");

beforeAll(async () => {
  ocean = await start();
  const { ssh_key } = await ocean.must(201, "POST", "account/keys", { name: "test", public_key: key("root") });
  const userKey = key("deploy");
  for (const server of [one, two]) await server.make(ssh_key.id, userKey);
  for (const server of [one, two]) {
    await until(
      () => spawnSync("ssh", [...server.ssh(), "true"]).status,
      (status) => status === 0,
    );
    expect(server.run("cloud-init status --wait")).toBe("status: done\n");
  }
});
afterAll(() => temporary.remove());

test("droplets run engines of their own, to which their keys lead", async () => {
  expect(one.run("docker version --format '{{.Server.Os}}'")).toBe("linux\n");
  expect(one.run("docker version --format '{{.Server.Os}}'", "deploy")).toBe("linux\n");
  expect(one.run("docker info --format '{{.ID}}'")).not.toBe(two.run("docker info --format '{{.ID}}'"));
  // Its host key is the one that was given: another is refused.
  writeFileSync(join(keys, "two"), readFileSync(join(keys, "one"), "utf8").replace(one.address, two.address));
  expect(spawnSync("ssh", [...two.ssh(), "true"], { encoding: "utf8" }).stderr).toContain(
    "Host key verification failed",
  );
  writeFileSync(join(keys, "two"), `${two.address} ${readFileSync(join(keys, "two-host.pub"), "utf8")}`);
});

test("containers publish the same port at each droplet's address; a reserved IP moves from one to the other", async () => {
  for (const server of [one, two]) server.serve();
  await Promise.all([answers(one.address, "one"), answers(two.address, "two")]);
  const { reserved_ip } = await ocean.must(202, "POST", "reserved_ips", { droplet_id: one.id });
  const path = `reserved_ips/${reserved_ip.ip}`;
  await answers(reserved_ip.ip, "one");
  await ocean.act(path, { type: "assign", droplet_id: two.id });
  await answers(reserved_ip.ip, "two");
  // Droplets reach each other too.
  const ask = `python3 -c 'import urllib.request as r; print(r.urlopen("http://${two.address}/").read().decode().strip())'`;
  expect(one.run(`docker run --rm ${IMAGE} ${ask}`)).toBe("two\n");
  await ocean.act(path, { type: "unassign" });
  await isSilent(reserved_ip.ip, "two");
});

test("a droplet that is switched off does not answer, and goes on when it is switched on", async () => {
  await ocean.act(`droplets/${one.id}`, { type: "power_off" });
  await isSilent(one.address, "one");
  expect(await says(two.address)).toBe("two");
  await ocean.act(`droplets/${one.id}`, { type: "power_on" });
  await answers(one.address, "one");
});

test("they end with the sandbox, also with one that is killed, and go on with the next", async () => {
  await down({ project });
  expect(traces()).toEqual([]);
  ocean = await start();
  await Promise.all([answers(one.address, "one"), answers(two.address, "two")]);
  process.kill(Number(ocean.pid), "SIGKILL");
  await isSilent(one.address, "one");
  ocean = await start();
  await Promise.all([answers(one.address, "one"), answers(two.address, "two")]);
});

test("a deleted droplet leaves nothing", async () => {
  for (const { id } of [one, two]) await ocean.must(204, "DELETE", `droplets/${id}`);
  await until(
    () => [...traces(), ...readdirSync(folder)],
    (left) => left.length === 0,
  );
  await down({ project });
  const mark = createHash("sha256").update(folder).digest("hex").slice(0, 6);
  expect(mustRun("iptables-save") + mustRun("ip", "link")).not.toContain(mark);
  expect(readFileSync(log, "utf8")).not.toContain("droplet engines:");
});
