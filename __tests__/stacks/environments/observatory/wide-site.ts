import type { ObservatoryEnvironment } from "../../../../constructs/observatory/schema";

const LEVELS = ["critical", "error", "warn", "debug", "trace"] as const;

/** A site on several Docker hosts, with a router, agents of every kind, the control panel and all of the monitoring. */
export default {
  name: "wide-site",
  realm: "wide_realm",
  addressRoot: "wide",
  accessPolicy: "director:access-dir",
  allowLatest: true,
  backend: { s3: { bucket: "wide-states", key: "observatory.tfstate", region: "us-west-2" } },
  images: {
    ocs: "simonsobs/ocs",
    crossbar: "crossbario/crossbar:cpy3-20.8.1",
    web: "simonsobs/ocs-web:v0.6.2",
    influxdb: "influxdb:1.8.10",
    grafana: { local: "grafana" },
    loki: "grafana/loki:3.4.2",
    lokiDriver: "grafana/loki-docker-driver:3.4.2-amd64",
  },
  nodes: {
    dome: {
      dockerHost: "ssh://ocs@dome.example.org",
      knownHostsFile: "__tests__/stacks/files/known_hosts",
      address: "10.0.0.2",
    },
    tower: { dockerHost: "ssh://ocs@tower.example.org" },
  },
  crossbar: { node: "dome", port: 8002, ip: "10.0.0.2", allowPublic: true },
  hosts: [
    {
      hostname: "dome-docker",
      kind: "docker",
      node: "dome",
      wampServer: "ws://crossbar:8002/ws",
      wampHttp: "http://crossbar:8002/call",
      wampRealm: "dome_realm",
      logDir: "/logs",
      crossbarTimeoutSeconds: 30,
      agents: [
        {
          instanceId: "everything",
          agentClass: "FakeDataAgent",
          arguments: { mode: "acq", "num-channels": 16, verbose: true, names: ["a", 2] },
          manage: "ignore",
          image: { local: "socs" },
          script: { path: "/agents/everything.py", entrypoint: "run" },
          network: "site",
          logLevel: "info",
          crossbarTimeoutSeconds: 5,
          healthCheck: "registered",
          wait: "healthy",
          capabilities: { add: ["NET_RAW"], drop: ["ALL"] },
          cpus: 0.5,
          devices: [{ hostPath: "/dev/ttyUSB0", path: "/dev/serial", permissions: "rw" }],
          environment: { MODE: "wide" },
          extraHosts: { plc: "10.0.0.9" },
          groups: ["dialout"],
          labels: { "org.example.team": "a" },
          memoryMiB: 256,
          mounts: [{ source: "/srv/logs", path: "/logs", readOnly: false }],
          secretEnvironment: { PLC_PASSWORD: { variable: "plc_password", command: ["pass", "show", "lab/plc"] } },
          secrets: [{ hostFile: "/etc/plc/token", path: "/run/token" }],
          stopGraceSeconds: 30,
          uploads: [
            { path: "/etc/plc.conf", content: "port = 502\n", executable: false },
            { path: "/etc/definition.json", source: "__tests__/stacks/files/definition.asl.json" },
          ],
          user: "9000:20",
        },
      ],
    },
    {
      hostname: "tower-docker",
      node: "tower",
      agents: [
        {
          instanceId: "access-dir",
          agentClass: "AccessDirector",
          access: {
            passwords: [
              { password1: "", password2: "0123456789abcdef", password3: "fedcba9876543210" },
              { agentClass: "Lakeshore*", instanceId: "LS?", password1: "0123456789abcdef" },
            ],
          },
        },
        { instanceId: "aggregator", agentClass: "AggregatorAgent", data: { removal: "refused" } },
        { instanceId: "registry", agentClass: "RegistryAgent", healthCheck: "none", wait: "started" },
        {
          instanceId: "barebones",
          agentClass: "BarebonesAgent",
          network: "host",
          image: { build: "examples/barebones-agent", base: "simonsobs/ocs:v0.12.1" },
          script: { path: "barebones_agent.py" },
        },
        { instanceId: "publisher", agentClass: "InfluxDBAgent", arguments: { "initial-state": "record" } },
        ...LEVELS.map((logLevel) => ({ instanceId: `log-${logLevel}`, agentClass: "FakeDataAgent", logLevel })),
      ],
    },
  ],
  client: { node: "tower" },
  web: { node: "dome", port: 3003, ip: "0.0.0.0" },
  monitoring: {
    node: "dome",
    influxdbPort: 8087,
    removal: "refused",
    grafana: { adminPasswordFile: "/etc/grafana/password", port: 3001, ip: "10.0.0.2" },
    loki: { port: 3101 },
  },
} satisfies ObservatoryEnvironment;
