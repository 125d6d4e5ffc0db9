import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";

const imports = lazy<typeof import("../../pipelines/import")>(() => require("../../pipelines/import"));

interface ImportOptions {
  readonly name?: string;
  readonly context: string;
  readonly out?: string;
  readonly stdout?: boolean;
}

/** `slipway pipelines import`. */
export function importCommand(project: () => Project): Command {
  return new Command("import")
    .description(
      "Generate an environment file from existing specifications, and report what is wrong in them or refused by newer versions",
    )
    .argument("<spec...>", "specification files of JSON or YAML, and configuration.json")
    .requiredOption("--context <name>", "name of the cluster's context in the kubeconfig")
    .option("--name <name>", "name of the workspace (default: the prefix of the pipelines' names)")
    .option("--out <file>", "file to write (default: environments/pipelines/<name>.ts)")
    .option("--stdout", "print the file instead of writing it")
    .addHelpText(
      "after",
      `
Examples:
  slipway pipelines import specs/*.json --context labinf
  slipway pipelines import specs/*.json --context labinf --stdout > logd.ts

Exits with 0 if the file passes slipway check, and with 2 if it must be corrected first.`,
    )
    .action((files: readonly string[], { stdout, ...options }: ImportOptions) => {
      const { folder } = project();
      const imported = imports.importPipelines({ project: folder, files, ...options });
      if (!stdout) imports.writeImported(folder, imported);
      for (const message of imported.messages) console.error(message);
      const { file, name, text } = imported;
      if (stdout) process.stdout.write(text);
      else if (imported.isWhole) {
        console.log(`${file} written; next: npx slipway check ${name}, then npx slipway pipelines graph ${name}`);
      } else {
        console.log(`${file} written; next: correct what is named above, then npx slipway check ${name}`);
      }
      // Nothing went wrong here, and there is something to do.
      if (!imported.isWhole) process.exitCode = 2;
    });
}
