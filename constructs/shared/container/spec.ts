import type { ContainerConfig } from "@cdktf/provider-docker/lib/container";
import { given } from "../given";
import { engineCapability } from "./capabilities";
import { secretPath } from "./problems";
import type { ContainerHealthCheck, ContainerLog, ContainerSettings } from "./settings";

/** What the provider is told of a container, beside its image and its labels, in the words of the binding. */
export type ContainerSpec = Omit<ContainerConfig, "image" | "labels">;

/**
 * What the provider reads back in another form than it was given: ports in no fixed order where two have one number, 1m30s
 * for 90s, an IPv6 address cut off at its first colon. It would change or replace the container with each plan. None of
 * it can change on a container that is there, and a change of ours is seen by the label.
 */
export const READ_BACK_OTHERWISE = [
  ...["capabilities", "devices", "healthcheck", "host", "log_opts", "mounts", "networks_advanced", "ports"],
  ...["security_opts", "tmpfs", "ulimit"],
];

/** The container, with everything said of which an engine has a default that would be read back. */
export function containerSpec(props: ContainerSettings): ContainerSpec {
  const { stopGraceSeconds = 30, runs = "always", init = true } = props;
  return {
    name: props.name,
    // Without it a stop is a kill: the provider's default is no second.
    destroyGraceSeconds: stopGraceSeconds,
    stopTimeout: stopGraceSeconds,
    init,
    // An exit code is no error for the provider.
    ...(runs === "once"
      ? { mustRun: false, attach: true, logs: true, restart: "no" }
      : { mustRun: true, restart: props.restart ?? "unless-stopped" }),
    ...logging(props.log ?? {}),
    ...memory(props),
    ...networks(props.network ?? []),
    ...health(props),
    ...given({
      command: copy(props.command),
      entrypoint: copy(props.entrypoint),
      env: variables(props.environment),
      user: props.user,
      hostname: props.hostname,
      workingDir: props.workingDirectory,
      stopSignal: props.stopSignal,
      cpus: processors(props.cpus),
      cpuSet: props.cpuSet,
      cpuShares: props.cpuShares,
      shmSize: props.shmSizeMiB,
      runtime: props.runtime,
      sysctls: props.sysctls && { ...props.sysctls },
      readOnly: props.readOnlyRoot,
      tmpfs: props.tmpfs && { ...props.tmpfs },
      ports: ports(props),
      mounts: mounts(props),
      host: entries(props.extraHosts)?.map(([host, ip]) => ({ host, ip })),
      ulimit: entries(props.ulimits)?.map(([name, { soft, hard }]) => ({ name, soft, hard })),
      capabilities: capabilities(props.capabilities),
      // What is left out is read back as false, which is no difference.
      privileged: props.privileged,
      gpus: props.gpus,
      groupAdd: copy(props.groups)?.sort(),
      devices: props.devices?.map(({ hostPath, path = hostPath, permissions = "rwm" }) => {
        return { hostPath, containerPath: path, permissions };
      }),
    }),
  };
}

/** An engine may have another default, which would be read back as a difference. */
function logging({ driver = "json-file", options }: ContainerLog) {
  const usual = ["json-file", "local"].includes(driver) ? { "max-size": "10m", "max-file": "5" } : {};
  return { logDriver: driver, logOpts: { ...usual, ...options } };
}

/** With memory alone the engine allows as much swap again, and says so: a difference for ever. */
function memory({ memoryMiB, memorySwapMiB = memoryMiB }: ContainerSettings) {
  return memoryMiB === undefined ? {} : { memory: memoryMiB, memorySwap: memorySwapMiB as number };
}

/** The provider reads back "1.0" for 1, and would replace the container with each plan. */
function processors(cpus: number | undefined): string | undefined {
  if (cpus === undefined) return undefined;
  return Number.isInteger(cpus) ? cpus.toFixed(1) : String(cpus);
}

function networks(network: NonNullable<ContainerSettings["network"]>) {
  if (typeof network === "string") return { networkMode: network };
  const joined = network.map((each) => ({
    name: each.name,
    ...given({ aliases: each.aliases && [...each.aliases].sort(), ipv4Address: each.ipv4Address }),
  }));
  return { networkMode: "bridge", ...(joined.length > 0 && { networksAdvanced: joined }) };
}

function health({ healthCheck = "image", wait, runs }: ContainerSettings) {
  if (healthCheck === "none") return { healthcheck: { test: ["NONE"] }, wait: false };
  if (healthCheck === "image") return wait === "healthy" ? { wait: true, waitTimeout: 300 } : { wait: false };
  const { command, intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = { ...CHECK, ...healthCheck };
  const healthcheck = {
    test: ["CMD", ...command],
    interval: duration(intervalSeconds),
    timeout: duration(timeoutSeconds),
    retries,
    startPeriod: duration(startPeriodSeconds),
  };
  if (wait === "started" || runs === "once") return { healthcheck, wait: false };
  // As long as Docker may take to say that it is not healthy, and some seconds for the start.
  const waitTimeout = startPeriodSeconds + retries * (intervalSeconds + timeoutSeconds) + 15;
  return { healthcheck, wait: true, waitTimeout };
}

/** As the provider writes it in the state, `1m30s`: a plan is to show no difference where none is. */
function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  return `${hours > 0 ? `${hours}h` : ""}${minutes > 0 ? `${minutes % 60}m` : ""}${seconds % 60}s`;
}

const CHECK: Required<Omit<ContainerHealthCheck, "command">> = {
  intervalSeconds: 10,
  timeoutSeconds: 5,
  retries: 3,
  startPeriodSeconds: 0,
};

function variables(environment: ContainerSettings["environment"]): string[] | undefined {
  return entries(environment)?.map(([name, value]) => `${name}=${value}`);
}

function ports({ ports }: ContainerSettings) {
  return ports
    ?.map(({ internal, external = internal, ip = "127.0.0.1", protocol = "tcp" }) => {
      return { internal, external, ip, protocol };
    })
    .sort((a, b) => a.internal - b.internal || a.external - b.external || (a.protocol < b.protocol ? -1 : 1));
}

/** Not as `volumes`: of a path that the host does not have the engine would make an empty folder. */
function mounts({ mounts = [], secrets = [] }: ContainerSettings) {
  const all = [
    ...mounts.map(({ source, path, readOnly = false }) => {
      return { type: source.startsWith("/") ? "bind" : "volume", source, target: path, readOnly };
    }),
    ...secrets.map((secret) => {
      return { type: "bind", source: secret.hostFile, target: secretPath(secret), readOnly: true };
    }),
  ];
  return all.length === 0 ? undefined : all.sort((a, b) => (a.target < b.target ? -1 : 1));
}

function capabilities(capabilities: ContainerSettings["capabilities"]) {
  if (capabilities === undefined) return undefined;
  const whole = (names: readonly string[] = []) => [...new Set(names.map(engineCapability))].sort();
  return { add: whole(capabilities.add), drop: whole(capabilities.drop) };
}

function copy<T>(values: readonly T[] | undefined): T[] | undefined {
  return values && [...values];
}

/** In the order of their names. */
function entries<T>(record: Readonly<Record<string, T>> | undefined): [string, T][] | undefined {
  return record && Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
