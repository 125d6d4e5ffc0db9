import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { until } from "../../support/until";

const PROGRAM = resolve(__dirname, "../../../dist/constructs/services/apply/front.cjs");
const DRIVER = {
  check: "! grep -rq WRONG routes",
  reload: "echo reload >>loads",
  inFlight: "cat in-flight 2>/dev/null",
};
const TOLD = { engine: {}, front: "lab-front", driver: DRIVER };
const HEALTH = { intervalSeconds: 0.01, timeoutSeconds: 1, minHealthySeconds: 0, deadlineSeconds: 0.1 };
const ASKED = { host: "nmpi.example.org", service: "nmpi" };
const SWITCH = {
  ...{
    upstream: "nmpi-blue",
    current: "nmpi-blue.http-80",
    container: "lab-nmpi-blue-2",
    port: 80,
    files: {},
    health: HEALTH,
    drainSeconds: 1,
  },
  probes: { container: { ...ASKED, url: "http://lab-nmpi-blue-2:80/" } },
};
const ROUTE = {
  ...{
    route: "nmpi",
    hosts: ["nmpi.example.org"],
    files: { "routes/nmpi.caddy": "to nmpi\n" },
    words: { "live/nmpi": "blue" },
    health: HEALTH,
  },
  ...{ here: ["nmpi-blue.http-80"], drainSeconds: 1 },
  probe: { ...ASKED, url: "http://__CONTAINER__:80/", current: "nmpi-blue.http-80" },
};

/** An engine with one container, whose front is a folder, and what asks in it. */
class FakeEngine {
  readonly folder = mkdtempSync(join(tmpdir(), "program-"));

  constructor() {
    const routes = join(this.folder, "routes");
    for (const folder of ["bin", "routes"]) mkdirSync(join(this.folder, folder));
    this.command("curl", `echo "$*" >>'${this.folder}/asked'; printf "$(cat '${this.folder}/answer')"`);
    this.command(
      "docker",
      `case "$1" in
exec) if [ -e '${this.folder}/ends' ]; then cat '${this.folder}/ends' >&2; exit 1; fi; ${this.script(routes)};;
run) echo "$*" >>'${this.folder}/calls'; [ ! -e '${routes}/refused' ] || { cat '${routes}/refused' >&2; exit 125; }; ${this.script(routes)};;
restart) echo "$*" >>'${this.folder}/calls'; rm -f '${this.folder}/ends';;
container) cat "${this.folder}/inspected-$3" 2>/dev/null || cat '${this.folder}/inspected' 2>/dev/null || { echo "Error: No such container: $3" >&2; exit 1; };;
ps) ls '${this.folder}' | sed -n 's/^inspected-//p';;
image) echo '["PATH=/bin","OF_THE_IMAGE=1"]';;
logs) echo "no database";;
*) echo "$*" >>'${this.folder}/calls';;
esac`,
    );
    this.answer("200");
    this.container({});
  }

  /** What the engine says of a front that does not run, until it is started again. */
  ends(message: string): void {
    writeFileSync(join(this.folder, "ends"), message);
  }

  answer(status: string): void {
    writeFileSync(join(this.folder, "answer"), status);
  }

  container(state: object, more: object = {}): void {
    const all = { Status: "running", Running: true, ExitCode: 0, ...state };
    const inspected = { Id: "front-id", Image: "sha256:caddy", RestartCount: 0, State: all, ...more };
    writeFileSync(join(this.folder, "inspected"), JSON.stringify([inspected]));
  }

  /** The same under another name: it is found by its id alone. */
  renamed(id: string, more: object = {}): void {
    const State = { Status: "running", Running: true, ExitCode: 0 };
    writeFileSync(join(this.folder, `inspected-${id}`), JSON.stringify([{ Id: id, State, ...more }]));
  }

  noContainer(): void {
    rmSync(join(this.folder, "inspected"));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, "routes", path)), { recursive: true });
    writeFileSync(join(this.folder, "routes", path), text);
  }

  read(path: string): string {
    const file = join(this.folder, path);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  environment(action: string, told: object): NodeJS.ProcessEnv {
    return {
      HOME: this.folder,
      PATH: `${join(this.folder, "bin")}:${process.env.PATH}`,
      ACTION: action,
      TOLD: JSON.stringify({ ...TOLD, ...told }),
    };
  }

  run(action: string, told: object) {
    const env = this.environment(action, told);
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM], { env, encoding: "utf8" });
    return { status, stdout, stderr };
  }

  remove(): void {
    // A shell that outlives its program may write once more.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }

  private script(routes: string): string {
    return `sed "s#cd /routes#cd '${routes}'#; s#cat /routes/#cat '${routes}'/#" | sh -s`;
  }

  private command(name: string, text: string): void {
    writeFileSync(join(this.folder, "bin", name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(this.folder, "bin", name), 0o755);
  }
}

describe("the program that Terraform runs", () => {
  let engine: FakeEngine;
  beforeEach(() => {
    engine = new FakeEngine();
  });
  afterEach(() => engine.remove());

  test("lets a first container have the requests", () => {
    expect(engine.run("switch", SWITCH)).toEqual({
      status: 0,
      stdout: "nmpi-blue: lab-nmpi-blue-2 gets the requests\n",
      stderr: "",
    });
    expect(engine.read("routes/current/nmpi-blue.http-80")).toBe("lab-nmpi-blue-2");
    expect(engine.read("routes/loads")).toBe("");
  });

  test.each([
    ["0\n", 60, "none is left at the old container"],
    ["2\n", 1, "2 are left at the old container after 1 s"],
    ["2\n", 0, "2 are left at the old container after 0 s"],
  ])("waits for what is on its way to the old one: %j, %s s", (inFlight, drainSeconds, says) => {
    engine.write("current/nmpi-blue.http-80", "lab-nmpi-blue-1");
    // The wait asks where the routes are not.
    const told = {
      ...{ ...SWITCH, drainSeconds },
      driver: { ...DRIVER, inFlight: `[ "$1" = lab-nmpi-blue-1:80 ] && printf '${inFlight}'` },
    };
    expect(engine.run("switch", told).stdout).toBe(`nmpi-blue: lab-nmpi-blue-2 gets the requests, ${says}\n`);
  });

  test("waits for what is on its way to the old one's other port, where another node's front asks", () => {
    engine.write("current/nmpi-blue.http-8080", "lab-nmpi-blue-1");
    const driver = { ...DRIVER, inFlight: `echo "$1" >>'${engine.folder}/asked-for'; printf 0` };
    engine.run("switch", { ...SWITCH, driver });
    expect(engine.read("asked-for")).toBe("");
    engine.write("current/nmpi-blue.http-80", "lab-nmpi-blue-2");
    const files = { "edge/nmpi-blue.caddy": "to nmpi\n" };
    expect(engine.run("switch", { ...SWITCH, driver, files }).stdout).toMatch(/, none is left at the old container\n$/);
    expect(engine.read("asked-for")).toBe("lab-nmpi-blue-1:8080\n");
  });

  test("lets the old one serve on where the gate is closed, and shows why", () => {
    engine.write("current/nmpi-blue.http-80", "lab-nmpi-blue-1");
    engine.container({ Running: false, Status: "exited", ExitCode: 3 });
    expect(engine.run("switch", SWITCH)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "nmpi-blue must stay up, got its end with code 3; the old container serves on: mend it, and deploy again\nlab-nmpi-blue-2: its last lines:\n  | no database\n",
    });
    expect(engine.read("routes/current/nmpi-blue.http-80")).toBe("lab-nmpi-blue-1");
  });

  test("asks the container that is to go live, whichever that is, before it routes", () => {
    engine.write("current/nmpi-blue.http-80", "lab-nmpi-blue-7");
    expect(engine.run("route", ROUTE)).toEqual({ status: 0, stdout: "nmpi: routed, blue is live\n", stderr: "" });
    expect(engine.read("asked")).toMatch(/ http:\/\/lab-nmpi-blue-7:80\/\n$/);
    expect(engine.read("routes/live/nmpi")).toBe("blue");
    expect(engine.read("routes/loads")).toBe("reload\n");
  });

  test("leaves the hosts where they were when it is not healthy", () => {
    engine.write("current/nmpi-blue.http-80", "lab-nmpi-blue-7");
    engine.write("live/nmpi", "green");
    engine.answer("503");
    expect(engine.run("route", ROUTE).stderr).toBe(
      "nmpi: what is to go live must be healthy within 0.1 s, got the status 503 from http://lab-nmpi-blue-7:80/; the hosts stay where they were: mend it, and deploy again\n",
    );
    expect(engine.read("routes/live/nmpi")).toBe("green");
  });

  test("says what the proxy refuses, and that all is as it was", () => {
    const { probe: _, ...rest } = ROUTE;
    const driver = { ...DRIVER, check: "echo 'line 3: unknown directive' >&2; false" };
    expect(engine.run("route", { ...rest, driver }).stderr).toBe(
      "the proxy must take the new routes, got:\nline 3: unknown directive\nlab-front: all is as it was; mend it, and deploy again\n",
    );
  });

  describe("where the front takes no changes any more", () => {
    const files = { "routes/nmpi.caddy": "to nmpi\n" };
    // As the engine does to it, a start makes it hear again.
    const driver = {
      ...DRIVER,
      reload: '[ "$(tail -n 1 ../calls)" = "restart lab-front" ] && echo reload >>loads || (exit 4)',
    };

    test("starts it again with the new files, and loads them", () => {
      engine.write("../calls", "\n");
      expect(engine.run("configure", { files, driver })).toEqual({
        status: 0,
        stdout: "lab-front: takes no changes any more; it is started again with the new files\nlab-front: configured\n",
        stderr: "",
      });
      expect(engine.read("routes/routes/nmpi.caddy")).toBe("to nmpi\n");
      expect(engine.read("routes/loads")).toBe("reload\n");
    });

    test("for it ends again and again, writes the files beside it, and starts it again", () => {
      engine.write("../calls", "\n");
      engine.ends("Error response from daemon: Container lab-front is restarting, wait until the container is running");
      const redirects = { hosts: [], files: {} };
      expect(engine.run("configure", { files, redirects, driver })).toMatchObject({ status: 0, stderr: "" });
      expect(engine.read("routes/routes/nmpi.caddy")).toBe("to nmpi\n");
      expect(engine.read("calls")).toContain(
        "run --rm --interactive --volumes-from lab-front --network none --entrypoint sh sha256:caddy -s\n",
      );
      expect(engine.read("routes/loads")).toBe("reload\n");
    });

    test("for it ends again and again with the same files, says so", () => {
      engine.write("routes/nmpi.caddy", "to nmpi\n");
      engine.write("hosts/_redirects", "");
      engine.ends("Error response from daemon: Container lab-front is restarting, wait until the container is running");
      expect(engine.run("configure", { files, driver })).toEqual({
        status: 1,
        stdout: "",
        stderr:
          'front lab-front must run and answer, got "one that ends again and again"; docker logs lab-front shows why it does not\nlab-front: its last lines:\n  | no database\n',
      });
    });
  });

  test("takes a migration that failed away, so that the next deployment runs it again", () => {
    engine.container({ Running: false, Status: "exited", ExitCode: 0 });
    expect(engine.run("migrated", { container: "lab-migrate" }).stdout).toBe("lab-migrate: migrated\n");
    expect(engine.read("calls")).toBe("");
    engine.container({ Running: false, Status: "exited", ExitCode: 2 });
    expect(engine.run("migrated", { container: "lab-migrate" })).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "the migration must end with 0, got 2; the old container serves on: mend it, and deploy again\nlab-migrate: its last lines:\n  | no database\n",
    });
    expect(engine.read("calls")).toBe("rm --force lab-migrate\n");
  });

  test("tidies up, and configures with files of the project", () => {
    engine.write("routes/old.caddy", "old\n");
    expect(engine.run("tidy", { keep: [], hosts: {}, drainSeconds: 1 }).stdout).toBe(
      "lab-front: nothing is left of services that are gone\n",
    );
    expect(engine.read("routes/routes/old.caddy")).toBe("");
    const keys = { [join(engine.folder, "data/root.pem")]: join(engine.folder, "answer") };
    expect(engine.run("configure", { files: { Caddyfile: "{\n}\n" }, keys }).stdout).toBe("lab-front: configured\n");
    expect(engine.read("data/root.pem")).toBe("200");
    engine.run("configure", { files: {}, keys: { [join(engine.folder, "data/home.pem")]: "~/answer" } });
    expect(engine.read("data/home.pem")).toBe("200");
    expect(engine.read("routes/Caddyfile")).toBe("{\n}\n");
  });

  describe("hosts that go from one service to another", () => {
    const { probe: _, ...NMPI } = ROUTE;
    const DOCS = {
      ...{ route: "docs", hosts: ["docs.example.org"], files: { "routes/docs.caddy": "to docs\n" }, words: {} },
      ...{ health: HEALTH, here: ["docs.http-80"], drainSeconds: 1 },
    };
    const KEPT = ["routes/nmpi.caddy", "live/nmpi", "hosts/nmpi", "routes/docs.caddy", "hosts/docs"];
    const tidy = (keep: readonly string[] = KEPT) => engine.run("tidy", { keep, hosts: {}, drainSeconds: 1 }).stdout;
    beforeEach(() => {
      engine.write("routes/docs.caddy", "to docs before\n");
      engine.write("hosts/docs", "nmpi.example.org\n");
    });

    test("wait for the end, and are exchanged at once", () => {
      expect(engine.run("route", NMPI).stdout).toBe("nmpi: its hosts change hands at the end, blue is live\n");
      expect(engine.run("route", DOCS).stdout).toBe("docs: its hosts change hands at the end\n");
      expect([engine.read("routes/routes/nmpi.caddy"), engine.read("routes/loads")]).toEqual(["", ""]);
      expect(tidy()).toBe(
        "lab-front: the hosts of docs, nmpi have changed hands; nothing is left of services that are gone\n",
      );
      expect(engine.read("routes/routes/nmpi.caddy")).toBe("to nmpi\n");
      expect(engine.read("routes/routes/docs.caddy")).toBe("to docs\n");
      expect(engine.read("routes/hosts/docs")).toBe("docs.example.org\n");
      expect(engine.read("routes/live/nmpi")).toBe("blue");
      expect(engine.read("routes/loads")).toBe("reload\n");
      expect(tidy()).toBe("lab-front: nothing is left of services that are gone\n");
      expect(engine.read("routes/loads")).toBe("reload\n");
    });

    test("come from a service that is gone", () => {
      engine.run("route", NMPI);
      expect(tidy(KEPT.slice(0, 3))).toMatch(/^lab-front: the hosts of nmpi have changed hands; /);
      expect([engine.read("routes/routes/nmpi.caddy"), engine.read("routes/routes/docs.caddy")]).toEqual([
        "to nmpi\n",
        "",
      ]);
    });

    test("stay where they are when a file takes it back", () => {
      engine.run("route", NMPI);
      engine.run("route", { ...NMPI, hosts: ["other.example.org"] });
      expect(engine.read("routes/hosts/nmpi")).toBe("other.example.org\n");
      expect(tidy()).toBe("lab-front: nothing is left of services that are gone\n");
    });

    test("may lead elsewhere, and back", () => {
      const redirects = { hosts: ["nmpi.example.org"], files: { "routes/_redirects.caddy": "elsewhere\n" } };
      const kept = [...KEPT, "hosts/_redirects", "routes/_redirects.caddy"];
      engine.run("configure", { files: { Caddyfile: "{\n}\n" }, redirects });
      expect([engine.read("routes/Caddyfile"), engine.read("routes/routes/_redirects.caddy")]).toEqual(["{\n}\n", ""]);
      engine.run("route", DOCS);
      expect(tidy(kept)).toMatch(/the hosts of _redirects, docs have changed hands/);
      expect(engine.read("routes/routes/_redirects.caddy")).toBe("elsewhere\n");
      engine.run("configure", { files: {}, redirects: { ...redirects, hosts: [] } });
      engine.run("route", NMPI);
      expect(tidy(kept)).toMatch(/the hosts of _redirects, nmpi have changed hands/);
    });
  });

  test("waits for what is on its way to a service that is gone", () => {
    engine.write("current/old.http-80", "lab-old-1");
    const inFlight = `echo "$1" >>'${engine.folder}/asked-for'; printf 0`;
    expect(engine.run("tidy", { keep: [], hosts: {}, drainSeconds: 1, driver: { ...DRIVER, inFlight } }).status).toBe(
      0,
    );
    expect(engine.read("asked-for")).toContain("lab-old-1:80\n");
  });

  describe("of a front that is changed", () => {
    const old = { Image: "sha256:1", Config: { Labels: { "slipway.spec": "a" } } };
    const told = (more: object = {}) => ({
      ...{ label: "slipway.spec", labels: ["services.part=front"], spec: "b", image: "sha256:1", drainSeconds: 1 },
      ...{ driver: { ...DRIVER, close: "true" } },
      ...{ ports: [80, 443].map((port) => ({ ip: "127.0.0.1", external: port, internal: port })), ...more },
    });
    const handover = (more: object = {}) => engine.run("handover", told(more));
    beforeEach(() => {
      const PortBindings = { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "80" }], "8040/tcp": null };
      engine.container({}, { ...old, HostConfig: { PortBindings } });
      engine.write("current/nmpi.http-80", "lab-nmpi-1");
    });

    test("leaves one that is as it should be", () => {
      expect(handover({ spec: "a" }).stdout).toBe("lab-front: stays as it is\n");
      expect(engine.read("calls")).toBe("");
    });

    test("has nothing to do where there is none", () => {
      engine.noContainer();
      expect(handover()).toMatchObject({ status: 0, stdout: "lab-front: nothing is there yet\n" });
      expect(engine.read("calls")).toBe("");
    });

    test.each([
      ["settings", {}],
      ["image", { spec: "a", image: "sha256:2" }],
    ])("tries the next one of another %s with the ports that are new, and ends it", (_what, more) => {
      expect(handover(more)).toMatchObject({ status: 0, stdout: "lab-front: ended; the next one is made\n" });
      const [tried, removed] = engine.read("calls").trim().split("\n");
      expect(tried).toMatch(
        /^run --rm --interactive --volumes-from front-id:ro --publish 127\.0\.0\.1:443:443 --entrypoint sh sha256:\d -s$/,
      );
      expect(removed).toBe("rm --force front-id");
    });

    test("tries the next one with the variables of the old one, and shows them on no command line", () => {
      const Env = ["OF_THE_IMAGE=1", "TOKEN=it's $a\nb", "not.a.name=1", "EMPTY="];
      engine.container({}, { ...old, Config: { ...old.Config, Env }, HostConfig: {} });
      const check = `[ "$TOKEN" = "it's \\$a\nb" ] && [ "\${EMPTY-none}" = "" ] && [ "\${OF_THE_IMAGE-none}" = none ]`;
      expect(handover({ driver: { ...DRIVER, check } })).toMatchObject({ status: 0, stderr: "" });
      expect(engine.read("calls")).not.toContain("it's");
    });

    test("writes the values of variables that the next one lacks into the old routes", () => {
      const Env = ["BOB=$2a$04$x/y}", "ADA=kept", "OF_THE_IMAGE=1"];
      engine.container({}, { ...old, Config: { ...old.Config, Env }, HostConfig: {} });
      const route = "bob {$BOB} {$BOB:none}\nada {$ADA}\n{$OTHER} {$OF_THE_IMAGE}\n";
      engine.write("routes/nmpi.caddy", route);
      engine.write("live/nmpi", "{$BOB}");
      engine.write("refused", "port is already allocated");
      expect(handover({ variables: ["ADA"] }).status).toBe(1);
      expect(engine.read("routes/routes/nmpi.caddy")).toBe(route);
      rmSync(`${engine.folder}/routes/refused`);
      expect(handover({ variables: ["ADA"] })).toMatchObject({ status: 0, stderr: "" });
      expect(engine.read("routes/routes/nmpi.caddy")).toBe(
        "bob $2a$04$x/y} $2a$04$x/y}\nada {$ADA}\n{$OTHER} {$OF_THE_IMAGE}\n",
      );
      expect(engine.read("routes/live/nmpi")).toBe("{$BOB}");
      expect(engine.read("routes/.sums")).toMatch(/ routes\/nmpi\.caddy\n/);
      expect(engine.read("calls")).not.toContain("2a$04");
    });

    test("ends one that somebody has given another name", () => {
      engine.noContainer();
      engine.renamed("mine", { ...old, HostConfig: {} });
      expect(handover({ spec: "a" }).stdout).toBe("lab-front: ended; the next one is made\n");
      expect(engine.read("calls")).toMatch(/^run .*\nrm --force mine\n$/);
    });

    test.each([
      ["does not run, which has the ports", false, "rm --force front-id\nrm --force mine\n"],
      ["runs", true, ""],
    ])("with one of another name beside one that %s", (_, Running, removed) => {
      engine.container({ Running }, { ...old, HostConfig: {} });
      engine.renamed("mine", { ...old, HostConfig: {} });
      expect(handover({ spec: "a" }).status).toBe(0);
      expect(engine.read("calls").replace(/^run .*\n/, "")).toBe(removed);
    });

    test("stays where Terraform is killed meanwhile", async () => {
      const inFlight = `echo asked >>'${engine.folder}/asked-for'; printf 1`;
      const env = engine.environment("handover", told({ drainSeconds: 60, driver: { ...DRIVER, inFlight } }));
      const terraform = `require("child_process").spawn(process.execPath, [${JSON.stringify(PROGRAM)}], { stdio: "ignore" }); setInterval(() => {}, 1000)`;
      const parent = spawn(process.execPath, ["-e", terraform], { env, stdio: "ignore" });
      await until(
        () => engine.read("asked-for"),
        (text) => text !== "",
      );
      const { stdout } = spawnSync("pgrep", ["-P", `${parent.pid}`], { encoding: "utf8" });
      const program = `/proc/${stdout.trim()}`;
      expect(existsSync(program)).toBe(true);
      parent.kill("SIGKILL");
      await until(
        () => existsSync(program),
        (isThere) => !isThere,
      );
      expect(engine.read("calls")).not.toContain("rm --force");
    });

    test("waits for a moment in which nothing is on its way", () => {
      const inFlight = `echo "$1" >>'${engine.folder}/asked-for'; cat '${engine.folder}/routes/count'; echo 0 >'${engine.folder}/routes/count'`;
      engine.write("count", "3");
      expect(handover({ drainSeconds: 60, driver: { ...DRIVER, inFlight } }).status).toBe(0);
      expect(engine.read("asked-for")).toBe("\n\n");
    });

    test("leaves it where the next one cannot be", () => {
      engine.write("refused", "port is already allocated");
      const { status, stderr } = handover();
      expect(status).toBe(1);
      expect(stderr).toBe(
        "lab-front: the next front must run, take the routes and have its ports, got:\nport is already allocated\n" +
          "lab-front: the old one serves on; mend it, and deploy again\n",
      );
      expect(engine.read("calls")).not.toContain("rm --force");
    });
  });

  test("knows what it can do", () => {
    expect(engine.run("promote", {}).stderr).toBe(
      'ACTION must be one of configure, handover, migrated, route, switch, tidy, got "promote"\n',
    );
  });
});
