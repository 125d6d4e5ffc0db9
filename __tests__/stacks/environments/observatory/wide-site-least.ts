import type { ObservatoryEnvironment } from "../../../../constructs/observatory/schema";

/** A site of one host with a router of the usual settings, and monitoring without pictures and logs. */
export default {
  name: "wide-site-least",
  backend: { local: {} },
  images: {
    ocs: "simonsobs/ocs:v0.12.1",
    crossbar: { local: "crossbar" },
    web: { local: "web" },
    influxdb: { local: "influxdb" },
    loki: { local: "loki" },
    grafana: "grafana/grafana:11.6.0",
  },
  hosts: [
    {
      hostname: "lab-docker",
      agents: [
        { instanceId: "aggregator", agentClass: "AggregatorAgent", data: { removal: "allowed" } },
        {
          instanceId: "built",
          agentClass: "BarebonesAgent",
          image: { build: "examples/barebones-agent", base: { local: "ocs" } },
          script: { path: "barebones_agent.py" },
        },
      ],
    },
  ],
  client: {},
  web: {},
  monitoring: { removal: "allowed" },
} satisfies ObservatoryEnvironment;
