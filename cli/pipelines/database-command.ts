import { Command } from "commander";
import type { Project } from "../project";
import type { DumpOptions } from "./database";

const WORKSPACE = ["[workspace]", "the file's name; needed where there are several"] as const;

/** `slipway pipelines db`. */
export function databaseCommand(project: () => Project): Command {
  const module = () => require("./database") as typeof import("./database");
  const cluster = (workspace: string | undefined) => {
    const { clusterNamed } = require("./environment") as typeof import("./environment");
    return clusterNamed(project(), workspace);
  };
  const named = ["--database <name>", "the database; needed where the server has several"] as const;
  const shell = new Command("shell")
    .description("Opens a client of the database, as root, in its pod.")
    .argument(...WORKSPACE)
    .option(...named)
    .addHelpText("after", "\nExamples:\n  slipway pipelines db shell logd")
    .action((workspace: string | undefined, { database }: { readonly database?: string }) =>
      module().openShell(cluster(workspace), database),
    );
  const dump = new Command("dump")
    .description("Writes a dump of a database into a file here.")
    .argument(...WORKSPACE)
    .requiredOption("--out <file>", "the new file")
    .option(...named)
    .option("--force", "writes over a file that is there", false)
    .addHelpText("after", "\nExamples:\n  slipway pipelines db dump logd --out chembl.sql")
    .action((workspace: string | undefined, options: DumpOptions & { readonly database?: string }) =>
      module().dump(cluster(workspace), options.database, options),
    );
  const restore = new Command("restore")
    .description("Reads a dump into a database.")
    .argument("<file>", "the dump")
    .argument(...WORKSPACE)
    .option(...named)
    .option("--overwrite", "also where the database has tables", false)
    .addHelpText("after", "\nExamples:\n  slipway pipelines db restore chembl.sql logd")
    .action(
      (
        file: string,
        workspace: string | undefined,
        options: { readonly database?: string; readonly overwrite: boolean },
      ) => module().restore(cluster(workspace), file, options.database, options),
    );
  return new Command("db")
    .description("The workflows' database.")
    .addHelpText(
      "after",
      "\nExamples:\n  slipway pipelines db shell logd\n  slipway pipelines db dump logd --out chembl.sql",
    )
    .addCommand(shell)
    .addCommand(dump)
    .addCommand(restore);
}
