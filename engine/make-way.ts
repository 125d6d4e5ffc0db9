import type { StackPlan } from "./plan/stack-plan";
import type { Project } from "./project";

/** Takes away containers whose names the next ones get, before a plan is applied. One that is gone is no error to Terraform. */
export async function makeWay(
  project: Project,
  { stack, created, replaced }: Pick<StackPlan, "stack" | "created" | "replaced">,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const ids = [...created, ...replaced].flatMap(({ inTheWay = [] }) => inTheWay);
  if (ids.length === 0) return;
  const docker = project.dockerEngine(stack, environment);
  // In order first: it may have requests.
  await docker(["stop", ...ids]);
  await docker(["rm", "--force", ...ids]);
}
