import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";

export default {
  // Containers, network and volumes begin with it.
  name: "my-site",
  images: { ocs: "simonsobs/ocs:v0.12.1", crossbar: "crossbario/crossbar:cpy3-20.8.1" },
  // The router, on this machine alone.
  crossbar: { port: 8001 },
  // OCS's programs, for a shell: docker exec -it my-site-client ocs-client-cli shell fake-data1
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
