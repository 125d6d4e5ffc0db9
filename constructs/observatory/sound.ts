import { isList, isRecord, isText, type Parts, partsOf } from "../shared/rules";

/** What an environment file exports, which may be anything: hosts and agents that are none are passed over. */
export interface SoundSite {
  readonly settings: Parts;
  /** The names of its Docker hosts; `local` alone when none is declared. */
  readonly nodes: readonly string[];
  readonly hosts: readonly SoundHost[];
  readonly agents: readonly SoundAgent[];
  readonly helpers: readonly SoundHelper[];
}

/** A host, and where it stands. */
interface SoundHost {
  readonly path: string;
  readonly settings: Parts;
  readonly hostname: string | undefined;
  readonly isDocker: boolean;
}

/** An agent, and where it stands. */
export interface SoundAgent {
  readonly path: string;
  readonly settings: Parts;
  readonly host: SoundHost;
  readonly instanceId: string | undefined;
  readonly agentClass: string | undefined;
  /** The name of its site, which is that of the site's network. */
  readonly site: string | undefined;
}

/** A container beside agents, and where it stands. */
export interface SoundHelper extends Pick<SoundAgent, "path" | "settings" | "host" | "site"> {
  readonly name: string | undefined;
}

export function soundSite(value: unknown): SoundSite {
  const settings = partsOf(value);
  const hosts = recordsIn(settings.hosts).map(([index, host]): SoundHost => {
    const isDocker = host.kind === undefined || host.kind === "docker";
    return { path: `hosts[${index}]`, settings: host, hostname: textOf(host.hostname), isDocker };
  });
  const agents = hosts.flatMap((host) =>
    recordsIn(host.settings.agents).map(([index, agent]): SoundAgent => {
      const [instanceId, agentClass] = [textOf(agent.instanceId), textOf(agent.agentClass)];
      const path = `${host.path}.agents[${index}]`;
      return { path, settings: agent, host, instanceId, agentClass, site: textOf(settings.name) };
    }),
  );
  const helpers = hosts.flatMap((host) =>
    recordsIn(host.settings.helpers).map(([index, helper]): SoundHelper => {
      const path = `${host.path}.helpers[${index}]`;
      return { path, settings: helper, host, name: textOf(helper.name), site: textOf(settings.name) };
    }),
  );
  const declared = isRecord(settings.nodes) ? Object.keys(settings.nodes) : [];
  return { settings, nodes: declared.length > 0 ? declared : ["local"], hosts, agents, helpers };
}

export function textOf(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

export function recordsIn(value: unknown): [number, Parts][] {
  if (!isList(value)) return [];
  return value.flatMap((each, index): [number, Parts][] => (isRecord(each) ? [[index, each]] : []));
}
