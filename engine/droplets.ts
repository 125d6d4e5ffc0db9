import { dropletNames, NODES, stackName } from "../constructs/services/render/layout";
import type { NodeSettings, ServicesEnvironment } from "../constructs/services/schema";
import type { Project } from "./project";
import { localStateFolder } from "./states/local-states";
import { placeWith } from "./states/place";
import { outputsAt } from "./states/remote-state";

/** A node, as the outputs of the droplets' stack have it. */
interface Reached {
  readonly docker_host: string;
  readonly address: string;
  readonly host_key?: string;
}

/** A platform with its droplets as machines that exist, where they do: where they are, and by which keys they are known. */
export async function reachedPlatform(
  project: Project,
  platform: ServicesEnvironment,
  environment: NodeJS.ProcessEnv,
): Promise<ServicesEnvironment> {
  if (dropletNames(platform).length === 0) return platform;
  const { name, backend = { local: {} }, nodes = {} } = platform;
  const stack = stackName(name, NODES);
  const place = placeWith(backend, stack, localStateFolder(project.folder, environment));
  const outputs = await outputsAt(place, { command: project.terraform, environment });
  const reached = (outputs.nodes?.value ?? {}) as Readonly<Record<string, Reached>>;
  const settingsOf = (node: string, { droplet, ...trust }: NodeSettings): NodeSettings => {
    if (droplet === undefined) return trust;
    const found = reached[node];
    if (found === undefined) {
      throw new Error(
        `${node} must be deployed, got no such node in the state of ${stack}; run slipway deploy ${name}`,
      );
    }
    const { docker_host: dockerHost, address, host_key: hostKey } = found;
    return { ...trust, dockerHost, address, ...(hostKey !== undefined && { hostKey }) };
  };
  return {
    ...platform,
    nodes: Object.fromEntries(Object.entries(nodes).map(([node, settings]) => [node, settingsOf(node, settings)])),
  };
}
