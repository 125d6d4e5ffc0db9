import { relative } from "node:path";
import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const imports = lazy<typeof import("../../services/import/import-services")>(() =>
  require("../../services/import/import-services"),
);

interface ImportOptions {
  readonly name?: string;
  readonly domain?: string;
  readonly out?: string;
  readonly stdout?: boolean;
}

/** `slipway services import`: an environment file of the services that deploy.py runs. */
export function importCommand(project: () => Project): Command {
  return new Command("import")
    .description("Generate an environment file from the service files of deploy.py, and report what has no place in it")
    .argument("<file...>", "service files such as nmpi.yml, and files with secrets such as nmpi-secrets.yml")
    .option("--name <name>", "name of the platform (default: the name of the new file, else platform)")
    .option("--domain <domain>", "domain of the hosts, for example example.org (default: localhost, without TLS)")
    .option("--out <file>", "file to write (default: environments/services/<name>.ts)")
    .option("--stdout", "print the file instead of writing it")
    .addHelpText(
      "after",
      `
Examples:
  slipway services import *.yml --name platform --domain example.org
  slipway services import nmpi.yml nmpi-secrets.yml --name platform
  slipway services import nmpi.yml quotas.yml --stdout > platform.ts

The old files are left alone. Of secrets only the names are imported. Findings are printed to standard
error, each with its file and line. If a file is wrong, all its problems are printed, and nothing is written.`,
    )
    .action((files: readonly string[], { stdout, ...options }: ImportOptions) => {
      const imported = imports.importServices({ project: project().folder, files, ...options });
      if (!stdout) imports.writeServices(imported);
      for (const message of imported.messages) console.error(message);
      const { file, name, text, missing } = imported;
      const place = `environments/services/${name}.ts`;
      // Only there is it a workspace.
      const move = relative(project().folder, imported.path) === place ? "" : `move it to ${place}, `;
      const first = `${move}${missing === 0 ? "" : `fill in what is missing (${missing}), `}`;
      if (stdout) process.stdout.write(text);
      else console.log(`${file} written; next: ${first}npx slipway check ${name}, then npx slipway plan ${name}`);
    });
}
