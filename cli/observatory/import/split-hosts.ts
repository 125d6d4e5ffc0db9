import { shown } from "../../../constructs/shared/shown";
import { type Service, sourceOf } from "./compose";
import type { Router } from "./router";
import { type AgentServices, isDockerHost } from "./services";
import type { OldAgent, OldHost, OldSite } from "./site";

/** A host of the new site: its agents are all containers, or all native. */
export interface SplitHost extends OldHost {
  readonly isDocker: boolean;
}

interface Surroundings {
  readonly site: OldSite;
  /** Absent where no compose file was named. */
  readonly services?: readonly Service[];
  readonly router: Router;
  readonly agents: AgentServices;
}

/**
 * The hosts of the new site. OCS lets a host have both kinds of agents, by SITE_HOST of the containers, and has a HostManager
 * in the block of the containers that it keeps.
 */
export function splitHosts(around: Surroundings): SplitHost[] {
  const { site, services } = around;
  const whole = (host: OldHost) => {
    const isDocker = isDockerHost(host.name, services);
    const native = isDocker ? host.agents.filter((agent) => isNative(agent, host, around)) : [];
    return { host, isDocker: isDocker && (native.length === 0 || native.length < host.agents.length), native };
  };
  return site.hosts.map(whole).reduce<SplitHost[]>((made, { host, isDocker, native }, _, all) => {
    if (!isDocker || native.length === 0) return joined(made, { ...host, isDocker });
    const isTaken = (name: string, asDocker: boolean) =>
      all.some((other) => other.host !== host && other.host.name === name && other.isDocker !== asDocker);
    const names = namesOf(host, around, isTaken);
    tellSplit(host, names, native, around);
    const containers = host.agents.filter((agent) => !native.includes(agent));
    const halves = [
      { ...host, ...nativeAddresses(host, names, around), name: names.native, isDocker: false, agents: native },
      { ...host, name: names.docker, isDocker: true, crossbar: undefined, agents: containers },
    ];
    return halves.reduce(joined, made);
  }, []);
}

/** A HostManager starts programs of its machine; others are native by what a HostManager is told of them, or by their host's containers. */
function isNative({ agentClass, instanceId, manage }: OldAgent, host: OldHost, { services, agents }: Surroundings) {
  if (agentClass === "HostManager") return true;
  if (agents.has(instanceId)) return false;
  if (/^host(\/(up|down))?$/.test(manage?.text ?? "")) return true;
  return services !== undefined && ownName(host, services) !== undefined;
}

/** The hostname of a host's containers, where they find the host by SITE_HOST instead. */
function ownName(host: OldHost, services: readonly Service[] | undefined): string | undefined {
  const own = (services ?? []).filter(({ instanceId, hostname }) => instanceId !== undefined && hostname === host.name);
  return own
    .map(({ settings }) => sourceOf(settings, "hostname"))
    .find((name) => name !== undefined && name !== host.name);
}

interface Names {
  readonly native: string;
  readonly docker: string;
}

function namesOf(
  host: OldHost,
  { services }: Surroundings,
  isTaken: (name: string, asDocker: boolean) => boolean,
): Names {
  const isCalledDocker = host.name.endsWith("-docker");
  const docker = ownName(host, services) ?? (isCalledDocker ? host.name : `${host.name}-docker`);
  const native = docker === host.name ? host.name.replace(/-docker$/, "") : host.name;
  return {
    native: isTaken(native, false) ? `${native}-native` : native,
    docker: isTaken(docker, true) ? `${docker}-docker` : docker,
  };
}

/** What a container finds under the router's name a native agent does not. */
function nativeAddresses({ name, server, http }: OldHost, names: Names, { router }: Surroundings) {
  const isOfContainers = (word: typeof server) =>
    word !== undefined && (names.native !== name || router.isMeant(word.text));
  return {
    server: isOfContainers(server) ? undefined : server,
    http: isOfContainers(http) ? undefined : http,
  };
}

function tellSplit({ name, line }: OldHost, names: Names, native: readonly OldAgent[], around: Surroundings): void {
  const { site, agents } = around;
  const who = native.map(({ instanceId }) => shown(instanceId)).join(", ");
  const start = names.native === name ? "" : `: start them with --site-host ${names.native}`;
  site.tell(
    line,
    `host ${name} has native agents beside its containers, and becomes two hosts; ${who} ${native.length === 1 ? "is" : "are"} in the native host ${names.native}${start}, the containers are in ${names.docker}`,
  );
  for (const { instanceId } of native) {
    const service = agents.get(instanceId);
    service?.tell(
      service.line,
      `service ${shown(service.name)} is a HostManager, which starts programs on its machine and cannot from a container; it is left out`,
    );
  }
}

/** Hosts of one name and kind are one. */
function joined(made: readonly SplitHost[], host: SplitHost): SplitHost[] {
  const there = made.find(({ name, isDocker }) => name === host.name && isDocker === host.isDocker);
  if (there === undefined) return [...made, host];
  return made.map((each) => (each === there ? { ...there, agents: [...there.agents, ...host.agents] } : each));
}
