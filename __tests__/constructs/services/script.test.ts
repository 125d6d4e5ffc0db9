import { spawnSync } from "node:child_process";
import { readdirSync, statSync, symlinkSync } from "node:fs";
import { drainScript } from "../../../constructs/services/apply/switch/drain";
import { type Change, changeScript, REFUSED } from "../../../constructs/services/apply/switch/exchange";
import { probeScript } from "../../../constructs/services/apply/switch/probe";
import { portsOf, ROUTERS } from "../../../constructs/services/render/caddy-ports";
import { inFlight } from "../../../constructs/services/render/caddy-process";
import { DEAF } from "../../../constructs/services/render/driver";
import { FrontFolder, TOLD } from "./front-folder";

/** That of a front's image may be any of them. */
const SHELLS = ["sh", "dash", "bash"].filter((name) => spawnSync(name, ["-c", "true"]).status === 0);
const PROBE = { url: "http://127.0.0.1:8040/health", host: "nmpi.example.org", service: "nmpi" };
const ASKED = { probe: PROBE, timeoutSeconds: 5 };
const OLD = { "routes/nmpi.caddy": "to blue\n", "inner/0/nmpi-blue.caddy": "blue\n" };
const NEW = { "routes/nmpi.caddy": "to green\n", "inner/1/nmpi-green.caddy": "green\n" };

let front: FrontFolder;
beforeEach(() => {
  front = new FrontFolder();
  for (const [path, text] of Object.entries(OLD)) front.write(path, text);
});
afterEach(() => front.remove());

/** Makes a change; nothing but the front's files may stay behind. */
function change(wanted: Change, shell?: string) {
  const { status, stdout, stderr } = front.run(changeScript(TOLD, wanted), shell);
  expect({ stdout, temporary: front.temporary }).toEqual({ stdout: "", temporary: [] });
  return { status, stderr };
}

describe("a change of a front's files", () => {
  test.each(SHELLS)("is made whole, loaded once, and asked for: %s", (shell) => {
    expect(change({ files: NEW, probe: ASKED }, shell)).toEqual({ status: 0, stderr: "" });
    expect(front.files()).toEqual({ ...OLD, ...NEW });
    expect(front.loads).toEqual(["to green\n"]);
    expect(front.asked).toEqual([
      ...["curl", "-gsk", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "5"],
      ...["-H", "Host: nmpi.example.org", "-H", "Slipway-Service: nmpi", PROBE.url],
    ]);
  });

  test("of an empty volume makes the folders that it needs", () => {
    front.remove();
    front = new FrontFolder();
    expect(change({ files: NEW })).toEqual({ status: 0, stderr: "" });
    expect(front.files()).toEqual(NEW);
  });

  test.each(SHELLS)("that the proxy refuses changes nothing: %s", (shell) => {
    const files = { ...NEW, "routes/docs.caddy": "WRONG\n" };
    expect(change({ files, probe: ASKED }, shell)).toEqual({
      status: REFUSED,
      stderr: expect.stringMatching(/^the proxy must take the new routes, got:\n.*\nline 1: WRONG\n$/),
    });
    expect(front.files()).toEqual(OLD);
    expect(front.loads).toEqual([]);
  });

  test.each(SHELLS)("that cannot be loaded goes back, and the old is loaded: %s", (shell) => {
    const files = { ...NEW, "routes/docs.caddy": "UNLOADABLE\n" };
    expect(change({ files }, shell)).toEqual({
      status: REFUSED,
      stderr: "the proxy must take the new routes, got:\ncannot load\n",
    });
    expect(front.files()).toEqual(OLD);
    expect(front.loads).toEqual(["UNLOADABLE\nto green\n", "to blue\n"]);
  });

  test.each(SHELLS)("that a deaf proxy cannot load stays, to be begun with: %s", (shell) => {
    front.write("deaf", "");
    expect(change({ files: NEW, probe: ASKED }, shell)).toEqual({ status: DEAF, stderr: "" });
    expect(front.files()).toMatchObject({ ...OLD, ...NEW });
    front.removeFile("deaf");
    expect(change({ files: NEW, probe: ASKED }, shell)).toEqual({ status: 0, stderr: "" });
    expect(front.files()).toEqual({ ...OLD, ...NEW });
  });

  test.each(["502", "000", "404", "100"])("after which the front answers %s goes back", (answer) => {
    front.answer(answer);
    front.program("sleep", "exit 0");
    expect(change({ files: NEW, probe: ASKED })).toEqual({
      status: REFUSED,
      stderr: `the front must reach it, got the status ${answer} from ${PROBE.url}\n`,
    });
    expect(front.files()).toEqual(OLD);
    expect(front.loads).toEqual(["to green\n", "to blue\n"]);
  });

  test.each(["200", "204", "302", "399"])("after which the front answers %s stays", (answer) => {
    front.answer(answer);
    expect(change({ files: NEW, probe: ASKED })).toEqual({ status: 0, stderr: "" });
    expect(front.files()).toEqual({ ...OLD, ...NEW });
  });

  test.each(["routes/nmpi.caddy.new", "inner/0/nmpi-blue.caddy.new"])(
    "for which the disk has no room at %s changes nothing",
    (path) => {
      const BOTH = { ...OLD, ...NEW };
      symlinkSync("/dev/full", front.path(path));
      expect(change({ files: BOTH })).toEqual({
        status: REFUSED,
        stderr: expect.stringMatching(/^the route's file must be written, got:\n.*No space left on device\n$/),
      });
      expect(front.files()).toEqual(OLD);
      expect(front.loads).toEqual([]);
      // With room again the next one is made.
      expect(change({ files: BOTH })).toEqual({ status: 0, stderr: "" });
    },
  );

  test.each(["cp", "ln", "mkdir"])("for which %s finds no room changes nothing", (program) => {
    front.program(program, `echo "${program}: no space" >&2; exit 1`);
    expect(change({ files: NEW })).toEqual({
      status: REFUSED,
      stderr: `the route's file must be written, got:\n${program}: no space\n`,
    });
    expect(front.files()).toEqual(OLD);
  });

  test("whose second file cannot be exchanged goes back", () => {
    front.program("mv", `case "$*" in *green.caddy) echo "mv: an error" >&2; exit 1;; *) exec /bin/mv "$@";; esac`);
    expect(change({ files: NEW })).toEqual({
      status: REFUSED,
      stderr: "the route's file must be written, got:\nmv: an error\n",
    });
    expect(front.files()).toEqual(OLD);
    expect(front.loads).toEqual(["to blue\n"]);
  });

  test("waits for another one, for two minutes", async () => {
    // Each of 600 tries would wait for a fifth of a second.
    front.program("sleep", "exit 0");
    await front.locked(() => {
      expect(change({ files: NEW })).toEqual({
        status: REFUSED,
        stderr: "another change of the routes must end, got one that takes two minutes\n",
      });
      expect(front.files()).toEqual(OLD);
    });
    expect(change({ files: NEW })).toEqual({ status: 0, stderr: "" });
  }, 60_000);

  test("finishes what one that was killed has left", () => {
    front.write("routes/nmpi.caddy.new", "half");
    front.write("routes/nmpi.caddy.old", "older");
    front.write("inner/1/nmpi-green.caddy.old", "older");
    expect(change({ files: { ...NEW, "routes/docs.caddy": "UNLOADABLE" } }).status).toBe(REFUSED);
    expect(front.files()).toEqual(OLD);
    expect(change({ files: NEW })).toEqual({ status: 0, stderr: "" });
    expect(front.files()).toEqual({ ...OLD, ...NEW });
  });

  describe("after somebody has changed what is there", () => {
    beforeEach(() => expect(change({ files: OLD }).status).toBe(0));

    test.each(SHELLS)("takes out what was added, also what keeps the proxy from its routes: %s", (shell) => {
      front.write("routes/copy of it's.caddy", "WRONG\n");
      front.write("edge/-x", "WRONG\n");
      front.write("more.caddy", "WRONG\n");
      symlinkSync("nmpi.caddy", front.path("routes/link.caddy"));
      spawnSync("mkfifo", [front.path("routes/pipe.caddy")]);
      expect(change({ files: NEW }, shell)).toEqual({ status: 0, stderr: "" });
      expect(front.files()).toEqual({ ...OLD, ...NEW });
      expect(readdirSync(front.path("routes"))).toEqual(["nmpi.caddy"]);
    });

    test("has its files where folders and links are", () => {
      front.removeFile("routes/nmpi.caddy");
      front.write("routes/nmpi.caddy/inside", "x");
      front.removeFile("inner/0/nmpi-blue.caddy");
      symlinkSync("/etc/passwd", front.path("inner/0/nmpi-blue.caddy"));
      expect(change({ files: OLD })).toEqual({ status: 0, stderr: "" });
      expect(front.files()).toEqual(OLD);
    });

    test.each(SHELLS)("has also the files of others as they were left, and loads them: %s", (shell) => {
      const docs = { "routes/docs.caddy": "docs\n", "edge.caddy": "edge\n" };
      expect(change({ files: docs, words: { "live/nmpi": "blue" } }).status).toBe(0);
      front.write("routes/nmpi.caddy", "WRONG\n");
      front.write("edge.caddy", "WRONG\n");
      front.removeFile("inner/0/nmpi-blue.caddy");
      front.write("live/nmpi", "green");
      expect(change({ files: docs }, shell)).toEqual({ status: 0, stderr: "" });
      // What is read with each request is written by its own change, behind a gate.
      expect(front.files()).toEqual({ ...OLD, ...docs, "live/nmpi": "green" });
      expect(front.loads.at(-1)).toContain("to blue\n");
    });

    test("leaves them where the copy is another too", () => {
      front.write("routes/nmpi.caddy", "WRONG\n");
      front.write(".kept/routes/nmpi.caddy", "others\n");
      expect(change({ files: { "routes/docs.caddy": "docs\n" } }).status).toBe(REFUSED);
      expect(front.files()).toEqual({ ...OLD, "routes/nmpi.caddy": "WRONG\n" });
    });

    test.each([".lock", ".sums", ".unloaded"])("has its own file where a folder is: %s", (path) => {
      front.run(`rm -rf ${front.path(path)}; mkdir -p ${front.path(path)}/in`);
      expect(change({ files: NEW })).toEqual({ status: 0, stderr: "" });
      expect(front.files()).toEqual({ ...OLD, ...NEW });
    });
  });

  describe("that the proxy reads with each request", () => {
    const words = { "live/nmpi": "green", "current/nmpi-green": "lab-nmpi-green-2" };

    test.each(SHELLS)("is made, and nothing loaded: %s", (shell) => {
      expect(change({ files: OLD, words, probe: ASKED }, shell)).toEqual({ status: 0, stderr: "" });
      expect(front.files()).toEqual({ ...OLD, ...words });
      expect(front.loads).toEqual([]);
      expect(front.asked).toContain(PROBE.url);
    });

    test("goes back where the front does not answer then", () => {
      front.write("live/nmpi", "blue");
      front.answer("502");
      front.program("sleep", "exit 0");
      expect(change({ files: OLD, words, probe: ASKED }).status).toBe(REFUSED);
      expect(front.files()).toEqual({ ...OLD, "live/nmpi": "blue" });
      expect(front.loads).toEqual([]);
    });

    test("is loaded where files change too", () => {
      expect(change({ files: NEW, words })).toEqual({ status: 0, stderr: "" });
      expect(front.files()).toEqual({ ...OLD, ...NEW, ...words });
      expect(front.loads).toEqual(["to green\n"]);
    });
  });

  test("that was cut off before it was loaded is loaded by the next", () => {
    front.write("dying", "");
    expect(front.run(changeScript(TOLD, { files: NEW })).signal).toBe("SIGKILL");
    front.removeFile("dying");
    expect(front.run(changeScript(TOLD, { files: NEW })).status).toBe(0);
    expect(front.loads).toEqual(["to green\nto green\n"]);
    expect(front.files()).toEqual({ ...OLD, ...NEW });
    // And once is enough.
    expect(front.run(changeScript(TOLD, { files: NEW })).status).toBe(0);
    expect(front.loads).toHaveLength(1);
  });

  test("has texts and names of any kind", () => {
    const odd = {
      "routes/it's $HOME `id`.caddy": "a\"b'c $(id) ${x} \\n\nEND_OF_FILE\n",
      "inner/1/ü *?.caddy": "ü\t\n\n",
      "inner/0/-rf.caddy": "",
      Caddyfile: "x".repeat(10_000),
    };
    expect(change({ files: odd })).toEqual({ status: 0, stderr: "" });
    expect(front.files()).toEqual({ ...OLD, ...odd });
    expect(change({ files: odd, keep: Object.keys(odd) })).toEqual({ status: 0, stderr: "" });
    expect(front.files()).toEqual(odd);
  });

  describe("that takes away what no service has", () => {
    const keep = ["routes/nmpi.caddy", "inner/1/nmpi-green.caddy"];
    beforeEach(() => {
      front.write("current/nmpi-blue", "blue:80\n");
      front.write("live/nmpi", "blue");
      front.write("Caddyfile", "all\n");
    });

    test.each(SHELLS)("leaves what is named, and what is for all: %s", (shell) => {
      expect(change({ files: {}, keep }, shell)).toEqual({ status: 0, stderr: "" });
      expect(front.loads).toEqual(["to blue\n"]);
      expect(front.files()).toEqual({ "routes/nmpi.caddy": "to blue\n", Caddyfile: "all\n" });
    });

    test("loads nothing where only words go", () => {
      const all = [...keep, "inner/0/nmpi-blue.caddy"];
      expect(change({ files: {}, keep: all })).toEqual({ status: 0, stderr: "" });
      expect(front.files()).toEqual({ ...OLD, Caddyfile: "all\n" });
      expect(front.loads).toEqual([]);
    });

    test("leaves what the old routes read until the new ones are loaded", () => {
      front.program("sleep", "cat live/nmpi current/nmpi-blue >seen");
      expect(change({ files: {}, keep })).toEqual({ status: 0, stderr: "" });
      expect(front.files()).toEqual({ "routes/nmpi.caddy": "to blue\n", Caddyfile: "all\n", seen: "blueblue:80\n" });
    });

    test("takes away all where nothing is named", () => {
      expect(change({ files: {}, keep: [] })).toEqual({ status: 0, stderr: "" });
      expect(front.files()).toEqual({ Caddyfile: "all\n" });
    });

    test("leaves all where the proxy refuses the rest", () => {
      front.write("routes/nmpi.caddy", "WRONG\n");
      const before = front.files();
      expect(change({ files: {}, keep }).status).toBe(REFUSED);
      expect(front.files()).toEqual(before);
    });

    test("gives all back where the rest cannot be loaded", () => {
      front.write("routes/nmpi.caddy", "UNLOADABLE\n");
      const before = front.files();
      expect(change({ files: {}, keep }).status).toBe(REFUSED);
      // What the proxy has is not known, so the next change loads it again.
      expect(front.files()).toEqual({ ...before, ".unloaded": "" });
    });
  });

  describe("with a key", () => {
    const keys = () => ({ [front.path("slipway/nmpi.key", "data")]: "new key\n" });
    const key = () => front.files("data");

    test("alone is loaded", () => {
      expect(change({ files: OLD, keys: keys() })).toEqual({ status: 0, stderr: "" });
      expect(front.loads).toEqual(["to blue\n"]);
    });

    test("is readable by its owner alone", () => {
      expect(change({ files: NEW, keys: keys() })).toEqual({ status: 0, stderr: "" });
      expect(key()).toEqual({ "slipway/nmpi.key": "new key\n" });
      expect(statSync(front.path("slipway/nmpi.key", "data")).mode & 0o777).toBe(0o600);
    });

    test.each([
      ["refused", "WRONG\n"],
      ["not loaded", "UNLOADABLE\n"],
    ])("and routes that are %s leaves the old key", (_, text) => {
      const files = { "routes/docs.caddy": text };
      expect(change({ files, keys: keys() }).status).toBe(REFUSED);
      expect(key()).toEqual({});
      expect(change({ files: NEW, keys: { [front.path("slipway/nmpi.key", "data")]: "old key\n" } }).status).toBe(0);
      expect(change({ files, keys: keys() }).status).toBe(REFUSED);
      expect(key()).toEqual({ "slipway/nmpi.key": "old key\n" });
    });

    test("for which there is no room leaves the old key", () => {
      expect(change({ files: NEW, keys: { [front.path("slipway/nmpi.key", "data")]: "old key\n" } }).status).toBe(0);
      symlinkSync("/dev/full", front.path("slipway/nmpi.key.new", "data"));
      expect(change({ files: NEW, keys: keys() })).toEqual({
        status: REFUSED,
        stderr: expect.stringMatching(/No space left on device\n$/),
      });
      expect(key()).toEqual({ "slipway/nmpi.key": "old key\n" });
    });
  });
});

describe("a question of a front", () => {
  const ask = (shell?: string) => front.run(probeScript(PROBE, 7), shell).stdout;

  test.each(SHELLS)("is curl's: %s", (shell) => {
    front.answer("301");
    expect(ask(shell)).toBe("301");
    expect(front.asked.slice(6)).toEqual([
      ...["--max-time", "7", "-H", "Host: nmpi.example.org", "-H", "Slipway-Service: nmpi", PROBE.url],
    ]);
  });

  test.each(SHELLS)("is wget's where there is no curl: %s", (shell) => {
    front.answer("301", "wget");
    expect(ask(shell)).toBe("301");
    expect(front.asked).toEqual([
      ...["wget", "-t", "1", "-S", "-q", "-O", "/dev/null", "-T", "7", "--no-check-certificate"],
      ...["--header", "Host: nmpi.example.org", "--header", "Slipway-Service: nmpi", PROBE.url],
    ]);
  });

  const CALL = { ...PROBE, url: "http://127.0.0.1:8040/grpc.health.v1.Health/Check", grpc: "a.B" };

  test.each(SHELLS)("of gRPC's health service is a message; SERVING counts as 200: %s", (shell) => {
    const said = (bytes: string, status = "200", code = 0) => {
      front.program(
        "curl",
        `while [ $# -gt 0 ]; do case "$1" in @*) cat "\${1#@}" >"$NOTES.message";; -o) printf '${bytes}' >"$2";; esac; shift; done; printf ${status}; exit ${code}`,
      );
      return front.run(probeScript(CALL, 7), shell).stdout;
    };
    expect(said("\\000\\000\\000\\000\\002\\010\\001")).toBe("200");
    expect(front.message).toEqual(Buffer.from("\0\0\0\0\x05\x0a\x03a.B"));
    expect(said("\\000\\000\\000\\000\\002\\010\\002")).toBe("NOT_SERVING");
    expect(said("")).toBe("NOT_SERVING");
    expect(said("", "502")).toBe("502");
    expect(said("", "000", 7)).toBe("000");
    // It was cut off, and says nothing of the server.
    expect(said("", "200", 18)).toBe("000");
    expect(front.temporary).toEqual([]);
  });

  test("of gRPC's health service is also wget's", () => {
    front.answer("200", "wget");
    const said = (bytes: string, code: number) => {
      front.program(
        "wget",
        `while [ $# -gt 0 ]; do case "$1" in -O) printf '${bytes}' >"$2";; esac; shift; done; echo '  HTTP/1.1 200 OK' >&2; exit ${code}`,
      );
      return front.run(probeScript(CALL, 7)).stdout;
    };
    expect(said("\\000\\000\\000\\000\\002\\010\\001", 0)).toBe("200");
    expect(said("", 0)).toBe("NOT_SERVING");
    expect(said("", 1)).toBe("000");
    expect(front.temporary).toEqual([]);
  });

  test("without an answer has the status 000", () => {
    front.program("curl", "printf 000; exit 7");
    expect(ask()).toBe("000");
    front.answer("200", "wget");
    front.program("wget", "echo 'wget: connection refused' >&2; exit 1");
    expect(ask()).toBe("000");
  });

  test("has words of any kind", () => {
    front.run(probeScript({ ...PROBE, url: "http://a/it's?$HOME&`id`" }, 5));
    expect(front.asked.at(-1)).toBe("http://a/it's?$HOME&`id`");
  });
});

test.each(SHELLS)("Caddy counts what is on its way to a container, and to all: %s", (shell) => {
  const upstreams = ["lab-a:80", "10.0.0.3:8040"].map((address) => ({ address, num_requests: 2, fails: 0 }));
  front.program("curl", `echo '${JSON.stringify(upstreams)}'`);
  const count = (address: string) => front.run(`left() { ${inFlight}; }; left "${address}"`, shell).stdout;
  // Of both routers.
  expect([count("lab-a:80"), count("lab-b:80"), count("")]).toEqual(["4\n", "0\n", "8\n"]);
});

test.each(SHELLS)("Caddy counts one where a router is there and says nothing, none where it has ended: %s", (shell) => {
  front.program("curl", "exit 28");
  front.program("wget", "exit 1");
  const [first] = ROUTERS.map((router) => portsOf(router).admin.toString(16).toUpperCase().padStart(4, "0"));
  const line = (port: string, state: string) => `   0: 0100007F:${port} 00000000:0000 ${state} 00000000:00000000`;
  const count = (...lines: string[]) => {
    front.program("cat", `printf '%s\\n' ${lines.map((each) => `'${each}'`).join(" ")}`);
    return front.run(`left() { ${inFlight}; }; left lab-a:80; left ""`, shell).stdout;
  };
  expect(count(line(`${first}`, "0A"))).toBe("1\n1\n");
  expect(count(line(`${first}`, "01"), line("1F90", "0A"))).toBe("0\n0\n");
});

describe("the wait for the last requests", () => {
  const address = "lab-nmpi-blue-20260101000000:80";
  const drained = (seconds = 1, shell?: string) => front.run(drainScript(TOLD, address, seconds), shell).stdout;

  test.each(SHELLS)("is over when none is left: %s", (shell) => {
    front.inFlight(address, "0\n");
    expect(drained(60, shell)).toBe("0");
  });

  test("is over when the proxy knows the address no longer", () => {
    front.inFlight(address, "");
    expect(drained(60)).toBe("0");
  });

  test("tells how many are left when its time is over", () => {
    front.inFlight(address, "3\n");
    front.program("sleep", 'echo "$1" >>"$NOTES.slept"; exit 0');
    expect(drained(2)).toBe("3");
  });

  test("ends with the last request", () => {
    front.inFlight(address, "1\n");
    front.program("sleep", `echo 0 >"$NOTES.in-flight.${address}"`);
    expect(drained(60)).toBe("0");
  });
});
