import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPython, sandboxPython } from "../../sandbox/python";
import { Temporary } from "./temporary";

const temporary = new Temporary();
afterAll(() => temporary.remove());

/** A folder with programs that stand for Pythons. */
function path(programs: Readonly<Record<string, string>>): string {
  const folder = temporary.folder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const LOOKED = "looked for python3, python, python3.14, python3.13, python3.12, python3.11, python3.10";
const INSTALL = "install it from https://www.python.org/downloads/ or with your system's package manager";

describe("findPython", () => {
  test("takes the first that is new enough", async () => {
    const PATH = path({ python3: "echo 3.9.18", "python3.12": "echo 3.12.1", "python3.11": "echo 3.11.2" });
    expect(await findPython({ environment: { PATH }, platform: "linux" })).toEqual(["python3.12"]);
  });

  test("3.10.0 is new enough", async () => {
    const PATH = path({ python3: "echo 3.10.0" });
    expect(await findPython({ environment: { PATH }, platform: "linux" })).toEqual(["python3"]);
  });

  test("takes the launcher on Windows, not the store's stand-in that prints nothing", async () => {
    const PATH = path({ python3: "true", py: 'test "$1" = -3 && echo 3.13.0' });
    expect(await findPython({ environment: { PATH }, platform: "win32" })).toEqual(["py", "-3"]);
  });

  test("fails without any", async () => {
    await expect(findPython({ environment: { PATH: path({}) }, platform: "linux" })).rejects.toThrow(
      new Error(`the sandbox needs Python 3.10 or newer, got none (${LOOKED}); ${INSTALL}`),
    );
  });

  test("fails with old ones only, and names them", async () => {
    const PATH = path({ python3: "echo 3.9.18", python: "echo 2.7.18" });
    await expect(findPython({ environment: { PATH }, platform: "linux" })).rejects.toThrow(
      new Error(`the sandbox needs Python 3.10 or newer, got python3 3.9.18, python 2.7.18 (${LOOKED}); ${INSTALL}`),
    );
  });
});

describe("sandboxPython", () => {
  test("fails where Python has no pip, and says what to install", async () => {
    const PATH = path({ python3: 'test "$2" = venv && { echo "ensurepip is not available."; exit 1; }; echo 3.11.2' });
    await expect(
      sandboxPython({ project: temporary.folder(), environment: { PATH }, platform: "linux" }),
    ).rejects.toThrow(
      new Error(
        "the sandbox needs Python's venv and pip, got python3 without them; " +
          "run apt install python3.11-venv (Debian, Ubuntu) or install Python from https://www.python.org/downloads/",
      ),
    );
  });

  test("fails on a folder of somebody else's, and leaves it alone", async () => {
    const venv = temporary.folder();
    mkdirSync(join(venv, "precious"));
    const environment = { ...process.env, SLIPWAY_SANDBOX_VENV: venv };
    await expect(sandboxPython({ project: temporary.folder(), environment })).rejects.toThrow(
      new Error(
        "SLIPWAY_SANDBOX_VENV must name a virtual environment that holds what requirements.txt pins, or none yet, " +
          `got ${venv}; name another folder, or unset it`,
      ),
    );
  });

  test("does an interrupted installation again, once for two processes", async () => {
    const project = temporary.folder();
    const venv = join(project, ".sandbox", "venv");
    mkdirSync(join(venv, "bin"), { recursive: true });
    writeFileSync(join(venv, "bin", "python"), "half of it");
    writeFileSync(`${venv}.stamp`, "unfinished");
    // A Python whose virtual environments are copies of itself, and that counts the calls of pip.
    const PATH = path({
      python3: `case "$*" in
        *"-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
        *"-m pip"*) echo installed >> "${join(project, "pip.log")}"; sleep 0.2 ;;
        *) echo 3.11.2 ;;
      esac`,
    });
    const environment = { PATH: `${PATH}:/usr/bin:/bin` };
    const said: string[] = [];
    const props = { project, environment, platform: "linux", say: (line: string) => said.push(line) } as const;
    const python = join(venv, "bin", "python");
    expect(await Promise.all([sandboxPython(props), sandboxPython(props)])).toEqual([python, python]);
    expect(await sandboxPython(props)).toBe(python);
    expect(said.filter((line) => line.startsWith("installing"))).toEqual([
      `installing the sandbox's Python packages into ${venv} (once; about a minute)`,
    ]);
  });
});
