import type { ObservatoryEnvironment } from "../../../../constructs/observatory/schema";

const MANAGED = [
  ...(["host/up", "host/down", "docker/up", "docker/down"] as const),
  ...(["yes", "docker", "host", "up", "down"] as const),
];

/** A site with a router that runs already, native hosts, and what a HostManager may be told of each agent. */
export default {
  name: "wide-site-external",
  backend: { cloud: { organization: "wide-organization", project: "observatory", hostname: "tfe.example.org" } },
  images: { ocs: { local: "ocs" } },
  crossbar: { wampServer: "ws://router.example.org:8001/ws", wampHttp: "http://router.example.org:8001/call" },
  hosts: [
    {
      hostname: "native",
      kind: "native",
      logDir: "/var/log/ocs",
      crossbar: { configDir: "/etc/crossbar", bin: "/usr/bin/crossbar" },
      agents: MANAGED.map((manage) => ({
        instanceId: `agent-${manage.replace("/", "-")}`,
        agentClass: "FakeDataAgent",
        manage,
      })),
    },
    {
      hostname: "lab-docker",
      agents: [
        { instanceId: "aggregator", agentClass: "AggregatorAgent", data: { hostPath: "/srv/data" }, manage: "no" },
        { instanceId: "director", agentClass: "AccessDirector", access: { hostFile: "/etc/ocs/access.yaml" } },
        { instanceId: "pinned", agentClass: "FakeDataAgent", image: "simonsobs/socs:v0.5.3" },
      ],
    },
  ],
} satisfies ObservatoryEnvironment;
