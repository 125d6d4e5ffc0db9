import { closeSync } from "node:fs";
import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import { shown } from "../../../../constructs/shared/shown";
import type { Project } from "../../../../engine/project";
import { isThere, openFile } from "../../../out";
import type { Cluster } from "../../../pipelines/cluster";
import { refuseBeside } from "../../../pipelines/options";
import { optionalWorkspace } from "../../../words";

const scripts = lazy<typeof import("../../../../constructs/pipelines/database/render/restore-scripts")>(() =>
  require("../../../../constructs/pipelines/database/render/restore-scripts"),
);
const rules = lazy<typeof import("../../../../constructs/pipelines/database/schema")>(() =>
  require("../../../../constructs/pipelines/database/schema"),
);
const databases = lazy<typeof import("../../../pipelines/database")>(() => require("../../../pipelines/database"));
const files = lazy<typeof import("../../../pipelines/dump-file")>(() => require("../../../pipelines/dump-file"));
const dumps = lazy<typeof import("../../../pipelines/dumps")>(() => require("../../../pipelines/dumps"));
const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);

interface RestoreOptions {
  readonly fromDumps?: string;
  readonly database?: string;
  readonly overwrite?: boolean;
}

/** `slipway pipelines db restore`. */
export function restoreCommand(project: () => Project): Command {
  return new Command("restore")
    .description("Restore a dump into the databases that it names")
    .usage(
      "[options] <file> [workspace]\n       slipway pipelines db restore [options] --from-dumps <name> [workspace]",
    )
    .argument("[file]", "dump to restore; omit it with --from-dumps")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--from-dumps <name>", "restore a dump from the volume, by name or latest, instead of a file")
    .option("--database <name>", "database for a dump that names none; required if the server has several")
    .option("--overwrite", "also restore into databases that have tables; replaces the tables that the dump contains")
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines db restore chembl.sql.gz logd
  slipway pipelines db restore --from-dumps latest logd --overwrite

A dump that names databases, as slipway's own dumps do, is restored into these. All of them must be databases of the
workspace's file and, without --overwrite, have no tables. A dump that is incomplete, or does not match the checksum in
FILE.sha256, is refused.`,
    )
    .action((first: string | undefined, second: string | undefined, { fromDumps, ...options }: RestoreOptions) => {
      if (fromDumps === undefined) {
        if (first !== undefined) return restore(environments.clusterNamed(project(), second), first, options);
        throw new Error("<file> must be a dump, got none; name one, or add --from-dumps latest");
      }
      // The only word is the workspace.
      refuseBeside("--from-dumps", { "<file>": second && first, "--database": options.database });
      return dumps.restoreFromDumps(environments.clusterNamed(project(), first), fromDumps, options);
    });
}

/** Reads a dump into the databases that it names, else into one; where they have tables, only when that is said. */
async function restore(cluster: Cluster, file: string, { database, overwrite }: RestoreOptions): Promise<void> {
  if (!isThere("<file>", "file", file, "read")) throw new Error(`<file> must be a dump, got none at ${shown(file)}`);
  databases.knownDatabases(cluster);
  if (database !== undefined) databases.databaseOf(cluster, database);
  const packed = files.isPacked(file);
  const named = await files.databasesInDump(file, { packed });
  const targets =
    named.length === 0 ? [databases.databaseOf(cluster, database)] : namedTargets(cluster, named, database);
  if (!overwrite) spareTables(cluster, targets);
  const input = openFile("<file>", file, "r");
  const script = scripts.serverRestoreScript({ packed, named: named.length > 0 });
  const code = await cluster
    .show(cluster.inDatabase(["sh", "-c", script, "sh", ...targets], ["--stdin"]), { input })
    .finally(() => closeSync(input));
  if (code !== 0) {
    const rest = `${targets.join(", ")} may have a part of ${shown(file)}: mend what stands above, and restore again with --overwrite`;
    throw new Error(`the restore must end with 0, got ${code}; ${rest}`);
  }
  console.log(`${file} is in ${targets.join(", ")}`);
}

/** Tables that are there are not written over unasked. */
function spareTables(cluster: Cluster, targets: readonly string[]): void {
  const { code, stderr } = cluster.ask(cluster.inDatabase(["sh", "-c", scripts.serverSpareScript(), "sh", ...targets]));
  if (code === 0) return;
  const said = stderr
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("command terminated with exit code"));
  throw new Error(said.join("\n") || `the tables of ${targets.join(", ")} must be counted, got ${code}`);
}

/** A dump that names databases goes into these, and into no other. */
function namedTargets(cluster: Cluster, named: readonly string[], database: string | undefined): readonly string[] {
  const all = databases.knownDatabases(cluster);
  const unknown = named.filter((each) => (all.length === 0 ? !isDatabase(each) : !all.includes(each)));
  if (unknown.length > 0) {
    const rule = `<file> must hold databases of the server, ${all.join(", ") || "none of its own"}`;
    throw new Error(`${rule}, got ${unknown.join(", ")}; name them in databases, and deploy`);
  }
  if (database === undefined || (named.length === 1 && named[0] === database)) return named;
  const advice = `the dump names ${named.join(", ")} itself, and is restored there`;
  throw new Error(`--database must be left out, got ${shown(database)}; ${advice}`);
}

function isDatabase(name: string): boolean {
  return rules.database.safeParse(name).success;
}
