import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Told } from "../../../constructs/services/apply/told";

/** All that a script may find in a front's container, beside `curl` or `wget`. */
const PROGRAMS = [
  ...[
    "base64",
    "cat",
    "chmod",
    "cksum",
    "cmp",
    "cp",
    "date",
    "dirname",
    "find",
    "flock",
    "grep",
    "head",
    "ln",
    "mkdir",
    "mktemp",
    "mv",
  ],
  ...["printf", "rm", "sed", "sh", "sleep", "sort", "tail", "timeout", "tr"],
];

/** A proxy that takes no route with WRONG in it, fails to load one with UNLOADABLE, and notes what it loads. */
const DRIVER: Told["driver"] = {
  check: `if grep -r WRONG "$1/routes"; then echo "line 1: WRONG" >&2; false; fi`,
  reload: `if [ -e deaf ]; then (exit 4); else cat routes/*.caddy >>"$NOTES" 2>/dev/null; [ ! -e dying ] || kill -9 $$; echo reload >>"$NOTES"; if grep -rq UNLOADABLE routes; then echo "cannot load" >&2; false; fi; fi`,
  inFlight: `cat "$NOTES.in-flight.$1"`,
};

export const TOLD: Told = { engine: {}, front: "front", driver: DRIVER };

/** The part of a front's container that its scripts see, without a container. */
export class FrontFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "front-"));
  private readonly notes = join(this.folder, "notes");
  private readonly bin = join(this.folder, "bin");

  constructor(programs: readonly string[] = PROGRAMS) {
    for (const folder of ["bin", "routes", "data", "tmp"]) mkdirSync(join(this.folder, folder));
    for (const name of programs) symlinkSync(programOf(name), join(this.bin, name));
    this.answer("200");
  }

  /** Of a file of the front, or of one with a key. */
  path(path: string, below: "routes" | "data" = "routes"): string {
    return join(this.folder, below, path);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  removeFile(path: string): void {
    rmSync(this.path(path));
  }

  /** The files with their texts, without the lock, the sums and the copy. */
  files(below: "routes" | "data" = "routes"): Record<string, string> {
    const all = readdirSync(this.path("", below), { recursive: true, withFileTypes: true });
    const paths = all.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
    const named = paths.map((path) => [relative(this.path("", below), path), readFileSync(path, "utf8")] as const);
    return Object.fromEntries(named.filter(([path]) => !/^\.(lock|sums|kept\/.*)$/.test(path)).sort());
  }

  /** What is left in the folder for temporary files. */
  get temporary(): string[] {
    return readdirSync(join(this.folder, "tmp"));
  }

  /** What the proxy has loaded, one load after the other. */
  get loads(): string[] {
    const text = existsSync(this.notes) ? readFileSync(this.notes, "utf8") : "";
    return text.split("reload\n").slice(0, -1);
  }

  /** What the front answers from now on; a program other than `curl` may be the one that asks. */
  answer(status: string, program: "curl" | "wget" = "curl"): void {
    for (const other of ["curl", "wget"]) rmSync(join(this.bin, other), { force: true });
    const said = program === "curl" ? `printf ${status}` : `printf '  HTTP/1.1 ${status} Some\\n  Server: it\\n' >&2`;
    this.program(program, `printf '%s\\n' "$0" "$@" >"$NOTES.asked"; ${said}`);
  }

  /** The words of the last question, the program's name first. */
  get asked(): string[] {
    const [program = "", ...words] = readFileSync(`${this.notes}.asked`, "utf8").split("\n").slice(0, -1);
    return [program.slice(this.bin.length + 1), ...words];
  }

  /** What a program was told to send. */
  get message(): Buffer {
    return readFileSync(`${this.notes}.message`);
  }

  inFlight(address: string, counts: string): void {
    writeFileSync(`${this.notes}.in-flight.${address}`, counts);
  }

  /** A program in the place of the real one. */
  program(name: string, text: string): void {
    rmSync(join(this.bin, name), { force: true });
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** Runs a script as a front's container does; the folder for routes is this one's. */
  run(script: string, shell = "sh") {
    const input = script.replaceAll("cd /routes ", `cd '${this.path("")}' `);
    return spawnSync(programOf(shell), ["-s"], { input, encoding: "utf8", env: this.environment, timeout: 60_000 });
  }

  /** Does something while another one holds the lock of the routes. */
  async locked(act: () => void): Promise<void> {
    const holder = spawn("flock", [this.path(".lock"), "sh", "-c", "echo held; read -r line"], { stdio: "pipe" });
    const ended = new Promise((done) => holder.on("close", done));
    await new Promise((done) => holder.stdout.once("data", done));
    try {
      act();
    } finally {
      holder.stdin.end("\n");
      await ended;
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private get environment() {
    return { PATH: this.bin, NOTES: this.notes, TMPDIR: join(this.folder, "tmp") };
  }
}

function programOf(name: string): string {
  const found = ["/bin", "/usr/bin"].map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} must be in /bin or /usr/bin; install it`);
  return found;
}
