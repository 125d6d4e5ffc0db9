import type { StackPlan } from "./plan/stack-plan";
import type { Project } from "./project";

/**
 * Takes away containers whose names the next ones get, before a plan is applied. One that is gone is no error to Terraform. A front
 * makes way by itself, in its own resource, when its settings change.
 */
export async function makeWay(
  project: Project,
  { stack, created, replaced }: Pick<StackPlan, "stack" | "created" | "replaced">,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  // One that is new finds its front as the file says, though Terraform replaces it.
  const run = new Set(replaced.map(({ address }) => address));
  const { docker_container: containers = {} } = project.declared(stack).resource ?? {};
  const makesWay = (address: string) => {
    const { depends_on = [] } = (containers[address.split(".")[1] ?? ""] ?? {}) as { readonly depends_on?: string[] };
    return depends_on.some((each) => each.startsWith("terraform_data.") && run.has(each));
  };
  const ids = [...created, ...replaced.filter(({ address }) => !makesWay(address))].flatMap(
    ({ inTheWay = [] }) => inTheWay,
  );
  if (ids.length === 0) return;
  const docker = project.dockerEngine(stack, environment);
  // In order first: it may have requests.
  await docker(["stop", ...ids]);
  await docker(["rm", "--force", ...ids]);
}
