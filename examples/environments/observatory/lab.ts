import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";

/** A site for a laptop: what OCS's own tutorial ends with, and the agent that the tutorial writes. */
export default {
  name: "lab",
  images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
  // The router, on port 8001 of this machine alone.
  crossbar: { port: 8001 },
  // OCS's programs, for a shell: docker exec -it lab-client ocs-client-cli shell fake-data1
  client: {},
  hosts: [
    {
      hostname: "lab-docker",
      agents: [
        {
          instanceId: "fake-data1",
          agentClass: "FakeDataAgent",
          arguments: { mode: "acq", "num-channels": 16, "sample-rate": 5, "frame-length": 10 },
        },
        {
          instanceId: "aggregator",
          agentClass: "AggregatorAgent",
          arguments: { "initial-state": "record", "time-per-file": 30 },
          // The data of an observatory are worth more: leave it out there, and no plan may take the volume away.
          data: { removal: "allowed" },
        },
        { instanceId: "registry", agentClass: "RegistryAgent" },
        {
          instanceId: "barebones1",
          agentClass: "BarebonesAgent",
          arguments: { mode: "idle" },
          image: { build: "barebones-agent" },
          script: { path: "barebones_agent.py" },
        },
      ],
    },
  ],
} satisfies ObservatoryEnvironment;
