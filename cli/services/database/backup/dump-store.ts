import type { Readable } from "node:stream";

/** Where dumps are kept. Paths are relative, of `[a-z0-9._-]` and `/`. */
export interface DumpStore {
  /** For people: `s3://backups/lab/lab-db/nmpi/20261130T120000Z.dump`. */
  name(path: string): string;
  /** The names of the files in a folder; none if there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** Copies a file of this machine into the store. It gets its name once it is complete. */
  write(path: string, file: string): Promise<void>;
  read(path: string): Promise<Readable>;
  remove(path: string): Promise<void>;
}
