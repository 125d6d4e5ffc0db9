import { createWriteStream } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { withPlanFolder } from "../../../../engine/plan-folder";
import type { Server } from "../server";
import { backupOf } from "./back-up";
import { lastDump } from "./kept-dumps";
import { dumpStore } from "./store-of";

/** Fetches the last dump of a database into a file that only its owner can read, and removes the file afterwards. */
export async function withLastDump(
  server: Server,
  database: string,
  work: (file: string) => Promise<void>,
): Promise<void> {
  const store = dumpStore(backupOf(server));
  const { path } = await lastDump(store, server, database);
  await withPlanFolder(async (folder) => {
    const file = join(folder, `${basename(path)}.dump`);
    await pipeline(await store.read(`${path}.dump`), createWriteStream(file, { mode: 0o600 }));
    await work(file);
  });
}
