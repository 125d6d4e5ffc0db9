import { existsSync } from "node:fs";
import { providerSettings } from "../../sandbox/providers";
import { runningSandbox } from "../../sandbox/server";
import { Project } from "../project";
import type { Finding, Surroundings } from "./finding";

/** Arguments that Terraform would take from the shell without a word. */
const DANGEROUS = /-(auto-approve|destroy|target|replace|lock=false|refresh=false|state)\b/;

/** What is set in the shell, and changes what Terraform does. */
export function variables({ environment }: Surroundings): Finding[] {
  const what = "variables";
  const { TF_WORKSPACE, TF_CLI_CONFIG_FILE } = environment;
  const findings: Finding[] = [];
  if (TF_WORKSPACE && TF_WORKSPACE !== "default") {
    const found = `TF_WORKSPACE=${TF_WORKSPACE}`;
    findings.push({ what, state: "problem", found, remedy: "unset it: the name on the command line is the workspace" });
  }
  for (const [name, value = ""] of Object.entries(environment).filter(([name]) => /^TF_CLI_ARGS/.test(name))) {
    const [argument] = DANGEROUS.exec(value) ?? [];
    if (argument === undefined) continue;
    const remedy = `unset ${name}, unless each deployment is to get it`;
    findings.push({ what, state: "warning", found: `${name} has ${argument}`, remedy });
  }
  if (TF_CLI_CONFIG_FILE && !existsSync(TF_CLI_CONFIG_FILE)) {
    const found = "TF_CLI_CONFIG_FILE names a file that is not there";
    const remedy = "unset it, or write the file; slipway's own commands do without it";
    findings.push({ what, state: "warning", found, remedy });
  }
  return findings.length > 0 ? findings : [{ what, state: "ok", found: "none that changes what Terraform does" }];
}

/** The project, and how many of its files are wrong. */
export function project({ folder }: Surroundings): Finding {
  const what = "project";
  try {
    const workspaces = Project.at(folder).workspaces();
    const wrong = workspaces.filter(({ problems }) => problems.length > 0);
    const found = `${workspaces.length} workspaces`;
    if (wrong.length === 0) return { what, state: "ok", found };
    const names = wrong.map(({ workspace }) => workspace).join(", ");
    return { what, state: "problem", found: `${found}, ${names} with something wrong`, remedy: "slipway check" };
  } catch (error) {
    const [found = "", remedy = ""] = (error as Error).message.split("; ");
    return { what, state: "warning", found, remedy: `${remedy}, or make one here: slipway init` };
  }
}

/** Where Terraform gets its providers. */
export async function providers({ environment, folder }: Surroundings): Promise<Finding> {
  const what = "providers";
  try {
    const { source } = await providerSettings({ project: folder, environment, needed: ["hashicorp/aws"] });
    return { what, state: "ok", found: `hashicorp/aws from ${source}` };
  } catch (error) {
    const lines = (error as Error).message.split("\n");
    return { what, state: "problem", found: lines[0] ?? "", remedy: lines.at(-1) ?? "" };
  }
}

/** Whether the project's sandbox runs. */
export async function sandbox({ environment, folder }: Surroundings): Promise<Finding> {
  const what = "sandbox";
  const running = await runningSandbox(folder);
  const used = environment.AWS_ENDPOINT_URL;
  if (running === undefined) {
    if (used && environment.AWS_ACCESS_KEY_ID === "sandbox") {
      const found = `stopped, but this shell uses one at ${used}`;
      return { what, state: "problem", found, remedy: "slipway sandbox up, or a new shell for AWS" };
    }
    return { what, state: "unneeded", found: "stopped" };
  }
  return {
    what,
    state: "ok",
    found: `${running.url}, which this shell ${used === running.url ? "uses" : "does not use"}`,
  };
}
