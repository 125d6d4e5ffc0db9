import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { down } from "../../sandbox/server";

/** One installation of the sandbox's Python packages serves every test. */
export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  SLIPWAY_SANDBOX_VENV: process.env.SLIPWAY_SANDBOX_VENV ?? join(__dirname, "..", "..", ".sandbox", "venv"),
};

/** Folders that are gone after the tests, with the sandboxes in them. */
export class Temporary {
  private readonly folders: string[] = [];

  folder(): string {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "slipway ")));
    this.folders.push(folder);
    return folder;
  }

  async remove(): Promise<void> {
    for (const folder of this.folders) {
      await down({ project: folder });
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
