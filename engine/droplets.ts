import { dropletNames, NODES, stackName } from "../constructs/services/render/layout";
import type { NodeSettings, ServicesEnvironment } from "../constructs/services/schema";
import type { Project } from "./project";
import { localStateFolder } from "./states/local-states";
import { placeWith } from "./states/place";
import { outputsAt } from "./states/remote-state";

/** A node, as the outputs of the droplets' stack have it. */
export interface Droplet {
  readonly docker_host: string;
  /** In its private network. */
  readonly address: string;
  readonly ip_address: string;
  readonly host_key?: string;
  readonly size: string;
  readonly region: string;
  readonly created_at: string;
  /** In US dollars. */
  readonly price_monthly: number;
}

/** The droplets of a platform that are deployed, by the names of their nodes. */
export async function dropletsOf(
  project: Project,
  { name, backend = { local: {} } }: Pick<ServicesEnvironment, "name" | "backend">,
  environment: NodeJS.ProcessEnv,
): Promise<Readonly<Record<string, Droplet>>> {
  const place = placeWith(backend, stackName(name, NODES), localStateFolder(project.folder, environment));
  const outputs = await outputsAt(place, { command: project.terraform, environment });
  return (outputs.nodes?.value ?? {}) as Readonly<Record<string, Droplet>>;
}

/** A platform with its droplets as machines that exist, where they do: where they are, and by which keys they are known. */
export async function reachedPlatform(
  project: Project,
  platform: ServicesEnvironment,
  environment: NodeJS.ProcessEnv,
): Promise<ServicesEnvironment> {
  if (dropletNames(platform).length === 0) return platform;
  const { nodes = {} } = platform;
  const reached = await dropletsOf(project, platform, environment);
  const settingsOf = (node: string, { droplet, ...trust }: NodeSettings): NodeSettings => {
    if (droplet === undefined) return trust;
    const found = reached[node];
    if (found === undefined) return { droplet, ...trust };
    const { docker_host: dockerHost, address, host_key: hostKey } = found;
    return { ...trust, dockerHost, address, ...(hostKey !== undefined && { hostKey }) };
  };
  return {
    ...platform,
    nodes: Object.fromEntries(Object.entries(nodes).map(([node, settings]) => [node, settingsOf(node, settings)])),
  };
}
