import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";

export default {
  // Prefix of the names of containers, network and volumes.
  name: "my-site",
  images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
  // The router, reachable from this machine only.
  crossbar: { port: 8001 },
  // A container with OCS's programs: docker exec -it my-site-client ocs-client-cli shell fake-data1
  client: {},
  hosts: [
    {
      hostname: "my-site-docker",
      agents: [
        { instanceId: "registry", agentClass: "RegistryAgent" },
        { instanceId: "fake-data1", agentClass: "FakeDataAgent", arguments: { mode: "acq", "sample-rate": 5 } },
        // An agent of your own, built from a folder of this project:
        // {
        //   instanceId: "stage1",
        //   agentClass: "StageAgent",
        //   image: { build: "agents/stage" },
        //   script: { path: "stage_agent.py" },
        // },
      ],
    },
  ],
} satisfies ObservatoryEnvironment;
