import Table from "cli-table3";
import { Command } from "commander";
import { colors as pc } from "./colors";
import { account, region } from "./doctor/account";
import type { Finding, Surroundings } from "./doctor/finding";
import { cdktf, docker, node, python, terraform } from "./doctor/programs";
import { project, providers, sandbox, variables } from "./doctor/settings";
import { Project } from "./project";

/** `slipway doctor`: whether everything is there that a deployment needs. */
export function doctorCommand(folder: string): Command {
  return new Command("doctor")
    .description("Looks whether everything is there that a deployment needs, and says what to do about the rest.")
    .option("--json", "as JSON: an array of objects with what, state, found and remedy", false)
    .addHelpText(
      "after",
      `
Examples:
  slipway doctor
  slipway doctor --json

It looks at Node, Terraform or OpenTofu, cdktf-cli, provider plugins, the credentials and whose account they are, the region,
Docker, Python, the shell's variables, the project and its sandbox. It changes nothing, and ends with 1 when there is a
problem; a warning is none.`,
    )
    .action(async ({ json }: { readonly json: boolean }) => {
      const findings = await diagnosis({ environment: process.env, folder });
      if (json) console.log(JSON.stringify(findings, null, 2));
      else console.log(report(findings));
      if (findings.some(({ state }) => state === "problem")) process.exitCode = 1;
    });
}

/** Everything at once, in the order in which it is told. */
export async function diagnosis(surroundings: Surroundings): Promise<Finding[]> {
  const workspaces = workspacesOf(surroundings);
  const findings = await Promise.all([
    node(process.versions.node),
    terraform(surroundings),
    cdktf(surroundings),
    providers(surroundings),
    account(surroundings, workspaces),
    region(surroundings, workspaces),
    docker(surroundings),
    python(surroundings),
    variables(surroundings),
    project(surroundings),
    sandbox(surroundings),
  ]);
  return findings.flat();
}

function workspacesOf({ folder }: Surroundings) {
  try {
    return Project.at(folder).workspaces();
  } catch {
    return [];
  }
}

const STATES: Readonly<Record<Finding["state"], string>> = {
  ok: pc.green("ok"),
  unneeded: pc.dim("unneeded"),
  warning: pc.yellow("warning"),
  problem: pc.bold(pc.red("problem")),
};

function report(findings: readonly Finding[]): string {
  const table = new Table({ head: ["what", "state", "found"], style: { head: [], border: [], compact: true } });
  table.push(...findings.map(({ what, state, found }) => [what, STATES[state], found]));
  const remedies = findings.flatMap(({ what, remedy }) => (remedy === undefined ? [] : [`${what}: ${remedy}`]));
  return [table.toString(), ...remedies].join("\n");
}
