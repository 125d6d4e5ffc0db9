import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Environments } from "../../domains/domains";
import type { Project } from "../../engine/project";
import type { AdoptOptions } from "../model/run-adoption";

const adoptions = lazy<typeof import("../model/run-adoption")>(() => require("../model/run-adoption"));

/** `slipway adopt`: one command for every domain. */
export function adoptCommand(project: () => Project): Command {
  return new Command("adopt")
    .description("Adopt existing resources, or name the setting that adopts them")
    .argument("<workspace...>", "names of files in environments/, without .ts")
    .option("--check", "show the verdict, without writing anything")
    .option("--auto-approve", "skip the approval prompt")
    .option("--free-lock", "free a lock without asking whether its run is over (for scripts)")
    .option("--json", "print JSON, as slipway model adopt does")
    .addHelpText(
      "after",
      `
Examples:
  slipway adopt quetzal-paris --check    the same as slipway model adopt quetzal-paris --check
  slipway adopt testbed                  name the setting that adopts an existing bucket

A model is adopted with the state of the older Terraform modules. In other domains there is no such state: a setting in the
file names existing resources, and slipway deploy imports them. The command prints that setting, and exits with 1.`,
    )
    .action((workspaces: string[], options: AdoptOptions) => runAnyAdoption(project(), workspaces, options));
}

/** Settings that adopt existing resources, in domains without an old state to adopt. */
const WAYS: Readonly<
  Record<Exclude<keyof Environments, "model">, readonly (readonly [what: string, setting: string])[]>
> = {
  plugins: [["a bucket", 'origin: "adopted" in bucket']],
  services: [
    ["a droplet", "adopt: <id> in its node's droplet"],
    ["a domain", 'origin: "adopted" in dns.domains'],
  ],
  pipelines: [["the MySQL of a chart", 'existingClaim: "<claim>" and service: "adopted" in database']],
  observatory: [["an aggregator's folder", 'data: { hostPath: "<folder>" } in its agent']],
};

/** Adopts models. For other workspaces, throws an error that says what to write into their files. */
async function runAnyAdoption(project: Project, names: readonly string[], options: AdoptOptions): Promise<void> {
  const workspaces = project.workspaces();
  const others = workspaces.flatMap(({ workspace, domain, file }) => {
    if (domain === "model" || !names.includes(workspace)) return [];
    return WAYS[domain].map(
      ([what, setting]) => `${file}: to adopt ${what}, write ${setting}, then deploy ${workspace}`,
    );
  });
  if (others.length > 0) throw new Error([...others, "nothing was written"].join("\n"));
  return adoptions.runAdoption(project, names, options);
}
