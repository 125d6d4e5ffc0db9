import type { ContainerConfig } from "@cdktf/provider-docker/lib/container";
import type { ContainerHealthCheck, ContainerLog } from "./schema";
import type { ContainerProps } from "./settings";

/** A container that is no copy of the image's user's defaults: what is always said, so that no engine's default is read back. */
export function containerSpec(props: ContainerProps, imageId: string): ContainerConfig {
  const { network = [], memoryMiB, healthCheck, stopGraceSeconds = 30, restart = "unless-stopped" } = props;
  return {
    name: props.name,
    image: imageId,
    restart,
    // Without it a stop is a kill: the provider's default is no second.
    destroyGraceSeconds: stopGraceSeconds,
    stopTimeout: stopGraceSeconds,
    init: true,
    mustRun: true,
    ...logging(props.log ?? {}),
    ...memory(memoryMiB),
    ...(network === "host" ? { networkMode: "host" } : { networkMode: "bridge", networksAdvanced: joined(network) }),
    ...(healthCheck === undefined ? { wait: false } : healthOf(healthCheck)),
    ...present({
      command: props.command && [...props.command],
      entrypoint: props.entrypoint && [...props.entrypoint],
      env: variables(props.environment),
      user: props.user,
      hostname: props.hostname,
      workingDir: props.workingDirectory,
      cpus: processors(props.cpus),
      readOnly: props.readOnlyRoot,
      tmpfs: props.tmpfs && { ...props.tmpfs },
      ports: portsOf(props),
      volumes: mountsOf(props),
      upload: props.uploads?.map(({ path, content, executable = false }) => ({ file: path, content, executable })),
      host: entries(props.extraHosts)?.map(([host, ip]) => ({ host, ip })),
      capabilities: capabilitiesOf(props),
      devices: props.devices?.map(({ hostPath, path = hostPath, permissions = "rwm" }) => ({
        hostPath,
        containerPath: path,
        permissions,
      })),
    }),
  };
}

/** An engine may have another default, which would be read back as a difference. */
function logging({ driver = "json-file", options }: ContainerLog) {
  const usual = driver === "json-file" ? { "max-size": "10m", "max-file": "5" } : {};
  return { logDriver: driver, logOpts: { ...usual, ...options } };
}

/** With memory alone the engine allows as much swap again, and says so: a difference for ever. */
function memory(memoryMiB: number | undefined) {
  return memoryMiB === undefined ? {} : { memory: memoryMiB, memorySwap: memoryMiB };
}

/** The provider reads back "1.0" for 1, and would make the container anew with each plan. */
function processors(cpus: number | undefined): string | undefined {
  if (cpus === undefined) return undefined;
  return Number.isInteger(cpus) ? cpus.toFixed(1) : String(cpus);
}

function joined(networks: Exclude<ContainerProps["network"], "host" | undefined>) {
  return networks.map(({ name, aliases }) => ({ name, ...(aliases === undefined ? {} : { aliases: [...aliases] }) }));
}

/** Terraform waits until the container is healthy, as long as Docker may take to say that it is not. */
function healthOf(check: ContainerHealthCheck) {
  const { command, intervalSeconds = 10, timeoutSeconds = 5, retries = 3, startPeriodSeconds = 0 } = check;
  return {
    healthcheck: {
      test: ["CMD", ...command],
      interval: `${intervalSeconds}s`,
      timeout: `${timeoutSeconds}s`,
      retries,
      startPeriod: `${startPeriodSeconds}s`,
    },
    wait: true,
    waitTimeout: startPeriodSeconds + retries * (intervalSeconds + timeoutSeconds) + 30,
  };
}

function variables(environment: ContainerProps["environment"]): string[] | undefined {
  return entries(environment)
    ?.map(([name, value]) => `${name}=${value}`)
    .sort();
}

/** The engine reads them back in this order; another would be a difference for ever. */
function portsOf({ ports }: ContainerProps) {
  return ports
    ?.map(({ internal, external = internal, ip = "127.0.0.1", protocol = "tcp" }) => ({
      internal,
      external,
      ip,
      protocol,
    }))
    .sort((a, b) => a.internal - b.internal || a.external - b.external);
}

function mountsOf({ mounts = [], secrets = [] }: ContainerProps) {
  const given = mounts.map(({ source, path, readOnly = false }) => {
    const from = source.startsWith("/") ? { hostPath: source } : { volumeName: source };
    return { ...from, containerPath: path, readOnly };
  });
  const files = secrets.map(({ hostFile, path = `/run/secrets/${hostFile.slice(hostFile.lastIndexOf("/") + 1)}` }) => {
    return { hostPath: hostFile, containerPath: path, readOnly: true };
  });
  const all = [...given, ...files];
  return all.length === 0 ? undefined : all;
}

/** The engine reads back CAP_NET_ADMIN for NET_ADMIN, and would make the container anew with each plan. */
function capabilitiesOf({ capabilities }: ContainerProps) {
  if (capabilities === undefined) return undefined;
  const whole = (names: readonly string[] = []) => [...new Set(names.map(wholeName))].sort();
  return { add: whole(capabilities.add), drop: whole(capabilities.drop) };
}

function wholeName(capability: string): string {
  const name = capability.toUpperCase();
  return name === "ALL" || name.startsWith("CAP_") ? name : `CAP_${name}`;
}

function entries(record: Readonly<Record<string, string>> | undefined): [string, string][] | undefined {
  return record === undefined ? undefined : Object.entries(record);
}

function present<T extends object>(settings: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> };
}
