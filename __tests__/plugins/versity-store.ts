import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../sandbox/port";
import { goProgram } from "../support/go-program";
import { until } from "../support/until";

/** @see https://github.com/versity/versitygw */
const VERSITY = "github.com/versity/versitygw/cmd/versitygw@v1.8.0";

/** A real store other than Amazon's, on files of this machine. */
export class VersityStore {
  private readonly folder = mkdtempSync(join(tmpdir(), "slipway-versity-"));
  private readonly program = goProgram(VERSITY);
  private gateway: ChildProcess | undefined;

  get isThere(): boolean {
    return this.program !== undefined;
  }

  /** @returns its address */
  async start(keys: { readonly id: string; readonly secret: string }): Promise<string> {
    const port = await freePort("127.0.0.1", undefined, 27_070);
    const [data, versions, sidecar] = ["data", "versions", "sidecar"].map((name) => join(this.folder, name));
    for (const folder of [data, versions, sidecar]) mkdirSync(folder as string);
    const args = ["--port", `127.0.0.1:${port}`, "--quiet", "posix"];
    this.gateway = spawn(
      this.program as string,
      // Not every file system has the extended attributes that it would use.
      [...args, "--versioning-dir", versions as string, "--sidecar", sidecar as string, data as string],
      { env: { ROOT_ACCESS_KEY: keys.id, ROOT_SECRET_KEY: keys.secret }, stdio: "ignore" },
    );
    const url = `http://127.0.0.1:${port}`;
    const answers = () =>
      fetch(url).then(
        () => true,
        () => false,
      );
    await until(answers, (seen) => seen);
    return url;
  }

  async stop(): Promise<void> {
    if (this.gateway !== undefined) {
      const ended = new Promise((done) => this.gateway?.once("exit", done));
      this.gateway.kill();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
