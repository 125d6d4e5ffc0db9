import type { ContainerProps } from "../../constructs/shared/container";

type Settings = Partial<ContainerProps>;

/** What an option was and what it becomes, and what the engine then says of it. */
export interface Option {
  readonly before: Settings;
  readonly after: Settings;
  /** A template of `docker inspect`. */
  readonly inspected: string;
  readonly seen: readonly [before: string, after: string];
}

const option = (inspected: string, before: Settings, first: string, after: Settings, second: string): Option => ({
  before,
  after,
  inspected,
  seen: [first, second],
});
const MIB = 1024 * 1024;
const PUBLISHED = '(index (index .HostConfig.PortBindings "9000/tcp") 0)';
const MOUNTED = "{{(index .Mounts 0).Destination}} {{(index .Mounts 0).RW}}";

/**
 * Every option of a container, changed.
 *
 * @param prefix of names on the engine
 * @param secret a file of the Docker host
 */
export function options(prefix: string, secret: string): Readonly<Record<string, Option>> {
  const volume = { source: `${prefix}-volume`, path: "/data" };
  const health = { command: ["true"], intervalSeconds: 1 };
  const udp = { internal: 80, external: 38_000, protocol: "udp" } as const;
  const command = ["1000"];
  return {
    command: option(
      "{{json .Config.Cmd}}",
      { command: ["sleep", "1000"] },
      '["sleep","1000"]',
      { command: ["sleep", "2000"] },
      '["sleep","2000"]',
    ),
    entrypoint: option(
      "{{json .Config.Entrypoint}}",
      { entrypoint: ["sleep"], command },
      '["sleep"]',
      { entrypoint: ["/bin/sleep"], command },
      '["/bin/sleep"]',
    ),
    environment: option(
      "{{index .Config.Env 0}}",
      { environment: { A: "x=y '1'" } },
      "A=x=y '1'",
      { environment: { A: "x=y '2'" } },
      "A=x=y '2'",
    ),
    user: option("{{.Config.User}}", { user: "1000" }, "1000", { user: "1001:1001" }, "1001:1001"),
    hostname: option("{{.Config.Hostname}}", { hostname: "a" }, "a", { hostname: "b" }, "b"),
    workingDirectory: option(
      "{{.Config.WorkingDir}}",
      { workingDirectory: "/tmp" },
      "/tmp",
      { workingDirectory: "/var" },
      "/var",
    ),
    extraHosts: option(
      "{{json .HostConfig.ExtraHosts}}",
      { extraHosts: { crossbar: "10.0.0.1" } },
      '["crossbar:10.0.0.1"]',
      { extraHosts: { crossbar: "10.0.0.2" } },
      '["crossbar:10.0.0.2"]',
    ),
    ports: option(
      `{{${PUBLISHED}.HostIp}}:{{${PUBLISHED}.HostPort}}`,
      { ports: [{ internal: 9000, external: 39_000 }, udp] },
      "127.0.0.1:39000",
      { ports: [{ internal: 9000, external: 39_001 }, udp] },
      "127.0.0.1:39001",
    ),
    mounts: option(
      MOUNTED,
      { mounts: [volume] },
      "/data true",
      { mounts: [{ ...volume, readOnly: true }] },
      "/data false",
    ),
    secrets: option(
      MOUNTED,
      { secrets: [{ hostFile: secret }] },
      "/run/secrets/secret false",
      { secrets: [{ hostFile: secret, path: "/keys/a" }] },
      "/keys/a false",
    ),
    readOnlyRoot: option(
      "{{.HostConfig.ReadonlyRootfs}}",
      { readOnlyRoot: false },
      "false",
      { readOnlyRoot: true },
      "true",
    ),
    tmpfs: option(
      "{{json .HostConfig.Tmpfs}}",
      { tmpfs: { "/scratch": "size=1m" } },
      '{"/scratch":"size=1m"}',
      { tmpfs: { "/scratch": "size=2m" } },
      '{"/scratch":"size=2m"}',
    ),
    memoryMiB: option("{{.HostConfig.Memory}}", { memoryMiB: 64 }, `${64 * MIB}`, { memoryMiB: 96 }, `${96 * MIB}`),
    cpus: option("{{.HostConfig.NanoCpus}}", { cpus: 0.25 }, "250000000", { cpus: 1 }, "1000000000"),
    capabilities: option(
      "{{len .HostConfig.CapAdd}} {{len .HostConfig.CapDrop}}",
      { capabilities: { add: ["net_admin"], drop: ["all"] } },
      "1 1",
      { capabilities: { add: ["CAP_CHOWN", "net_admin"], drop: ["ALL"] } },
      "2 1",
    ),
    devices: option(
      "{{(index .HostConfig.Devices 0).PathOnHost}}",
      { devices: [{ hostPath: "/dev/null", path: "/dev/lab" }] },
      "/dev/null",
      { devices: [{ hostPath: "/dev/zero", path: "/dev/lab" }] },
      "/dev/zero",
    ),
    healthCheck: option(
      "{{.Config.Healthcheck.Retries}} {{.State.Health.Status}}",
      { healthCheck: health },
      "3 healthy",
      { healthCheck: { ...health, retries: 7 } },
      "7 healthy",
    ),
    restart: option("{{.HostConfig.RestartPolicy.Name}}", { restart: "no" }, "no", { restart: "always" }, "always"),
    stopGraceSeconds: option("{{.Config.StopTimeout}}", { stopGraceSeconds: 3 }, "3", { stopGraceSeconds: 4 }, "4"),
    log: option(
      "{{.HostConfig.LogConfig.Type}} {{len .HostConfig.LogConfig.Config}}",
      { log: { options: { "max-size": "1m" } } },
      "json-file 2",
      { log: { driver: "none" } },
      "none 0",
    ),
    labels: option(
      '{{index .Config.Labels "owner"}}',
      { labels: { owner: "a" } },
      "a",
      { labels: { owner: "b" } },
      "b",
    ),
    image: option('{{index .Config.Labels "made"}}', {}, "", { image: `${prefix}:2` }, "again"),
  };
}
