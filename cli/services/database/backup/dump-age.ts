import type { DeclaredServer } from "../server";
import { EVERY_HOURS } from "./back-up";
import { hoursSince, keptDumps } from "./kept-dumps";
import { dumpStore } from "./store-of";

/** A dump takes a while, and the timer that makes it runs once an hour. */
const LATE_HOURS = 2;

/** The dumps of a server. */
interface Kept {
  readonly dumps: readonly { readonly database: string; readonly time?: string }[];
  /** What is wrong, and what to do. */
  readonly wrong: readonly string[];
}

/** The last good dumps of a server. A store that does not answer is in `wrong`; it is no error. */
export async function keptBy(server: DeclaredServer): Promise<Kept> {
  const { settings, platform } = server;
  const { backup, databases = {} } = settings;
  if (backup === undefined) return { dumps: [], wrong: [] };
  const { everyHours = EVERY_HOURS } = backup;
  const advice = `slipway services db backup ${platform.name} --server ${server.name}`;
  try {
    const store = dumpStore(backup);
    const all = await Promise.all(
      Object.keys(databases).map(async (database) => {
        const [last] = await keptDumps(store, server, database);
        if (last === undefined)
          return { dump: { database }, wrong: [`${database} must have a dump, got none: ${advice}`] };
        const hours = hoursSince(last.time);
        const dump = { database, time: last.time.toISOString() };
        if (hours <= everyHours + LATE_HOURS) return { dump, wrong: [] };
        const rule = `the last dump of ${database} must be at most ${everyHours} h old`;
        return { dump, wrong: [`${rule}, got ${Math.floor(hours)} h: ${advice}`] };
      }),
    );
    return { dumps: all.map(({ dump }) => dump), wrong: all.flatMap(({ wrong }) => wrong) };
  } catch (error) {
    return { dumps: [], wrong: [(error as Error).message] };
  }
}
