import { literalSql } from "../../../../constructs/services/render/postgres-roles";
import { dumped } from "../backup/back-up";
import type { Manifest } from "../backup/kept-dumps";
import { query, type Server } from "../server";
import { connectAgain, cutOff, networksOf, volumesOf } from "./cut-off";
import type { BegunUpgrade, UpgradeRecord } from "./upgrade-record";

/** Roles that own something in a database, or have rights on it. */
const ROLES = (database: string, known: readonly string[]) => `SELECT DISTINCT r.rolname FROM pg_shdepend d
JOIN pg_roles r ON d.refclassid = 'pg_authid'::regclass AND r.oid = d.refobjid JOIN pg_database b ON b.oid = d.dbid
WHERE b.datname = ${literalSql(database)} AND r.rolname !~ '^pg_' AND NOT r.rolname = ANY (ARRAY[${known.map(literalSql).join(", ")}]) ORDER BY 1;`;

const DATABASES = "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1;";

/** Throws where a dump could not be restored; says which databases stay behind. */
export async function refuseUnfit(server: Server, print: (line: string) => void): Promise<void> {
  const { name, settings, volume } = server;
  const [declared, known] = [Object.keys(settings.databases ?? {}), ["postgres", ...Object.keys(settings.roles ?? {})]];
  const found = (await query(server, "postgres", DATABASES)).split("\n").filter(Boolean);
  const missing = declared.filter((database) => !found.includes(database));
  if (missing.length > 0) {
    throw new Error(
      `postgres.${name} must have its databases before it is upgraded, got none of the name ${missing.join(", ")}; deploy it first`,
    );
  }
  for (const database of declared) {
    const roles = (await query(server, "postgres", ROLES(database, known))).split("\n").filter(Boolean);
    if (roles.length === 0) continue;
    throw new Error(
      `postgres.${name}.roles must have all roles with rights in ${database}, got none of the name ${roles.join(", ")}; declare them, and deploy first`,
    );
  }
  const left = found.filter((database) => !declared.includes(database));
  if (left.length > 0) print(`postgres.${name}: not in the file, and left on volume ${volume}: ${left.join(", ")}`);
}

/**
 * Cuts the old server off, and dumps its databases. One that is no longer there was dumped before; the new one has them, or gets them.
 */
export async function dumpForUpgrade(
  server: Server,
  record: UpgradeRecord,
  upgrade: BegunUpgrade,
  print: (line: string) => void,
): Promise<void> {
  const { name, settings } = server;
  const databases = Object.keys(settings.databases ?? {});
  const volumes = await volumesOf(server);
  if (volumes === undefined || !volumes.includes(upgrade.oldVolume)) {
    if (databases.every((database) => upgrade.dumps.some((dump) => dump.database === database))) return;
    throw new Error(
      `postgres.${name} must run on volume ${upgrade.oldVolume} to be dumped, got ${volumes?.join(", ") ?? "no container"}; write its image and volume in the file, and deploy`,
    );
  }
  const networks = await networksOf(server);
  const begun = { ...upgrade, networks: networks.length > 0 ? networks : upgrade.networks, dumps: [], done: [] };
  record.write(begun);
  print(`postgres.${name}: only this command reaches it until the upgrade ends; if it is interrupted, run it again`);
  try {
    await cutOff(server, begun.networks);
    const dumps: Manifest[] = [];
    for (const database of databases) {
      const manifest = await dumped(server, database, record.dump(database));
      dumps.push(manifest);
      print(`postgres.${name}: ${database} is dumped, ${Object.keys(manifest.tables).length} tables`);
    }
    record.write({ ...begun, dumps });
  } catch (error) {
    await connectAgain(server, begun.networks).catch(() => {});
    record.remove();
    throw error;
  }
}
