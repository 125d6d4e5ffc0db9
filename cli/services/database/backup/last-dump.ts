import { createWriteStream } from "node:fs";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { withPlanFolder } from "../../../../engine/plan-folder";
import type { Server } from "../server";
import { backupOf } from "./back-up";
import { lastDump } from "./kept-dumps";
import { dumpStore } from "./store-of";

/** What to do with the last dump of a database. */
interface LastDumpWork {
  readonly database: string;
  /** Throws if the dump is not wanted after all; a dump may be large. */
  readonly beforeFetch: () => Promise<void>;
  /** Gets a file that only its owner can read, and that is removed afterwards. */
  readonly work: (file: string) => Promise<void>;
}

/** Finds the last dump of a database, and fetches it. */
export async function withLastDump(server: Server, { database, beforeFetch, work }: LastDumpWork): Promise<void> {
  const store = dumpStore(backupOf(server));
  const { path } = await lastDump(store, server, database);
  await beforeFetch();
  await withPlanFolder(async (folder) => {
    const file = join(folder, `${basename(path)}.dump`);
    await pipeline(await store.read(`${path}.dump`), createWriteStream(file, { mode: 0o600 }));
    await work(file);
  });
}
