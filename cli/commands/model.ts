import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const importer = lazy<typeof import("./model/import")>(() => require("./model/import"));

/** `slipway model`: what owners of models do beside deploying them. */
export function modelCommand(project: () => Project): Command {
  const command = new Command("model")
    .description("Bring over models that plain Terraform modules deployed")
    .addHelpText(
      "after",
      `
Examples:
  slipway model import old/environments/*.tfvars   generate environment files from tfvars files`,
    );
  return withSubcommands(command, () => [importer.importCommand(project)]);
}
