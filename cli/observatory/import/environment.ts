import type { HostSettings, ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import type { Service } from "./compose";
import { helpersByHost } from "./helpers";
import { newHost } from "./hosts";
import { commonImage, isLatest, tellLatest } from "./images";
import { routerOf } from "./router";
import { agentServices, isHelper, tellServiceNames } from "./services";
import type { OldSite } from "./site";
import { type SplitHost, splitHosts } from "./split-hosts";

/** What a site is made a new one of. */
export interface OldFiles {
  readonly site: OldSite;
  /** Absent where no compose file was named. */
  readonly services?: readonly Service[];
  /** The folder that paths are written from. */
  readonly project: string;
}

/** The new environment, and the lines of the old file by the paths of its parts. */
export interface NewSite {
  readonly environment: ObservatoryEnvironment;
  readonly lines: ReadonlyMap<string, number>;
}

/** Makes the environment of an old site. */
export function newSite(name: string, files: OldFiles): NewSite {
  const { site, services = [] } = files;
  const router = routerOf(site, services);
  const agents = agentServices(site, services);
  const used = [...agents.values()].filter(({ instanceId }) =>
    site.hosts.some((host) => host.agents.some((agent) => agent.instanceId === instanceId)),
  );
  const ocs = commonImage(site, used);
  tellServiceNames(site, agents);
  tellLatest([
    ...used,
    ...services.filter((each) => isHelper(site, each)),
    ...(router.service ? [router.service] : []),
  ]);
  const old = splitHosts({ ...files, router, agents });
  const helpers = helpersByHost(site, services, old);
  const hosts = old.map((host) => {
    const beside = helpers.get(host);
    return { ...newHost(host, { ...files, router, agents, ocs }), ...(beside && { helpers: beside }) };
  });
  tellNodes(site, old);
  const { realm, root, policy } = site.hub;
  const images = { ocs, ...(router.image && { crossbar: router.image }) };
  const all = [ocs, images.crossbar, ...hosts.flatMap(imagesOf)];
  const environment: ObservatoryEnvironment = {
    name,
    ...(realm && { realm: realm.text }),
    ...(root && { addressRoot: root.text }),
    ...(policy && { accessPolicy: policy.text }),
    images,
    ...(all.some(isLatest) && { allowLatest: true }),
    ...(router.address !== undefined && { nodes: { local: { address: router.address } } }),
    ...(router.settings && { crossbar: router.settings }),
    hosts,
  };
  return { environment, lines: linesOf(old) };
}

function imagesOf({ agents, helpers = [] }: HostSettings) {
  return [...agents, ...helpers].map(({ image }) => image);
}

function linesOf(hosts: readonly SplitHost[]): Map<string, number> {
  return new Map(
    hosts.flatMap((host, at): [string, number][] => [
      [`hosts[${at}]`, host.line],
      ...host.agents.map(({ line }, index): [string, number] => [`hosts[${at}].agents[${index}]`, line]),
    ]),
  );
}

/** No old file says which machine a host of containers is. */
function tellNodes({ tell }: OldSite, hosts: readonly SplitHost[]): void {
  const [first, ...others] = hosts.filter(({ isDocker }) => isDocker);
  for (const { name, line } of others) {
    tell(
      line,
      `host ${name} gets its containers on the same engine as ${first?.name}; if they are two machines, declare nodes, and name the node of each host`,
    );
  }
}
