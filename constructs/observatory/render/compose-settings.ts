import { withoutUndefined } from "../../shared/render/without-undefined";
import type { AgentContainerSettings, AgentSettings } from "../settings";
import { inUrl } from "./layout";

/** What Docker gets of an agent's container, in the words of a compose file. */
export function dockerSettings(
  agent: AgentContainerSettings & Pick<AgentSettings, "networks">,
): Readonly<Record<string, unknown>> {
  const { capabilities, cpus, labels, memoryMiB, ports, privileged, runtime, shmSizeMiB, stopGraceSeconds } = agent;
  const { devices, extraHosts, gpus, groups, networks = [], tmpfs, ulimits } = agent;
  const all = {
    devices: devices?.map(({ hostPath, path = hostPath }) => `${hostPath}:${path}`),
    cap_add: capabilities?.add,
    cap_drop: capabilities?.drop,
    cpus,
    // Older versions of Compose do not know `gpus`.
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
    group_add: groups,
    extra_hosts: extraHosts && Object.entries(extraHosts).map(([other, ip]) => `${other}:${ip}`),
  };
  return withoutUndefined(all);
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

/** Mounts and secrets, in the words of a compose file. */
export function ownVolumes({ mounts = [], secrets = [] }: AgentContainerSettings): string[] {
  return [
    ...mounts.map(({ source, path, readOnly }) => `${source}:${path}${readOnly === true ? ":ro" : ""}`),
    ...secrets.map(({ hostFile, path }) => {
      return `${hostFile}:${path ?? `/run/secrets/${hostFile.slice(hostFile.lastIndexOf("/") + 1)}`}:ro`;
    }),
  ];
}
