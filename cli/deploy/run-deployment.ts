import type { ServicesEnvironment } from "../../constructs/services/schema";
import { lazy } from "../../constructs/shared/lazy";
import { colors as pc } from "../../engine/colors";
import { type Action, Deployment } from "../../engine/deployment";
import type { Project } from "../../engine/project";
import type { Counts } from "../../engine/terraform-events";
import { approval } from "./approval";

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
  console.log(pc.green(`${workspace} ${DONE[action]}: ${total(counts)}`));
}

/** What is done to a platform is written down. */
function noted<T>(project: Project, platform: ServicesEnvironment, action: Action, work: () => Promise<T>): Promise<T> {
  return audit.audited(project, platform, { action }, work);
}

/** "18 added, 0 changed, 0 destroyed" */
function total(counts: readonly Counts[]): string {
  const sum = (key: keyof Counts) => counts.reduce((result, count) => result + count[key], 0);
  return `${sum("added")} added, ${sum("changed")} changed, ${sum("destroyed")} destroyed`;
}
