import { createReadStream } from "node:fs";
import { chmod, copyFile, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pathFrom } from "../../../../constructs/shared/read/project-path";
import type { DumpStore } from "./dump-store";

/** A folder of this machine that only its owner can read. */
export class FolderStore implements DumpStore {
  private readonly root: string;

  /** @param folder absolute, or from the project's */
  constructor(folder: string) {
    this.root = pathFrom(".", folder);
  }

  name(path: string): string {
    return join(this.root, path);
  }

  async list(folder: string): Promise<string[]> {
    try {
      return await readdir(this.name(folder));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  async write(path: string, file: string): Promise<void> {
    const place = this.name(path);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await copyFile(file, `${place}.part`);
    await chmod(`${place}.part`, 0o600);
    // A file with its final name is on the disk, even after a power failure.
    const copy = await open(`${place}.part`, "r");
    await copy.sync().finally(() => copy.close());
    await rename(`${place}.part`, place);
  }

  async read(path: string): Promise<Readable> {
    return createReadStream(this.name(path));
  }

  async remove(path: string): Promise<void> {
    await rm(this.name(path), { force: true });
  }
}
