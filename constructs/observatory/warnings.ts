import { isKnownClass, OCS_AGENTS } from "./agent-classes";
import { portsOf } from "./places";
import { isDocker } from "./render/layout";
import type { AgentSettings, HostSettings, SiteSettings } from "./settings";
import { soundSite } from "./sound";

/** What is allowed in each of some sites, and among them, and may be a mistake; by the sites' names. */
export function warningsOfObservatories(sites: readonly SiteSettings[]): ReadonlyMap<string, readonly string[]> {
  const ports = sites.flatMap((site) => portsOf(soundSite(site)).map((each) => ({ ...each, name: site.name })));
  return new Map(
    sites.map((site) => {
      const own = ports.filter(({ name }) => name === site.name);
      const taken = own.flatMap(({ path, port, engine }) => {
        const others = ports.filter((each) => each.name !== site.name && each.port === port && each.engine === engine);
        const names = [...new Set(others.map(({ name }) => `"${name}"`))];
        if (names.length === 0) return [];
        return [
          `${path} ${port} is that of ${names.join(", ")} too, on the same engine: one of them can be there at a time`,
        ];
      });
      return [site.name, [...siteWarnings(site), ...taken]];
    }),
  );
}

/** What is allowed in a site, and may be a mistake. */
export function siteWarnings(site: SiteSettings): string[] {
  const agents = site.hosts.flatMap((host) => host.agents.flatMap((agent) => agentWarnings(host, agent)));
  return [...site.hosts.flatMap(hostWarnings), ...agents];
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

function agentWarnings(host: HostSettings, { instanceId, agentClass, image, script }: AgentSettings): string[] {
  const isOwn = image !== undefined || script !== undefined;
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

function isOfOcs(agentClass: string): boolean {
  return (OCS_AGENTS as readonly string[]).includes(agentClass);
}
