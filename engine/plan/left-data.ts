import { usualVolume } from "../../constructs/services/render/postgres";
import type { Project } from "../project";
import { type ContainerBlock, databaseOf } from "./database-volume";
import type { StackPlan } from "./stack-plan";

/** A container, as a stack declares it. */
interface Declared extends ContainerBlock {
  readonly name: string;
}

/** A server and its volume. */
interface Place {
  readonly stack: string;
  readonly address: string;
  readonly server: string;
  readonly volume: string;
  /** Whether nobody has chosen the volume. */
  readonly isUsual: boolean;
}

/**
 * Throws where a server leaves its node or its name, and another would start without its data: the old one would have stopped before the new
 * one is refused on the node.
 */
export function refuseLeftData(project: Project, workspace: string, plans: readonly StackPlan[]): void {
  const found = plans.map((plan) => ({ plan, servers: serversOf(project, plan.stack) }));
  const left = found.flatMap(({ plan: { stack, destroyed }, servers }) =>
    destroyed.flatMap(({ keepsVolume, name }) => {
      const isKept = keepsVolume === undefined || servers.some(({ volume }) => volume === keepsVolume);
      return isKept ? [] : [{ stack, name, volume: keepsVolume }];
    }),
  );
  const [first] = left;
  const started = found
    .flatMap(({ plan, servers }) =>
      servers.filter(({ address }) => plan.created.some((each) => each.address === address)),
    )
    .find(({ isUsual }) => isUsual);
  if (first === undefined || started === undefined) return;
  const here = first.stack === started.stack;
  const advice = here
    ? `write volume: "${first.volume}" to keep them, or volume: "${started.volume}" to start without them`
    : `slipway services db dump first, and slipway services db restore after; volume: "${started.volume}" starts without them`;
  throw new Error(
    `postgres.${started.server} must have its data in ${started.stack}, got none there, and those of ${first.name} on volume ${first.volume} in ${first.stack}; nothing was changed in ${workspace}: ${advice}`,
  );
}

function serversOf(project: Project, stack: string): Place[] {
  const { docker_container: containers = {} } = project.declared(stack).resource ?? {};
  return Object.entries(containers as unknown as Readonly<Record<string, Declared>>).flatMap(([id, container]) => {
    const found = databaseOf(container);
    if (found === undefined) return [];
    return [
      { stack, address: `docker_container.${id}`, ...found, isUsual: found.volume === usualVolume(container.name) },
    ];
  });
}
