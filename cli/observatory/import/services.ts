import { shown } from "../../../constructs/shared/shown";
import { argumentsOf } from "./arguments";
import type { Service } from "./compose";
import { isCrossbar } from "./router";
import { type OldAgent, type OldSite, subjectOf } from "./site";

/** The services that are agents, by their instance-ids. */
export type AgentServices = ReadonlyMap<string, Service>;

/** Where the parts of the old compose files go that are no agents. */
const PARTS: readonly (readonly [image: RegExp, setting: string])[] = [
  [/influxdb|grafana|loki/, "monitoring makes a new one"],
  [/ocs-web/, "web makes a new one"],
];

/** Finds the agents among services; tells what does not fit the site configuration. */
export function agentServices(site: OldSite, services: readonly Service[]): AgentServices {
  const found = new Map<string, Service>();
  const agents = site.hosts.flatMap((host) => host.agents);
  for (const service of services) {
    const { instanceId, name, line, tell } = service;
    if (isHelper(site, service)) continue;
    if (instanceId === undefined) tellOther(site, service);
    else if (found.has(instanceId)) {
      tell(
        line,
        `service ${shown(name)} is a second container of ${subjectOf(instanceId)}; it is left out: an agent runs once`,
      );
    } else {
      found.set(instanceId, service);
      tellPlace(
        site,
        service,
        agents.find((agent) => agent.instanceId === instanceId),
      );
    }
  }
  return found;
}

/** Whether a host's agents are containers: by the compose files, or by its name where there is none. */
export function isDockerHost(host: string, services: readonly Service[] | undefined): boolean {
  if (services === undefined) return host.endsWith("-docker");
  return services.some(({ instanceId, hostname }) => instanceId !== undefined && hostname === host);
}

/** Whether a service is a container beside agents, such as a simulator. */
export function isHelper(site: OldSite, service: Service): boolean {
  const { instanceId, hostname, image } = service;
  const isOther = instanceId !== undefined || isCrossbar(service) || partOf(service) !== undefined;
  return !isOther && image !== undefined && !site.hosts.some((host) => host.name === hostname);
}

function partOf({ name, image = "" }: Service): string | undefined {
  return PARTS.find(([pattern]) => pattern.test(image) || pattern.test(name))?.[1];
}

function tellOther(site: OldSite, service: Service): void {
  const { name, line, tell, hostname } = service;
  if (isCrossbar(service)) return;
  const subject = `service ${shown(name)}`;
  if (site.hosts.some((host) => host.name === hostname)) {
    tell(
      line,
      `${subject} has the hostname ${shown(hostname)} and no INSTANCE_ID; it is left out: name its agent there`,
    );
    return;
  }
  const advice = partOf(service) ?? "build its image, and name it in helpers of a host";
  tell(line, `${subject} is no agent, and is left out; ${advice}`);
}

function tellPlace(site: OldSite, service: Service, agent: OldAgent | undefined): void {
  const { instanceId = "", hostname, name, line, tell } = service;
  const subject = `service ${shown(name)}`;
  if (agent === undefined) {
    tell(line, `${subject} has INSTANCE_ID ${shown(instanceId)}, which no agent of ${site.file} has; it is left out`);
  }
  if (hostname === undefined) {
    tell(
      line,
      `${subject} has no hostname, so that OCS looks for a host with the container's id; write its host's name`,
    );
  } else if (!site.hosts.some((host) => host.name === hostname)) {
    const instead = site.hosts.some((host) => host.name === "localhost")
      ? "takes localhost instead"
      : "ends with an error";
    tell(
      line,
      `${subject} has the hostname ${shown(hostname)}, which is no host of ${site.file}: OCS ${instead}; correct one of them`,
    );
  } else if (agent !== undefined && agent.host !== hostname) {
    tell(
      line,
      `${subject} has the hostname ${shown(hostname)}, but ${subjectOf(instanceId)} is in host ${agent.host}, where OCS does not look; correct one of them`,
    );
  }
}

/** A HostManager finds the service of an agent by its name. */
export function tellServiceNames(site: OldSite, services: AgentServices): void {
  const agents = site.hosts.flatMap((host) => host.agents);
  const managers = agents.filter(({ agentClass }) => agentClass === "HostManager");
  const prefixes = managers.map(({ words }) => {
    const prefix = argumentsOf(words, "", () => {})["docker-service-prefix"];
    return typeof prefix === "string" ? prefix : "ocs-";
  });
  for (const { instanceId, manage } of agents) {
    const service = services.get(instanceId);
    if (service === undefined || !manage?.text.startsWith("docker")) continue;
    const names = (prefixes.length > 0 ? prefixes : ["ocs-"]).map((prefix) => `${prefix}${instanceId}`);
    if (names.includes(service.name)) continue;
    service.tell(
      service.line,
      `service ${shown(service.name)} must be called ${names[0]}, or no HostManager finds ${subjectOf(instanceId)}; rename it where a HostManager stays`,
    );
  }
}
