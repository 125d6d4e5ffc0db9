import { outputOf } from "../process";
import { programHere } from "../program";
import type { Project } from "../project";
import { type Changes, changesOf, type TerraformPlan } from "./changes";

/** A plan in a file of Terraform's. */
interface PlanFile {
  readonly environment: NodeJS.ProcessEnv;
  readonly file: string;
}

/** What Terraform's own file of a plan would do. */
export async function shown(project: Project, stack: string, plan: PlanFile): Promise<Changes> {
  const text = await show(project, stack, plan, "-json");
  return changesOf(JSON.parse(text.slice(text.indexOf("{"))) as TerraformPlan);
}

/** What Terraform says of a plan. */
export async function show(
  project: Project,
  stack: string,
  { environment, file }: PlanFile,
  form: "-json" | "-no-color",
): Promise<string> {
  const command = [project.terraform, "show", form, file];
  const { status, stdout, stderr } = await outputOf(command, { cwd: project.stackFolder(stack), environment });
  if (status !== 0)
    throw new Error(`${stderr.trim()}\n${stack}: ${programHere().word} show failed, got exit code ${status}`);
  return stdout;
}
