import { Command } from "commander";
import { shown } from "../../constructs/shared/shown";
import type { Project } from "../../engine/project";

const WORKSPACE = ["[workspace]", "the file's name; needed where there are several"] as const;

/** `slipway pipelines db`. */
export function databaseCommand(project: () => Project): Command {
  const cluster = (workspace: string | undefined) => {
    const { clusterNamed } = require("./environment") as typeof import("./environment");
    return clusterNamed(project(), workspace);
  };
  return new Command("db")
    .description("The workflows' database.")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines db shell logd\n  slipway pipelines db dump logd --out chembl.sql.gz\n  slipway pipelines db dumps logd",
    )
    .addCommand(shellCommand(cluster))
    .addCommand(dumpCommand(cluster))
    .addCommand(dumpsCommand(cluster))
    .addCommand(restoreCommand(cluster));
}

type ClusterOf = (workspace: string | undefined) => import("./cluster").Cluster;

function database() {
  return require("./database") as typeof import("./database");
}

function dumps() {
  return require("./dumps") as typeof import("./dumps");
}

/** `slipway pipelines db shell`. */
function shellCommand(cluster: ClusterOf): Command {
  return new Command("shell")
    .description("Opens a client of the database, as root, in its pod.")
    .argument(...WORKSPACE)
    .option("--database <name>", "the database; needed where the server has several")
    .addHelpText("after", "\nExamples:\n  slipway pipelines db shell logd")
    .action((workspace: string | undefined, { database: name }: { readonly database?: string }) =>
      database().openShell(cluster(workspace), name),
    );
}

interface DumpWords {
  readonly out?: string;
  readonly toDumps: boolean;
  readonly database?: string;
  readonly force: boolean;
}

/** `slipway pipelines db dump`. */
function dumpCommand(cluster: ClusterOf): Command {
  return new Command("dump")
    .description("Writes a dump into a file here, or where the scheduled dumps go. It names its databases.")
    .argument(...WORKSPACE)
    .option("--out <file>", "the new file; packed where its name ends in .gz")
    .option("--to-dumps", "in its place, makes a scheduled dump now, and follows it", false)
    .option("--database <name>", "one database (default: all that the file makes)")
    .option("--force", "writes over a file that is there", false)
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines db dump logd --out chembl.sql.gz\n  slipway pipelines db dump logd --to-dumps",
    )
    .action((workspace: string | undefined, { out, toDumps, ...options }: DumpWords) => {
      if (!toDumps) {
        if (out !== undefined) return database().dump(cluster(workspace), { ...options, out });
        throw new Error(
          "--out must name the new file, got none; or add --to-dumps, for one where the scheduled ones are",
        );
      }
      refuseBeside("--to-dumps", {
        "--out": out,
        "--database": options.database,
        "--force": options.force || undefined,
      });
      return dumps().dumpNow(cluster(workspace));
    });
}

/** `slipway pipelines db dumps`. */
function dumpsCommand(cluster: ClusterOf): Command {
  return new Command("dumps")
    .description("Lists the scheduled dumps of a volume, the last one first.")
    .argument(...WORKSPACE)
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines db dumps logd\n  slipway pipelines db restore --from-dumps latest logd\n\nA job in the cluster looks, and is taken away again.",
    )
    .action((workspace: string | undefined) => dumps().printDumps(cluster(workspace)));
}

interface RestoreWords {
  readonly fromDumps?: string;
  readonly database?: string;
  readonly overwrite: boolean;
}

/** `slipway pipelines db restore`. */
function restoreCommand(cluster: ClusterOf): Command {
  return new Command("restore")
    .description("Reads a dump into the databases that it names.")
    .usage(
      "[options] <file> [workspace]\n       slipway pipelines db restore [options] --from-dumps <name> [workspace]",
    )
    .argument("[file]", "the dump; left out with --from-dumps")
    .argument(...WORKSPACE)
    .option("--from-dumps <name>", "in the file's place a dump of the volume, or latest")
    .option("--database <name>", "where a dump that names none goes; needed where the server has several")
    .option("--overwrite", "also where a database has tables: replaces those that the dump has too", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines db restore chembl.sql.gz logd
  slipway pipelines db restore --from-dumps latest logd --overwrite

A dump that names databases, as those of slipway do, goes into these; all of them must be databases
of the workspace's file. Without --overwrite none of them may have tables. A part of a dump is refused, and one that
differs from the checksum beside it, FILE.sha256.`,
    )
    .action((first: string | undefined, second: string | undefined, { fromDumps, ...options }: RestoreWords) => {
      if (fromDumps === undefined) {
        if (first !== undefined) return database().restore(cluster(second), first, options);
        throw new Error("<file> must be a dump, got none; name one, or add --from-dumps latest");
      }
      // The only word is the workspace.
      refuseBeside("--from-dumps", { "<file>": second && first, "--database": options.database });
      return dumps().restoreFromDumps(cluster(first), fromDumps, options);
    });
}

function refuseBeside(option: string, others: Readonly<Record<string, string | true | undefined>>): void {
  const found = Object.entries(others).filter(([, value]) => value !== undefined);
  if (found.length === 0) return;
  const got = found.map(([name, value]) => (value === true ? name : `${name} ${shown(value)}`)).join(", ");
  const names = found.map(([name]) => name).join(", ");
  throw new Error(`${names} must be left out beside ${option}, got ${got}; take one out`);
}
