import type { AgentSettings } from "../settings";

/** What Docker gets of an agent's container, in the words of a compose file. */
export function dockerSettings(agent: AgentSettings): Readonly<Record<string, unknown>> {
  const { capabilities, cpus, labels, memoryMiB, ports, privileged, runtime, shmSizeMiB, stopGraceSeconds } = agent;
  const { networks = [], tmpfs, ulimits } = agent;
  const all = {
    cap_add: capabilities?.add,
    cap_drop: capabilities?.drop,
    cpus,
    labels,
    mem_limit: memoryMiB && `${memoryMiB}m`,
    networks: networks.length === 0 ? undefined : { default: {}, ...Object.fromEntries(networks.map(joined)) },
    ports: ports?.map(({ internal, external = internal, ip = "127.0.0.1", protocol = "tcp" }) => {
      return `${ip.includes(":") ? `[${ip}]` : ip}:${external}:${internal}${protocol === "tcp" ? "" : `/${protocol}`}`;
    }),
    privileged,
    runtime,
    shm_size: shmSizeMiB && `${shmSizeMiB}m`,
    stop_grace_period: stopGraceSeconds && `${stopGraceSeconds}s`,
    tmpfs: tmpfs && Object.entries(tmpfs).map(([path, options]) => (options === "" ? path : `${path}:${options}`)),
    ulimits,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The networks of agents that a compose file must not make. */
export function externalNetworks(agents: readonly AgentSettings[]): Readonly<Record<string, unknown>> {
  const names = agents.flatMap(({ networks = [] }) => networks.map(({ name }) => name));
  return Object.fromEntries(names.map((name) => [name, { external: true }]));
}

function joined({ name, aliases, ipv4Address }: NonNullable<AgentSettings["networks"]>[number]) {
  return [name, { ...(aliases && { aliases }), ...(ipv4Address !== undefined && { ipv4_address: ipv4Address }) }];
}
