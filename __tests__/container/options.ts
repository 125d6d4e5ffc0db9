import type { Settings } from "./workspace";

/** What an option is and what it becomes, and where the engine says so. */
export interface Option {
  readonly before: Settings;
  readonly after: Settings;
  /** A path in what `docker inspect` says. */
  readonly path: string;
  readonly seen: readonly [before: unknown, after: unknown];
}

const MIB = 1024 * 1024;
const SLEEP = ["sleep", "3600"];
const health = { command: ["true"], intervalSeconds: 1 };
const check = (Retries: number) => {
  const [Interval, Timeout, StartPeriod] = [1e9, 90e9, 60e9];
  return { Test: ["CMD", "true"], Interval, Timeout, StartPeriod, Retries };
};
const binding = (HostPort: number, HostIp = "127.0.0.1") => ({ HostIp, HostPort: String(HostPort) });
const mount = (Type: string, Source: string, Target: string, more = {}) => ({ Type, Source, Target, ...more });
const changed = (path: string, before: Settings, after: Settings, first: unknown, second: unknown): Option => {
  return { before, after, path, seen: [first, second] };
};

/**
 * Every option of a container, and a change of it.
 *
 * @param prefix of names on the engine
 * @param folder of the Docker host, with the files `secret` and `other`
 * @param base the host's first port of five that are free
 */
export function options(prefix: string, folder: string, base: number): Readonly<Record<string, Option>> {
  const volume = { source: `${prefix}-volume`, path: "/data" };
  const dns = { internal: 53, external: base, ip: "0.0.0.0" };
  return {
    command: changed("Config.Cmd", { command: SLEEP }, { command: ["sleep", "99${x}"] }, SLEEP, ["sleep", "99${x}"]),
    entrypoint: changed(
      "Config.Entrypoint",
      { entrypoint: ["sleep"], command: ["1000"] },
      { entrypoint: ["/bin/sleep"], command: ["1000"] },
      ["sleep"],
      ["/bin/sleep"],
    ),
    user: changed("Config.User", { user: "1000" }, { user: "1001:1001" }, "1000", "1001:1001"),
    hostname: changed("Config.Hostname", { hostname: "a" }, { hostname: "b.lab" }, "a", "b.lab"),
    workingDirectory: changed(
      "Config.WorkingDir",
      { workingDirectory: "/tmp" },
      { workingDirectory: "/" },
      "/tmp",
      "/",
    ),
    extraHosts: changed(
      "HostConfig.ExtraHosts",
      { extraHosts: { crossbar: "10.0.0.1", six: "fd00::1" } },
      { extraHosts: { crossbar: "host-gateway" } },
      expect.arrayContaining(["crossbar:10.0.0.1", "six:fd00::1"]),
      ["crossbar:host-gateway"],
    ),
    ports: changed(
      "HostConfig.PortBindings",
      {
        ports: [
          { internal: 80, external: base + 1 },
          { internal: 80, external: base + 2 },
          { ...dns, protocol: "udp" },
          dns,
        ],
      },
      {
        ports: [
          { internal: 80, external: base + 3 },
          { internal: 80, external: base + 2 },
          { ...dns, protocol: "udp" },
          dns,
        ],
      },
      {
        "80/tcp": [binding(base + 1), binding(base + 2)],
        "53/tcp": [binding(base, "0.0.0.0")],
        "53/udp": [binding(base, "0.0.0.0")],
      },
      expect.objectContaining({ "80/tcp": [binding(base + 2), binding(base + 3)] }),
    ),
    network: changed("HostConfig.NetworkMode", { network: "host" }, { network: "none" }, "host", "none"),
    mounts: changed(
      "HostConfig.Mounts",
      { mounts: [volume, { source: folder, path: "/here/" }] },
      { mounts: [{ ...volume, readOnly: true }] },
      expect.arrayContaining([mount("volume", volume.source, "/data"), mount("bind", folder, "/here/")]),
      [mount("volume", volume.source, "/data", { ReadOnly: true })],
    ),
    secrets: changed(
      "HostConfig.Mounts",
      { secrets: [{ hostFile: `${folder}/secret` }] },
      { secrets: [{ hostFile: `${folder}/secret`, path: "/keys/a" }] },
      [mount("bind", `${folder}/secret`, "/run/secrets/secret", { ReadOnly: true })],
      [mount("bind", `${folder}/secret`, "/keys/a", { ReadOnly: true })],
    ),
    readOnlyRoot: changed("HostConfig.ReadonlyRootfs", {}, { readOnlyRoot: true }, false, true),
    tmpfs: changed(
      "HostConfig.Tmpfs",
      { tmpfs: { "/scratch/": "size=1m" } },
      { tmpfs: { "/scratch/": "size=2m" } },
      { "/scratch/": "size=1m" },
      { "/scratch/": "size=2m" },
    ),
    runtime: changed(
      "HostConfig.Runtime",
      { runtime: "runc" },
      { runtime: "io.containerd.runc.v2" },
      "runc",
      "io.containerd.runc.v2",
    ),
    sysctls: changed(
      "HostConfig.Sysctls",
      { sysctls: { "net.core.somaxconn": "1024" } },
      { sysctls: { "net.core.somaxconn": "2048" } },
      { "net.core.somaxconn": "1024" },
      { "net.core.somaxconn": "2048" },
    ),
    cpuSet: changed("HostConfig.CpusetCpus", { cpuSet: "0" }, { cpuSet: "0,1" }, "0", "0,1"),
    cpuShares: changed("HostConfig.CpuShares", { cpuShares: 512 }, { cpuShares: 2048 }, 512, 2048),
    cpus: changed("HostConfig.NanoCpus", { cpus: 0.1 }, { cpus: 1 }, 1e8, 1e9),
    shmSizeMiB: changed("HostConfig.ShmSize", { shmSizeMiB: 32 }, { shmSizeMiB: 128 }, 32 * MIB, 128 * MIB),
    ulimits: changed(
      "HostConfig.Ulimits",
      { ulimits: { nofile: { soft: 100, hard: 200 } } },
      { ulimits: { nofile: { soft: 150, hard: 200 } } },
      [{ Name: "nofile", Soft: 100, Hard: 200 }],
      [{ Name: "nofile", Soft: 150, Hard: 200 }],
    ),
    capabilities: changed(
      "HostConfig.CapAdd",
      { capabilities: { add: ["net_admin"], drop: ["all"] } },
      { capabilities: { add: ["CAP_CHOWN", "NET_ADMIN"], drop: ["ALL"] } },
      ["CAP_NET_ADMIN"],
      expect.arrayContaining(["CAP_CHOWN", "CAP_NET_ADMIN"]),
    ),
    devices: changed(
      "HostConfig.Devices",
      { devices: [{ hostPath: "/dev/null" }] },
      { devices: [{ hostPath: "/dev/null", path: "/dev/lab", permissions: "r" }] },
      [{ PathOnHost: "/dev/null", PathInContainer: "/dev/null", CgroupPermissions: "rwm" }],
      [{ PathOnHost: "/dev/null", PathInContainer: "/dev/lab", CgroupPermissions: "r" }],
    ),
    // Not as root: an engine that is in a container itself may lack rights that it would have to give.
    privileged: changed("HostConfig.Privileged", { privileged: true, user: "1000" }, { user: "1000" }, true, false),
    groups: changed("HostConfig.GroupAdd", { groups: ["20"] }, { groups: ["21"] }, ["20"], ["21"]),
    healthCheck: changed(
      "Config.Healthcheck",
      { healthCheck: { ...health, timeoutSeconds: 90, startPeriodSeconds: 60 } },
      { healthCheck: { ...health, timeoutSeconds: 90, startPeriodSeconds: 60, retries: 7 } },
      check(3),
      check(7),
    ),
    "healthCheck none": changed(
      "Config.Healthcheck.Test",
      { healthCheck: health, wait: "started" },
      { healthCheck: "none" },
      ["CMD", "true"],
      ["NONE"],
    ),
    init: changed("HostConfig.Init", {}, { init: false }, true, false),
    stopSignal: changed("Config.StopSignal", { stopSignal: "SIGINT" }, { stopSignal: "SIGTERM" }, "SIGINT", "SIGTERM"),
    stopGraceSeconds: changed("Config.StopTimeout", { stopGraceSeconds: 3 }, { stopGraceSeconds: 4 }, 3, 4),
    log: changed(
      "HostConfig.LogConfig",
      { log: { options: { "max-size": "1m" } } },
      { log: { driver: "none" } },
      { Type: "json-file", Config: { "max-size": "1m", "max-file": "5" } },
      { Type: "none", Config: {} },
    ),
    labels: changed("Config.Labels.owner", { labels: { owner: "${a}" } }, { labels: { owner: "b" } }, "${a}", "b"),
  };
}

/** Options that the engine changes on a container that runs. */
export const IN_PLACE: Readonly<Record<string, Option>> = {
  memoryMiB: changed("HostConfig.Memory", { memoryMiB: 64 }, { memoryMiB: 256 }, 64 * MIB, 256 * MIB),
  memorySwapMiB: changed(
    "HostConfig.MemorySwap",
    { memoryMiB: 64, memorySwapMiB: 128 },
    { memoryMiB: 96, memorySwapMiB: 96 },
    128 * MIB,
    96 * MIB,
  ),
  restart: changed("HostConfig.RestartPolicy.Name", { restart: "no" }, { restart: "always" }, "no", "always"),
};
