import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import { DOMAINS } from "../../domains/domains";
import type { Project } from "../../engine/project";
import { withSubcommands } from "../group";

const domain = lazy<typeof import("./new/domain")>(() => require("./new/domain"));

/** `slipway new`: a new workspace. */
export function newCommand(project: () => Project): Command {
  const examples = DOMAINS.slice(0, 3).map(({ name, scaffold }) => `  slipway new ${name} ${scaffold.command.sample}`);
  const command = new Command("new")
    .description("Create an environment file")
    .addHelpText("after", `\nExamples:\n${examples.join("\n")}`);
  return withSubcommands(command, () => DOMAINS.map(({ name }) => domain.newDomainCommand(name, project)));
}
