import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pc from "picocolors";

export const ROOT = resolve(__dirname, "..");

/** A temporary project with some of the examples, which a demo changes and deploys. */
export class DemoProject {
  readonly folder: string;

  /** @param paths what is copied of examples/, beside cdktf.json and main.ts */
  constructor(paths: readonly string[]) {
    mkdirSync(join(ROOT, ".sandbox"), { recursive: true });
    this.folder = mkdtempSync(join(ROOT, ".sandbox", "demo-"));
    for (const path of paths) cpSync(join(ROOT, "examples", path), join(this.folder, path), { recursive: true });
    cpSync(join(ROOT, "cdktf.json"), join(this.folder, "cdktf.json"));
    const main = readFileSync(join(ROOT, "main.ts"), "utf8").replace('"./app"', '"../../app"');
    writeFileSync(join(this.folder, "main.ts"), main);
  }

  /** Changes one text of a file. */
  edit(file: string, before: string, after: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(before)) throw new Error(`${file} must say ${before} for the demo to change it; put it back`);
    writeFileSync(path, text.replace(before, after));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The steps of a demo, told one by one. */
export class Steps {
  private readonly begin = performance.now();
  private count = 0;
  private interrupted = false;

  constructor() {
    // A command that runs is told by the code that runs it; what is left of the demo is not begun.
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        this.interrupted = true;
      });
    }
  }

  get isInterrupted(): boolean {
    return this.interrupted;
  }

  /** How long it has taken until now. */
  get taken(): string {
    return seconds(this.begin);
  }

  async step(title: string, work: () => Promise<void>): Promise<void> {
    if (this.interrupted) throw new Error("interrupted; what the demo has made is removed");
    this.count += 1;
    console.log(`\n${pc.bold(`${this.count}. ${title}`)}`);
    const begin = performance.now();
    await work();
    console.log(pc.dim(`   took ${seconds(begin)}`));
  }
}

export function say(line: string): void {
  console.log(`   ${line}`);
}

function seconds(begin: number): string {
  return `${((performance.now() - begin) / 1000).toFixed(1)} s`;
}

/** Stops the demo when something is not as it says. */
export function expect(what: string, expected: unknown, got: unknown): void {
  const [wanted, found] = [JSON.stringify(expected), JSON.stringify(got)];
  if (wanted !== found) throw new Error(`${what} must be ${wanted}, got ${found}; the reason is above`);
}
