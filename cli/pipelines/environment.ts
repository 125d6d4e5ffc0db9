import { workflowsOf } from "../../constructs/pipelines/render/workflows";
import type { PipelinesEnvironment, WorkflowSettings } from "../../constructs/pipelines/schema";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import type { Project } from "../../engine/project";
import { namedEnvironment } from "../../engine/workspace-named";
import { Cluster } from "./cluster";

/** The cluster of a workspace; without a name, of the only one. */
export function clusterNamed(project: Project, name: string | undefined): Cluster {
  return new Cluster(project, namedEnvironment(project, "pipelines", name));
}

/** A workflow of an environment; without a name, the only one. */
export function workflowNamed(environment: PipelinesEnvironment, name: string | undefined): WorkflowSettings {
  const all = workflowsOf(environment);
  const [first, ...others] = all;
  if (name === undefined && first !== undefined && others.length === 0) return first;
  const known = all.map((each) => each.name);
  const found = all.find((each) => each.name === name);
  if (found !== undefined) return found;
  if (name === undefined) throw new Error(`--workflow must name one of ${known.join(", ")}, got none`);
  const advice = didYouMean(name, known) ?? "the file has these";
  throw new Error(`--workflow must be one of ${known.join(", ")}, got ${shown(name)}; ${advice}`);
}
