import { isKnownClass, OCS_AGENTS } from "./agent-classes";
import { isDocker } from "./render/layout";
import type { AgentSettings, HostSettings, SiteSettings } from "./settings";

/** What is allowed in a site, and may be a mistake. */
export function siteWarnings(site: SiteSettings): string[] {
  return [
    ...site.hosts.flatMap(hostWarnings),
    ...site.hosts.flatMap((host) => host.agents.flatMap((agent) => agentWarnings(host, agent))),
  ].map((text) => `warning: ${text}`);
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
