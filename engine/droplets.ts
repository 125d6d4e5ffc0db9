import { dropletNames, NODES, stackName } from "../constructs/services/render/layout";
import type { NodeSettings, ServicesEnvironment } from "../constructs/services/schema";
import type { Project } from "./project";
import { localStateFolder } from "./states/local-states";
import { placeWith } from "./states/place";
import { outputsAt } from "./states/remote-state";

/** A node, as the outputs of the droplets' stack have it. */
interface Droplet {
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

/** By the names of their nodes. */
export type Droplets = Readonly<Record<string, Droplet>>;

/** The droplets of a platform that are deployed, by the names of their nodes. */
export async function dropletsOf(
  project: Project,
  platform: ServicesEnvironment,
  environment: NodeJS.ProcessEnv,
): Promise<Droplets> {
  if (dropletNames(platform).length === 0) return {};
  const { name, backend = { local: {} } } = platform;
  const place = placeWith(backend, stackName(name, NODES), localStateFolder(project.folder, environment));
  const outputs = await outputsAt(place, { command: project.terraform, environment });
  return (outputs.nodes?.value ?? {}) as Droplets;
}

/** A platform with its droplets as machines that exist, where they do: where they are, and by which keys they are known. */
export async function reachedPlatform(
  project: Project,
  platform: ServicesEnvironment,
  environment: NodeJS.ProcessEnv,
): Promise<ServicesEnvironment> {
  return withDroplets(platform, await dropletsOf(project, platform, environment));
}

/** The same with droplets that are known already. */
export function withDroplets({ nodes, ...platform }: ServicesEnvironment, droplets: Droplets): ServicesEnvironment {
  if (nodes === undefined) return platform;
  const settingsOf = (node: string, { droplet, ...trust }: NodeSettings): NodeSettings => {
    if (droplet === undefined) return trust;
    const found = droplets[node];
    if (found === undefined) return { droplet, ...trust };
    const { docker_host: dockerHost, address, host_key: hostKey } = found;
    return { ...trust, dockerHost, address, ...(hostKey !== undefined && { hostKey }) };
  };
  const entries = Object.entries(nodes).map(([node, settings]) => [node, settingsOf(node, settings)]);
  return { ...platform, nodes: Object.fromEntries(entries) };
}
