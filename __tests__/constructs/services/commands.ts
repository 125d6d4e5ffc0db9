import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Commands that are found before those of this machine, and keep what they were told. */
export class Commands {
  readonly folder = mkdtempSync(join(tmpdir(), "commands-"));
  private readonly path = process.env.PATH;

  constructor() {
    mkdirSync(join(this.folder, "bin"));
    process.env.PATH = [join(this.folder, "bin"), this.path].join(delimiter);
  }

  /** @param text for `sh`; `$1` and those behind it are the words it was called with */
  add(name: string, text: string): void {
    const noted = `{ for word in "$@"; do printf '%s\\n' "$word"; done; echo END; } >>'${this.notes(name)}'`;
    const file = join(this.folder, "bin", name);
    writeFileSync(file, `#!/bin/sh\ncd '${this.folder}'\n${noted}\n${text}\n`);
    chmodSync(file, 0o755);
  }

  /** The words of each call. */
  calls(name: string): string[][] {
    if (!existsSync(this.notes(name))) return [];
    const all = readFileSync(this.notes(name), "utf8").split("END\n").slice(0, -1);
    return all.map((call) => call.split("\n").slice(0, -1));
  }

  remove(): void {
    process.env.PATH = this.path;
    rmSync(this.folder, { recursive: true });
  }

  private notes(name: string): string {
    return join(this.folder, `${name}.calls`);
  }
}
