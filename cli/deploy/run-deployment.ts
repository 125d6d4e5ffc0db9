import type { ServicesEnvironment } from "../../constructs/services/schema";
import { lazy } from "../../constructs/shared/lazy";
import { colors as pc } from "../../engine/colors";
import { type Action, Deployment, type DeploymentOptions } from "../../engine/deployment";
import type { Project } from "../../engine/project";
import { renameHint } from "../../engine/rename/hint";
import type { Counts } from "../../engine/terraform-events";
import { approval, unlockApproval } from "../plan/approval";
import { onRecord } from "../services/on-record";
import { inSandboxAlone } from "./in-sandbox";
import { sayBegun } from "./say-begun";
import { total } from "./total";
import { voice } from "./voices";

const upgrades = lazy<typeof import("../pipelines/upgrade-dump")>(() => require("../pipelines/upgrade-dump"));
const dns = lazy<typeof import("../services/records")>(() => require("../services/records"));

const DONE: Readonly<Record<Action, string>> = { deploy: "deployed", destroy: "destroyed" };

/** How a workspace is deployed or destroyed. */
export interface RunOptions extends Pick<DeploymentOptions, "details" | "empty" | "retain"> {
  /** Whether nobody is asked. @default false */
  readonly autoApprove?: boolean;
  /** Whether standard output is for programs. @default false */
  readonly json?: boolean;
  /** Of a destroy: whether a lock of a run that may go on elsewhere is freed without a question. @default false */
  readonly freeLock?: boolean;
  /** A file with plans, which somebody has read: nobody is asked. @default - they are made */
  readonly plan?: string;
}

/** Deploys or destroys a workspace, and says what was done. */
export async function runDeployment(
  project: Project,
  action: Action,
  workspace: string,
  { plan, autoApprove = plan !== undefined, json = false, freeLock = false, ...how }: RunOptions,
): Promise<void> {
  const { print, heard, ended, ...listener } = voice(workspace, action, json);
  const saved = plan === undefined ? {} : { saved: plan };
  sayBegun(plan === undefined ? "planning" : "reading the plan of", workspace);
  let platform: ServicesEnvironment | undefined;
  const counts = await ended(async () => {
    const asked = heard(approval({ action, workspace, autoApprove, empty: how.empty ?? false, ...saved, print }));
    const { approve, run } = onRecord(async (plans, failures) => {
      const hint = action === "deploy" ? await renameHint(project, workspace, plans, process.env) : undefined;
      if (hint !== undefined) print(hint);
      await asked(plans, failures);
      if (action === "deploy") await upgrades.dumpBeforeUpgrade(project, workspace, plans, print);
    }, print);
    const approveUnlock = unlockApproval({ workspace, freeLock, print });
    const options = { ...how, ...listener, ...saved, approve, approveUnlock, print };
    const of = action === "destroy" ? Deployment.ofDeployed : Deployment.of;
    const deployment = await of(project, workspace, { ...options, environment: process.env });
    platform = deployment.platform;
    return run(project, platform, { action }, () => deployment.run(action));
  });
  const records = action === "deploy" ? await dns.pendingRecordsOf(project, platform, process.env)() : undefined;
  if (records !== undefined) print(records);
  print(doneLine(project, action, workspace, counts, how.retain));
  // Nothing is left that its stacks would be needed for.
  if (action === "destroy" && !how.retain && !project.hasFile(workspace)) {
    project.forgetOrphan(workspace, project.stacks(workspace));
  }
}

function doneLine(
  project: Project,
  action: Action,
  workspace: string,
  counts: readonly Counts[],
  isRetained = false,
): string {
  const isNothing = action === "destroy" && counts.every(({ destroyed }) => destroyed === 0);
  const kept = action === "destroy" && isRetained ? "; what it kept is still in the state" : "";
  if (!isNothing) return pc.green(`${workspace} ${DONE[action]}: ${total(counts)}${kept}`);
  return isRetained
    ? `${workspace}: nothing is left to destroy but what --retain keeps`
    : nothingDeployed(project, workspace);
}

/** Said where a destroy finds nothing: it may look into another state than the deployment did. */
function nothingDeployed(project: Project, workspace: string): string {
  const hint = inSandboxAlone(project, workspace)
    ? '; the sandbox has a state of it: eval "$(npx slipway sandbox env)", then destroy it there'
    : "";
  return `${workspace}: nothing is deployed according to this state${hint}`;
}
