import type { PipelinesEnvironment } from "../../../constructs/pipelines/schema";

export default {
  name: "my-workflow",
  // As `kubectl config get-contexts` prints it. Slipway never falls back to the current context.
  cluster: { context: "kind-slipway" },
  namespace: "default",
  pachyderm: { version: "2" },
  workflows: {
    // Prefix of each pipeline's name in the cluster and in /pfs: my-workflow-count.
    "my-workflow": {
      // You commit files to it; with --local, pass --input texts=FOLDER.
      repositories: ["texts"],
      pipelines: {
        // Counts each file separately, two at a time.
        count: {
          input: { repo: "texts", glob: "/*" },
          image: "debian:12-slim",
          script: ['for file in /pfs/texts/*; do wc -w < "$file" > "/pfs/out/$(basename "$file")"; done'],
          parallelism: 2,
        },
        sum: {
          input: { repo: "count", glob: "/" },
          image: "debian:12-slim",
          script: ["cat /pfs/my-workflow-count/* | awk '{ sum += $1 } END { print sum }' > /pfs/out/words"],
        },
      },
      // No other pipeline reads it: it is the result.
      results: ["sum"],
    },
  },
} satisfies PipelinesEnvironment;
