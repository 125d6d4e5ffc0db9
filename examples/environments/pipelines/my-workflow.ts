import type { PipelinesEnvironment } from "../../../constructs/pipelines/schema";

export default {
  name: "my-workflow",
  // As `kubectl config get-contexts` names it: nothing goes to whichever cluster is the current one.
  cluster: { context: "kind-slipway" },
  namespace: "default",
  pachyderm: { version: "2" },
  workflows: {
    // Comes before each pipeline's name in the cluster, and in /pfs: my-workflow-count.
    "my-workflow": {
      // Somebody commits files into it; with --local, --input texts=FOLDER does.
      repositories: ["texts"],
      pipelines: {
        // Each file is counted by itself, several at a time.
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
      // Nobody reads it, and it is wanted.
      results: ["sum"],
    },
  },
} satisfies PipelinesEnvironment;
