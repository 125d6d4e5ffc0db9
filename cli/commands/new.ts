import { Command } from "commander";
import { DOMAINS } from "../../domains/domains";
import type { Project } from "../../engine/project";
import { newDomainCommand } from "./new/domain";

/** `slipway new`: a new workspace. */
export function newCommand(project: () => Project): Command {
  const examples = DOMAINS.slice(0, 3).map(({ name, scaffold }) => `  slipway new ${name} ${scaffold.command.sample}`);
  const command = new Command("new").description("Create an environment file");
  for (const { name } of DOMAINS) command.addCommand(newDomainCommand(name, project));
  return command.addHelpText("after", `\nExamples:\n${examples.join("\n")}`);
}
