/** What a new site's file is made of. */
export interface NewSite {
  readonly name: string;
  /** The router's, on this machine. */
  readonly port: number;
  /** Where the file takes its type from. */
  readonly types: string;
}

/** An image of OCS as its guide has it. */
export const USUAL_OCS = "simonsobs/ocs:v0.12.1";

/** The router's image as OCS's guide has it. */
export const USUAL_CROSSBAR = "crossbario/crossbar:cpy3-20.8.1";

/** The text of a new site's environment file: a router, two agents of OCS, and a client. */
export function siteFile({ name, port, types }: NewSite): string {
  return `import type { ObservatoryEnvironment } from ${JSON.stringify(types)};

export default {
  // Containers, network and volumes begin with it.
  name: ${JSON.stringify(name)},
  images: { ocs: ${JSON.stringify(USUAL_OCS)}, crossbar: ${JSON.stringify(USUAL_CROSSBAR)} },
  // The router, on this machine alone.
  crossbar: { port: ${port} },
  // OCS's programs, for a shell: docker exec -it ${name}-client ocs-client-cli shell fake-data1
  client: {},
  hosts: [
    {
      hostname: ${JSON.stringify(`${name}-docker`)},
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
`;
}
