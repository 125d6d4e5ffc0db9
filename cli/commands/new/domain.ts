import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Scaffold } from "../../../domains/domain";
import { domainNamed, type Environment, type Environments } from "../../../domains/domains";
import type { Project } from "../../../engine/project";

const files = lazy<typeof import("../../new-workspace")>(() => require("../../new-workspace"));

const ACCOUNT =
  "AWS account, 12 digits; credentials of any other are refused (default: as in the other files, else the sandbox's)";

/** `slipway new <domain>`. */
export function newDomainCommand(domain: keyof Environments, project: () => Project): Command {
  const { scaffold } = domainNamed(domain);
  const { summary, name: what, next = planAndDeploy } = scaffold.command;
  const command = new Command(domain).description(summary).argument("<name>", what);
  if (scaffold.region !== undefined) {
    command.option("--region <region>", `AWS region (default: ${scaffold.region.usual})`);
    command.option("--account <id>", ACCOUNT);
  }
  return command
    .addHelpText("after", `\n${help(domain, scaffold)}`)
    .action((name: string, given: { readonly region?: string; readonly account?: string }) => {
      const { folder } = project();
      const file = files.newWorkspace({ ...given, domain, project: folder, name, variables: process.env });
      console.log(`${file} written; next: ${next(name)}`);
    });
}

function planAndDeploy(name: string): string {
  return `npx slipway plan ${name}, then npx slipway deploy ${name}`;
}

function help(domain: string, { command: { sample, more }, region }: Scaffold<Environment>): string {
  const example = `  slipway new ${domain} ${sample}`;
  const examples = region === undefined ? [example] : [example, `${example} --region eu-north-1`];
  return ["Examples:", ...examples, ...(more === undefined ? [] : ["", more])].join("\n");
}
