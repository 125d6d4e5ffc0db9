import { dockerHostWarnings } from "../shared/docker-host-problems";
import { isKnownClass, OCS_AGENTS } from "./agent-classes";
import { containersOf } from "./containers";
import { type HostPort, meet, portsOf } from "./places";
import { containerName, isDocker } from "./render/layout";
import type { AgentSettings, HostSettings, SiteImage, SiteSettings } from "./settings";
import { soundSite } from "./sound";

/** What is allowed in each of some sites, and among them, and may be a mistake; by the sites' names. */
export function warningsOfObservatories(sites: readonly SiteSettings[]): ReadonlyMap<string, readonly string[]> {
  const ports = sharedPlaces(sites, (site) =>
    portsOf(soundSite(site)).map((port) => ({
      path: port.path,
      engine: port.engine,
      what: port.protocol === "tcp" ? `${port.port}` : `${port.port}/${port.protocol}`,
      port,
    })),
  );
  const containers = sharedPlaces(sites, (site) =>
    containersOf(soundSite(site)).map(({ path, part, engine }) => {
      return { path, engine, what: `makes the container "${containerName(site.name, part)}", which` };
    }),
  );
  return new Map(
    sites.map((site) => {
      const meeting = [...ports, ...containers].filter(({ name }) => name === site.name);
      const taken = meeting.map(({ path, what, others }) => {
        const names = others.map((other) => `"${other}"`).join(", ");
        return `${path} ${what} is that of ${names} too, on the same engine: one of them can be there at a time`;
      });
      return [site.name, [...siteWarnings(site), ...taken]];
    }),
  );
}

/** What is on an engine, and the setting that says so. */
interface Place {
  readonly path: string;
  readonly engine: string;
  readonly what: string;
  /** Two ports only clash if their addresses do. */
  readonly port?: HostPort;
}

/** What several sites have on one engine, each with the names of the others. */
function sharedPlaces(sites: readonly SiteSettings[], placesOf: (site: SiteSettings) => readonly Place[]) {
  const all = sites.flatMap((site) => placesOf(site).map((place) => ({ ...place, name: site.name })));
  const byKey = new Map<string, typeof all>();
  for (const place of all) {
    const key = `${place.engine} ${place.what}`;
    byKey.set(key, [...(byKey.get(key) ?? []), place]);
  }
  return all.flatMap((place) => {
    const alike = byKey.get(`${place.engine} ${place.what}`) ?? [];
    const meeting = alike.filter(
      ({ name, port }) => name !== place.name && (!port || !place.port || meet(port, place.port)),
    );
    const others = [...new Set(meeting.map(({ name }) => name))];
    return others.length === 0 ? [] : [{ ...place, others }];
  });
}

/** What is allowed in a site, and may be a mistake. */
export function siteWarnings(site: SiteSettings): string[] {
  const agents = site.hosts.flatMap((host) => host.agents.flatMap((agent) => agentWarnings(site, host, agent)));
  const engines = Object.entries(site.nodes ?? {}).flatMap(([name, { dockerHost }]) =>
    dockerHostWarnings(dockerHost, `nodes.${name}.`),
  );
  return [...engines, ...site.hosts.flatMap(hostWarnings), ...agents, ...twinWarnings(site), ...socketWarnings(site)];
}

/** Agents that OCS and its tools mix up. */
function twinWarnings({ hosts }: SiteSettings): string[] {
  const agents = hosts.flatMap((host) => host.agents);
  const registries = agents.filter(({ agentClass }) => agentClass === "RegistryAgent").map(quoted);
  const alike = agents.flatMap((agent, index) => {
    const before = agents.slice(0, index).find(({ instanceId }) => isAlike(instanceId, agent.instanceId));
    return before === undefined
      ? []
      : [`agents ${quoted(before)} and ${quoted(agent)} differ in case alone, which people and file systems mix up`];
  });
  if (registries.length < 2) return alike;
  return [...alike, `agents ${registries.join(", ")} are registries; ocs-web and clients ask one of them: leave one`];
}

function quoted({ instanceId }: AgentSettings): string {
  return `"${instanceId}"`;
}

function isAlike(one: string, other: string): boolean {
  return one !== other && one.toLowerCase() === other.toLowerCase();
}

/** The engine obeys anybody who reaches its socket, also by a mount that is read-only. */
const SOCKET = /^(\/var)?\/run(\/docker\.sock)?\/?$/;

function socketWarnings({ hosts }: SiteSettings): string[] {
  const all = hosts.flatMap(({ agents, helpers = [] }) => [
    ...agents.map((agent) => [`agent ${quoted(agent)}`, agent.mounts] as const),
    ...helpers.map(({ name, mounts }) => [`helper "${name}"`, mounts] as const),
  ]);
  return all.flatMap(([subject, mounts]) => {
    const found = mounts?.find(({ source }) => SOCKET.test(source));
    if (found === undefined) return [];
    return [`${subject} mounts ${found.source}: by the engine's socket its program is root on the host`];
  });
}

function hostWarnings(host: HostSettings): string[] {
  const { hostname, agents } = host;
  if (isDocker(host)) {
    if (hostname.endsWith("-docker") || agents.length === 0) return [];
    return [`host "${hostname}" of containers does not end in -docker, by which operators of OCS know them`];
  }
  if (hostname !== "localhost") return [];
  return ['host "localhost" is taken for every machine that has no host of its own in the site configuration'];
}

function agentWarnings(site: SiteSettings, host: HostSettings, agent: AgentSettings): string[] {
  const { instanceId, agentClass, image, script } = agent;
  const isOwn = image !== undefined || script !== undefined || (isDocker(host) && !isOcs(site.images.ocs));
  if (isKnownClass(agentClass) && (isOwn || !isDocker(host) || isOfOcs(agentClass))) return [];
  if (isDocker(host) && !isOwn) {
    return [
      `agent "${instanceId}" has the class "${agentClass}", which OCS's own image does not have (it has ${OCS_AGENTS.join(", ")}); name the plugin's image in the agent's image`,
    ];
  }
  // A class of one's own in an image of one's own is normal.
  return isOwn
    ? []
    : [`agent "${instanceId}" has the class "${agentClass}", which is none of OCS or socs; check its spelling`];
}

/** Whether an image is OCS's own, and none of a plugin. */
function isOcs(image: SiteImage): boolean {
  return /(^|\/)ocs([:@]|$)/.test(typeof image === "string" ? image : image.local);
}

function isOfOcs(agentClass: string): boolean {
  return (OCS_AGENTS as readonly string[]).includes(agentClass);
}
