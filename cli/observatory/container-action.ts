import {
  containerName,
  crossbarNode,
  hostHelpers,
  isDocker,
  nodeOfHost,
} from "../../constructs/observatory/render/layout";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { shown } from "../../constructs/shared/shown";
import { type ContainerAction, SiteEngine } from "./engine";
import { agentNamed } from "./site";

const DONE = { start: "started", stop: "stopped", restart: "restarted" } as const;

/** Starts, stops or restarts the container of an agent, of a helper or of the router, and says so. */
export async function actOnContainer(
  site: ObservatoryEnvironment,
  [instanceId = "", ...more]: readonly string[],
  action: ContainerAction,
): Promise<void> {
  if (more.length > 0) throw new Error(`${action} takes a workspace and an instance-id, got ${shown(more)} more`);
  const name = containerName(site.name, instanceId);
  await new SiteEngine(site, nodeOf(site, instanceId, action)).act(action, name, site.name);
  console.log(`${name} ${DONE[action]}`);
}

function nodeOf(site: ObservatoryEnvironment, instanceId: string, action: ContainerAction): string {
  const router = crossbarNode(site);
  if (instanceId === "crossbar" && router !== undefined) return router;
  const found = hostHelpers(site).find(({ helper }) => helper.name === instanceId);
  if (found !== undefined) return nodeOfHost(site, found.host);
  const { host } = agentNamed(site, instanceId);
  if (isDocker(host)) return nodeOfHost(site, host);
  throw new Error(
    `${instanceId} must be in a container, got a native agent of ${host.hostname}; ${action} it there, or by its HostManager`,
  );
}
