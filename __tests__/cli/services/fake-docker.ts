import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** A program `docker` on the PATH, which is a script for `sh`: it knows its folder as $FAKE, and writes down what it is told. */
export class FakeDocker {
  readonly folder = mkdtempSync(join(tmpdir(), "docker-"));

  constructor(script: string) {
    const program = this.write(
      "bin/docker",
      `#!/bin/sh\nFAKE='${this.folder}'\nprintf '%s\\n' "$*" >>"$FAKE/told"\n${script}\n`,
    );
    chmodSync(program, 0o755);
    this.forget();
  }

  environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    const { DOCKER_HOST: _, DOCKER_CONFIG: __, SLIPWAY_STATE_DIR: ___, ...env } = process.env;
    return { ...env, PATH: `${join(this.folder, "bin")}${delimiter}${process.env.PATH}`, ...more };
  }

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** What it was told, a line for each call. */
  told(): string[] {
    return this.read("told").split("\n").filter(Boolean);
  }

  forget(): void {
    this.write("told", "");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
