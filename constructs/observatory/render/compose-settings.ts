import type { AgentContainerSettings, AgentSettings } from "../settings";
import { inUrl } from "./layout";

/** What Docker gets of an agent's container, in the words of a compose file. */
export function dockerSettings(
  agent: AgentContainerSettings & Pick<AgentSettings, "networks">,
): Readonly<Record<string, unknown>> {
  const { capabilities, cpus, labels, memoryMiB, ports, privileged, runtime, shmSizeMiB, stopGraceSeconds } = agent;
  const { gpus, networks = [], tmpfs, ulimits } = agent;
  const all = {
    cap_add: capabilities?.add,
    cap_drop: capabilities?.drop,
    cpus,
    // In the words that every Compose knows.
    deploy: gpus && { resources: { reservations: { devices: [{ count: gpus, capabilities: ["gpu"] }] } } },
    labels,
    mem_limit: memoryMiB && `${memoryMiB}m`,
    networks: networks.length === 0 ? undefined : { default: {}, ...Object.fromEntries(networks.map(joined)) },
    ports: ports?.map(({ internal, external = internal, ip = "127.0.0.1", protocol = "tcp" }) => {
      return `${inUrl(ip)}:${external}:${internal}${protocol === "tcp" ? "" : `/${protocol}`}`;
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
export function externalNetworks(
  agents: readonly Pick<AgentSettings, "networks">[],
): Readonly<Record<string, unknown>> {
  const names = agents.flatMap(({ networks = [] }) => networks.map(({ name }) => name));
  return Object.fromEntries(names.map((name) => [name, { external: true }]));
}

function joined({ name, aliases, ipv4Address }: NonNullable<AgentSettings["networks"]>[number]) {
  return [name, { ...(aliases && { aliases }), ...(ipv4Address !== undefined && { ipv4_address: ipv4Address }) }];
}

/** Devices of the host, in the words of a compose file. */
export function devicesOf({ devices }: AgentContainerSettings): Readonly<Record<string, unknown>> {
  return devices === undefined
    ? {}
    : { devices: devices.map(({ hostPath, path = hostPath }) => `${hostPath}:${path}`) };
}

/** Groups and addresses, in the words of a compose file. */
export function hostSettings({ groups, extraHosts }: AgentContainerSettings): Readonly<Record<string, unknown>> {
  return {
    ...(groups && { group_add: groups }),
    ...(extraHosts && { extra_hosts: Object.entries(extraHosts).map(([other, ip]) => `${other}:${ip}`) }),
  };
}

/** Mounts and secrets, in the words of a compose file. */
export function ownVolumes({ mounts = [], secrets = [] }: AgentContainerSettings): string[] {
  return [
    ...mounts.map(({ source, path, readOnly }) => `${source}:${path}${readOnly === true ? ":ro" : ""}`),
    ...secrets.map(({ hostFile, path }) => {
      return `${hostFile}:${path ?? `/run/secrets/${hostFile.slice(hostFile.lastIndexOf("/") + 1)}`}:ro`;
    }),
  ];
}
