import type { Readable } from "node:stream";
import type { PostgresBackupSettings } from "../../../../constructs/services/schema";
import { lazy } from "../../../../constructs/shared/lazy";

const folders = lazy<typeof import("./folder-store")>(() => require("./folder-store"));
const buckets = lazy<typeof import("./s3-store")>(() => require("./s3-store"));
const hosts = lazy<typeof import("./ssh-store")>(() => require("./ssh-store"));

/** Where dumps are kept. Paths are relative, of `[a-z0-9._-]` and `/`. */
export interface DumpStore {
  /** For people: `s3://backups/lab/lab-db/nmpi/20261130T120000Z.dump`. */
  name(path: string): string;
  /** The names of the files in a folder; none where it is not there. */
  list(folder: string): Promise<string[]>;
  /** Copies a file of this machine there. It has its name only when it is there to its end. */
  write(path: string, file: string): Promise<void>;
  read(path: string): Promise<Readable>;
  remove(path: string): Promise<void>;
}

/** The store that a server's settings name. */
export function dumpStore(settings: PostgresBackupSettings): DumpStore {
  if (settings.to.startsWith("s3://")) return new buckets.S3Store(settings, process.env);
  if (settings.to.startsWith("ssh://")) return new hosts.SshStore(settings);
  return new folders.FolderStore(settings.to);
}
