import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const imports = lazy<typeof import("../../observatory/import/import-site")>(() =>
  require("../../observatory/import/import-site"),
);

interface ImportOptions {
  readonly name?: string;
  readonly out?: string;
  readonly stdout: boolean;
}

/** `slipway observatory import`: an environment file of a site that OCS runs already. */
export function importCommand(project: () => Project): Command {
  return new Command("import")
    .description("Makes an environment file of an OCS site's files; says what in them has no effect, or is wrong.")
    .argument("<site>", "the site configuration file, such as default.yaml")
    .argument("[compose...]", "the docker compose files of its containers")
    .option("--name <name>", "the workspace (default: as the new or the old file is called, else the address root)")
    .option("--out <file>", "the new file (default: environments/observatory/<name>.ts)")
    .option("--stdout", "prints the new file instead", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory import default.yaml --name lab
  slipway observatory import default.yaml docker-compose.yml --name lab
  slipway observatory import default.yaml docker-compose.yml --name lab --stdout > lab.ts

The old files stay as they are. What there is to be known of them goes to standard error, each with file and line.
It ends with 0 also when there is, and with 1 when a file cannot be read or written.`,
    )
    .action((site: string, compose: readonly string[], { stdout, ...options }: ImportOptions) => {
      const imported = imports.importSite({ project: project().folder, site, compose, ...options });
      if (!stdout) imports.writeSite(imported);
      for (const message of imported.messages) console.error(message);
      const { file, name, text } = imported;
      if (stdout) process.stdout.write(text);
      else console.log(`${file} written; next: slipway check ${name}, then slipway plan ${name}`);
    });
}
