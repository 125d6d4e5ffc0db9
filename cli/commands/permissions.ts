import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Project } from "../../engine/project";

const policies = lazy<typeof import("../permissions/work-policy")>(() => require("../permissions/work-policy"));
/** `slipway permissions`: what IAM must allow people, before they work on a workspace. */
export function permissionsCommand(project: () => Project): Command {
  return new Command("permissions")
    .description("Print the least IAM policy that people need to work on a workspace in AWS")
    .argument("<workspace>", "name of its file in environments/, without .ts")
    .option("--role <role>", "builder, deployer or admin", "deployer")
    .addHelpText(
      "after",
      `
Examples:
  slipway permissions quetzal-paris > deployer.json
  slipway permissions quetzal-paris --role builder
  slipway permissions quetzal-access --role admin

A builder pushes images and workflows, sends scenarios or plugins, and runs models.
A deployer plans, deploys and destroys. An admin does both.
The command asks nothing of AWS.`,
    )
    .action((workspace: string, { role }: { readonly role: string }) => {
      console.log(policies.workPolicyOf(project(), workspace, role));
    });
}
