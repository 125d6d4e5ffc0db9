import type { PipelinesEnvironment } from "../../../../constructs/pipelines/schema";

/** Jobs whose network nothing closes. */
export default {
  name: "wide-pipelines-open",
  cluster: { context: "wide" },
  namespace: "pachyderm",
  pachyderm: { version: "2", jobNetwork: "open" },
  workflows: {
    open: {
      repositories: ["data"],
      pipelines: { count: { input: { repo: "data", glob: "/*" }, image: "debian:12-slim", command: ["/count"] } },
      results: ["count"],
    },
  },
} satisfies PipelinesEnvironment;
