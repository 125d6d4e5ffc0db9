import { closeSync, renameSync, rmSync } from "node:fs";
import { Command } from "commander";
import { lazy } from "../../../../constructs/shared/lazy";
import { shown } from "../../../../constructs/shared/shown";
import type { Project } from "../../../../engine/project";
import { isThere, openFile } from "../../../out";
import type { Cluster } from "../../../pipelines/cluster";
import { refuseBeside } from "../../../pipelines/options";
import { optionalWorkspace } from "../../../words";

const crypto = lazy<typeof import("node:crypto")>(() => require("node:crypto"));
const scripts = lazy<typeof import("../../../../constructs/pipelines/database/render/dump-scripts")>(() =>
  require("../../../../constructs/pipelines/database/render/dump-scripts"),
);
const databases = lazy<typeof import("../../../pipelines/database")>(() => require("../../../pipelines/database"));
const files = lazy<typeof import("../../../pipelines/dump-file")>(() => require("../../../pipelines/dump-file"));
const dumps = lazy<typeof import("../../../pipelines/dumps")>(() => require("../../../pipelines/dumps"));
const environments = lazy<typeof import("../../../pipelines/environment")>(() =>
  require("../../../pipelines/environment"),
);

interface DumpOptions {
  readonly out?: string;
  readonly toDumps?: boolean;
  readonly database?: string;
  readonly force?: boolean;
}

/** `slipway pipelines db dump`. */
export function dumpCommand(project: () => Project): Command {
  return new Command("dump")
    .description("Dump the databases to a local file, or to where the scheduled dumps are kept")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--out <file>", "new file to write, unless --to-dumps is given; compressed if its name ends in .gz")
    .option("--to-dumps", "start a scheduled dump now and follow it, instead of writing a local file")
    .option("--database <name>", "dump only this database (default: all databases of the file)")
    .option("--force", "overwrite an existing file")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines db dump logd --out chembl.sql.gz\n  slipway pipelines db dump logd --to-dumps",
    )
    .action((workspace: string | undefined, { out, toDumps, ...options }: DumpOptions) => {
      if (!toDumps) {
        if (out !== undefined) return dump(environments.clusterNamed(project(), workspace), out, options);
        throw new Error(
          "--out must name the new file, got none; or add --to-dumps, for one where the scheduled ones are",
        );
      }
      refuseBeside("--to-dumps", {
        "--out": out,
        "--database": options.database,
        "--force": options.force || undefined,
      });
      return dumps.dumpNow(environments.clusterNamed(project(), workspace));
    });
}

/** Writes a dump of the server's databases, or of one, into a file here; one that breaks off leaves none. */
async function dump(
  cluster: Cluster,
  out: string,
  { database, force }: Pick<DumpOptions, "database" | "force">,
): Promise<void> {
  if (isThere("--out", "file", out) && !force) {
    throw new Error(`--out must be a new file, got ${shown(out)}; name another, or add --force`);
  }
  const all = databases.knownDatabases(cluster);
  const names = database === undefined && all.length > 0 ? all : [databases.databaseOf(cluster, database)];
  const packed = files.isPacked(out);
  const unfinished = `${out}.${crypto.randomBytes(4).toString("hex")}.unfinished`;
  const output = openFile("--out", unfinished, "wx", 0o600);
  try {
    const script = scripts.serverDumpScript({ packed });
    const code = await cluster
      .show(cluster.inDatabase(["sh", "-c", script, "sh", ...names]), { output })
      .finally(() => closeSync(output));
    if (code !== 0) {
      throw new Error(`the dump of ${names.join(", ")} must end with 0, got ${code}; nothing is left in ${shown(out)}`);
    }
    // A connection that broke off may have said nothing.
    await files.databasesInDump(unfinished, { packed }).catch(() => {
      throw new Error(`the dump of ${names.join(", ")} must be whole, got a part; nothing is left in ${shown(out)}`);
    });
    renameSync(unfinished, out);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  console.log(`${out} holds ${names.join(", ")}`);
}
