import type { PostgresBackupSettings } from "../../../../constructs/services/schema";
import { lazy } from "../../../../constructs/shared/lazy";
import type { DumpStore } from "./dump-store";

const folders = lazy<typeof import("./folder-store")>(() => require("./folder-store"));
const buckets = lazy<typeof import("./s3-store")>(() => require("./s3-store"));
const hosts = lazy<typeof import("./ssh-store")>(() => require("./ssh-store"));

/** The store that a server's settings name. */
export function dumpStore(settings: PostgresBackupSettings): DumpStore {
  if (settings.to.startsWith("s3://")) return new buckets.S3Store(settings, process.env);
  if (settings.to.startsWith("ssh://")) return new hosts.SshStore(settings);
  return new folders.FolderStore(settings.to);
}
