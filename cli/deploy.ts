import { Command } from "commander";
import type { ServicesEnvironment } from "../constructs/services/schema";
import { colors as pc } from "../engine/colors";
import type { Action } from "../engine/deployment";
import type { Project } from "../engine/project";
import type { Counts } from "../engine/terraform-output";

const TEXTS: Record<Action, { readonly summary: string; readonly done: string }> = {
  deploy: { summary: "Deploys a workspace: all its stacks, in order.", done: "deployed" },
  destroy: { summary: "Destroys a workspace: all its stacks, the last one first.", done: "destroyed" },
};

/** `slipway deploy` and `slipway destroy`. */
export function deploymentCommand(action: Action, project: () => Project): Command {
  return new Command(action)
    .description(TEXTS[action].summary)
    .argument("<workspace>", "the name of its file in environments/, without .ts")
    .option("--auto-approve", "do it without asking", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway ${action} quetzal-paris                  shows the plan and asks
  slipway ${action} quetzal-paris --auto-approve   for scripts

It ends with 0 only when Terraform came to its end without an error.
Interrupted (Ctrl-C), it lets Terraform finish what it is making, writes that down, and ends with 1.`,
    )
    .action(async (workspace: string, { autoApprove }: { readonly autoApprove: boolean }) => {
      await runDeployment(project(), action, workspace, { autoApprove });
    });
}

/** Deploys or destroys a workspace, and says what was done. */
export async function runDeployment(
  project: Project,
  action: Action,
  workspace: string,
  { autoApprove }: { readonly autoApprove: boolean },
): Promise<void> {
  const { Deployment } = require("../engine/deployment") as typeof import("../engine/deployment");
  const options = { autoApprove, environment: process.env, print: (line: string) => console.log(line) };
  const deployment = await Deployment.of(project, workspace, options);
  const work = () => deployment.run(action);
  const counts = await (deployment.platform === undefined ? work() : noted(project, deployment.platform, action, work));
  console.log(pc.green(`${workspace} ${TEXTS[action].done}${total(counts)}`));
}

/** What is done to a platform is written down. */
function noted<T>(project: Project, platform: ServicesEnvironment, action: Action, work: () => Promise<T>): Promise<T> {
  const { audited } = require("./services/audit") as typeof import("./services/audit");
  return audited(project, platform, { action }, work);
}

/** ": 18 added, 0 changed, 0 destroyed", when all of it is known. */
function total(counts: readonly (Counts | undefined)[]): string {
  const known = counts.flatMap((count) => count ?? []);
  if (known.length < counts.length) return "";
  const sum = (key: keyof Counts) => known.reduce((result, count) => result + count[key], 0);
  return `: ${sum("added")} added, ${sum("changed")} changed, ${sum("destroyed")} destroyed`;
}
