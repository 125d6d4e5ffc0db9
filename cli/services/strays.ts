import { nodeNames, stackName } from "../../constructs/services/render/layout";
import type { ServicesEnvironment } from "../../constructs/services/schema";
import { localStateFile } from "../../constructs/shared/read/local-state";
import { type PreparationOptions, surroundings } from "../../engine/preparation";
import type { Project } from "../../engine/project";
import { RunRecord } from "../../engine/run-record";
import { knownIn, refuseLocked } from "../../engine/strays/known";
import { onEngine } from "../../engine/strays/platform-containers";
import type { Stray } from "../../engine/strays/stray";
import { lookAtStack, straysAmong, straysOf } from "../../engine/strays/strays";

/** Containers that no state has, by nodes. */
export type StraysByNode = ReadonlyMap<string, readonly Stray[]>;

/** What is known without waiting for a run: of a node that a deployment changes now, or whose state cannot be read, nothing. */
export async function straysNow(project: Project, platform: ServicesEnvironment): Promise<StraysByNode> {
  const { name: workspace } = platform;
  try {
    const isHere = project.stacks(workspace).every((stack) => localStateFile(project.stackFolder(stack)) !== undefined);
    const environment = isHere ? process.env : await surroundings(project, workspace, process.env);
    const found = nodeNames(platform).map(async (node): Promise<[string, readonly Stray[]]> => {
      const stack = stackName(workspace, node);
      if (new RunRecord(project, stack, process.env).isAtWork) return [node, []];
      const looked = await lookAtStack(project, { workspace, stack }, environment);
      return [node, await straysOf(project, { workspace, action: "deploy", withFronts: true }, looked, environment)];
    });
    return new Map(await Promise.all(found));
  } catch {
    // What is there can be told all the same.
    return new Map();
  }
}

/**
 * What no state has, for somebody who removes it: runs of this machine are waited for, and a state that another machine has locked is
 * refused. Throws where an engine or a state does not answer.
 */
export async function straysForSure(
  project: Project,
  platform: ServicesEnvironment,
  { environment, print }: PreparationOptions,
): Promise<StraysByNode> {
  const { name: workspace } = platform;
  const stacks = nodeNames(platform).map((node) => [node, stackName(workspace, node)] as const);
  for (const [, stack] of stacks) await new RunRecord(project, stack, environment).wait(print);
  const looked = await Promise.all(
    stacks.map(async ([node, stack]) => {
      try {
        return [node, { stack, there: await onEngine(project.dockerEngine(stack, environment), workspace) }] as const;
      } catch (error) {
        throw new Error(`${node}: ${(error as Error).message}; start it, or correct nodes in the file`);
      }
    }),
  );
  for (const [, stack] of stacks) await refuseLocked(project, { workspace, stack }, environment);
  const known = await knownIn(project, workspace, environment);
  return new Map(looked.map(([node, each]) => [node, straysAmong(each, known)]));
}
