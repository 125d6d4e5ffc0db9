import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../folders";
import { withPlanFolder } from "../plan/plan-folder";
import { outputOf } from "../process";
import type { Project } from "../project";
import { eventOf, foundByImport } from "../terraform-events";
import { literal } from "./import-ids";

/**
 * Which of some resources exist. The stack's own providers say it: a plan that would only import them, in a folder and with a
 * state of its own. Nothing is changed, and no resource waits for another.
 *
 * @param ids what they are imported by, by their addresses
 * @returns those that exist
 */
export async function existing(
  project: Project,
  stack: string,
  environment: NodeJS.ProcessEnv,
  ids: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  if (ids.size === 0) return new Map();
  return withPlanFolder(async (folder) => {
    const { terraform, provider, variable } = project.declared(stack);
    const imports = [...ids].map(([to, id]) => ({ to, id: literal(id) }));
    const required_providers = terraform?.required_providers;
    const config = { terraform: { required_providers }, provider, variable, import: imports };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(config));
    linkPlugins(project.stackFolder(stack), folder, environment);
    const { TF_DATA_DIR: _, TF_WORKSPACE: __, ...env } = environment;
    const generated = `-generate-config-out=${join(folder, "generated.tf")}`;
    const command = [project.terraform, "plan", "-json", "-input=false", "-lock=false", generated];
    const { stdout } = await outputOf(command, { cwd: folder, environment: env });
    const found = new Set(foundByImport(stdout.split("\n").map(eventOf)));
    return new Map([...ids].filter(([address]) => found.has(address)));
  });
}

/** What `terraform init` has installed for the stack serves here too. */
function linkPlugins(stackFolder: string, folder: string, environment: NodeJS.ProcessEnv): void {
  const lock = join(stackFolder, ".terraform.lock.hcl");
  if (existsSync(lock)) copyFileSync(lock, join(folder, ".terraform.lock.hcl"));
  mkdirSync(join(folder, ".terraform"));
  const plugins = join(dataFolder(stackFolder, environment), "providers");
  if (existsSync(plugins)) symlinkSync(plugins, join(folder, ".terraform", "providers"), "junction");
}
