import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const imports = lazy<typeof import("../../observatory/import/import-site")>(() =>
  require("../../observatory/import/import-site"),
);

interface ImportOptions {
  readonly name?: string;
  readonly out?: string;
  readonly stdout?: boolean;
}

/** `slipway observatory import`: an environment file of a site that OCS runs already. */
export function importCommand(project: () => Project): Command {
  return new Command("import")
    .description(
      "Generate an environment file from an OCS site's files, and report what in them is wrong or has no effect",
    )
    .argument("<site>", "site configuration file, for example default.yaml")
    .argument("[compose...]", "Docker Compose files of its containers")
    .option(
      "--name <name>",
      "name of the workspace (default: the name of the new or the old file, else the address root)",
    )
    .option("--out <file>", "file to write (default: environments/observatory/<name>.ts)")
    .option("--stdout", "print the file instead of writing it")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory import default.yaml --name lab
  slipway observatory import default.yaml docker-compose.yml --name lab
  slipway observatory import default.yaml docker-compose.yml --name lab --stdout > lab.ts

The old files are left alone. Findings are printed to standard error, each with its file and line.
Exits with 1 only if a file cannot be read or written; findings do not count.`,
    )
    .action((site: string, compose: readonly string[], { stdout, ...options }: ImportOptions) => {
      const imported = imports.importSite({ project: project().folder, site, compose, ...options });
      if (!stdout) imports.writeSite(imported);
      for (const message of imported.messages) console.error(message);
      const { file, name, text } = imported;
      if (stdout) process.stdout.write(text);
      else console.log(`${file} written; next: npx slipway check ${name}, then npx slipway plan ${name}`);
    });
}
