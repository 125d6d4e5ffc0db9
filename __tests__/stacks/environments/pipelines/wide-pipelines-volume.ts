import type { PipelinesEnvironment } from "../../../../constructs/pipelines/schema";

/** A database alone beside a workflow that does not use it, with dumps on a volume that is protected. */
export default {
  name: "wide-pipelines-volume",
  cluster: { context: "wide" },
  namespace: "labinf",
  pachyderm: { version: "2" },
  database: {
    name: "plain-mysql",
    databases: ["numbers"],
    dump: { schedule: "0 4 * * *", to: { storage: "1Gi", removal: "refused" } },
  },
  workflows: {
    sample: {
      repositories: ["data"],
      pipelines: {
        count: { input: { repo: "data", glob: "/*" }, image: "debian:12-slim", script: ["wc -l /pfs/data/*"] },
      },
      results: ["count"],
    },
  },
} satisfies PipelinesEnvironment;
