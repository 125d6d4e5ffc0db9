import type { ServiceContainerSettings } from "../../../../constructs/services/schema";

/** Everything that Docker can be told of a service's containers. */
export const docker = {
  allowLatest: true,
  capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] },
  command: ["serve", "--verbose"],
  cpus: 1.5,
  entrypoint: ["/bin/sh", "-c"],
  environment: { MODE: "wide" },
  extraHosts: { "db.example.org": "10.0.0.5" },
  groups: ["dialout"],
  healthCheck: {
    command: ["curl", "-f", "http://localhost:8000/"],
    intervalSeconds: 10,
    timeoutSeconds: 5,
    retries: 3,
    startPeriodSeconds: 30,
  },
  init: true,
  labels: { "org.example.team": "a" },
  log: { driver: "json-file", options: { "max-size": "10m" } },
  memoryMiB: 512,
  mounts: [
    { source: "/srv/everything", path: "/data", readOnly: true },
    { source: "cache", path: "/cache" },
  ],
  readOnlyRoot: true,
  secretEnvironment: {
    DATABASE_PASSWORD: { variable: "database_password", command: ["pass", "show", "lab/database"] },
  },
  secrets: [{ hostFile: "/etc/everything/token", path: "/run/token" }, { hostFile: "/etc/everything/key" }],
  shmSizeMiB: 128,
  stopGraceSeconds: 20,
  stopSignal: "SIGINT",
  tmpfs: { "/tmp": "size=64m" },
  ulimits: { nofile: { soft: 1024, hard: 4096 } },
  user: "9000:9000",
  workingDirectory: "/srv",
} satisfies ServiceContainerSettings;
