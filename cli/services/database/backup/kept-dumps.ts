import { text } from "node:stream/consumers";
import type { DeclaredServer } from "../server";
import type { DumpStore } from "./dump-store";
import type { TableSums } from "./table-sums";

/** Written beside a dump once that has been read back from its store. */
export interface Manifest {
  readonly database: string;
  /** Of the server: `17.6`. */
  readonly version: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Statements that create the server's roles, without passwords. */
  readonly roles: string;
  readonly tables: TableSums;
}

/** A dump that was good when it was made. */
export interface KeptDump {
  /** Below its store, without the ending. */
  readonly path: string;
  readonly time: Date;
}

/** A moment as file names have it: `20261130T120000Z`. */
export function stampOf(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, "");
}

export function hoursSince(time: Date): number {
  return (Date.now() - time.getTime()) / 3_600_000;
}

function timeOf(name: string): Date | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(name)?.slice(1);
  if (found === undefined) return undefined;
  const [year, month, day, ...clock] = found;
  return new Date(`${year}-${month}-${day}T${clock.join(":")}Z`);
}

/** The folder of a database's dumps in its store. */
export function dumpFolder({ container }: Pick<DeclaredServer, "container">, database: string): string {
  return `${container}/${database}`;
}

/** The finished dumps of a database, the newest first. */
export async function keptDumps(
  store: DumpStore,
  server: Pick<DeclaredServer, "container">,
  database: string,
): Promise<KeptDump[]> {
  const folder = dumpFolder(server, database);
  const names = new Set(await store.list(folder));
  const found = [...names].flatMap((name): KeptDump[] => {
    const stem = name.replace(/\.json$/, "");
    const time = timeOf(stem);
    return time === undefined || !names.has(`${stem}.dump`) ? [] : [{ path: `${folder}/${stem}`, time }];
  });
  return found.sort((a, b) => b.time.getTime() - a.time.getTime());
}

/** The last dump of a database; throws if there is none. */
export async function lastDump(
  store: DumpStore,
  server: DeclaredServer,
  database: string,
): Promise<KeptDump & { readonly manifest: Manifest }> {
  const [last] = await keptDumps(store, server, database);
  if (last !== undefined) return { ...last, manifest: await manifestOf(store, last) };
  throw new Error(
    `${store.name(dumpFolder(server, database))} must have a dump, got none; slipway services db backup ${server.platform.name} makes one`,
  );
}

async function manifestOf(store: DumpStore, { path }: KeptDump): Promise<Manifest> {
  return JSON.parse(await text(await store.read(`${path}.json`))) as Manifest;
}
