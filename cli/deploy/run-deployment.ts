import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { lazy } from "../../constructs/shared/lazy";
import { colors as pc } from "../../engine/colors";
import { type Action, Deployment } from "../../engine/deployment";
import { sandboxFolder } from "../../engine/folders";
import type { Project } from "../../engine/project";
import { approval } from "./approval";
import { total } from "./total";

const audit = lazy<typeof import("../services/audit")>(() => require("../services/audit"));

const DONE: Readonly<Record<Action, string>> = { deploy: "deployed", destroy: "destroyed" };

/** Deploys or destroys a workspace, and says what was done. */
export async function runDeployment(
  project: Project,
  action: Action,
  workspace: string,
  { autoApprove = false }: { readonly autoApprove?: boolean },
): Promise<void> {
  const print = (line: string) => console.log(line);
  const approve = approval({ action, workspace, autoApprove, print });
  const options = { approve, environment: process.env, print };
  const deployment = await Deployment.of(project, workspace, options);
  const work = () => deployment.run(action);
  const counts = await (deployment.platform === undefined ? work() : noted(project, deployment.platform, action, work));
  if (action === "destroy" && counts.every(({ destroyed }) => destroyed === 0)) {
    console.log(nothingDeployed(project, workspace));
    return;
  }
  console.log(pc.green(`${workspace} ${DONE[action]}: ${total(counts)}`));
}

/** What is done to a platform is written down. */
function noted<T>(project: Project, platform: ServicesEnvironment, action: Action, work: () => Promise<T>): Promise<T> {
  return audit.audited(project, platform, { action }, work);
}

/** Said where a destroy finds nothing: it may look into another state than the deployment did. */
function nothingDeployed(project: Project, workspace: string): string {
  const isSandbox = process.env.SLIPWAY_STATE_DIR === sandboxFolder(project.folder).state;
  const inSandbox = project
    .stacks(workspace)
    .some((stack) => existsSync(join(sandboxFolder(project.folder).state, stack, "terraform.tfstate")));
  const hint =
    !isSandbox && inSandbox
      ? '; the sandbox has a state of it: eval "$(slipway sandbox env)", then destroy it there'
      : "";
  return `${workspace}: nothing is deployed according to this state${hint}`;
}
