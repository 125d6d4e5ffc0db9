import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Server } from "../server";
import { backupOf } from "./back-up";
import { lastDump } from "./kept-dumps";
import { dumpStore } from "./store-of";

/** Gets the last dump of a database into a file that only its owner reads, and removes that afterwards. */
export async function withLastDump(
  server: Server,
  database: string,
  work: (file: string) => Promise<void>,
): Promise<void> {
  const store = dumpStore(backupOf(server));
  const { path } = await lastDump(store, server, database);
  const folder = await mkdtemp(join(tmpdir(), "slipway-dump-"));
  const file = join(folder, `${basename(path)}.dump`);
  try {
    await pipeline(await store.read(`${path}.dump`), createWriteStream(file, { mode: 0o600 }));
    await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
