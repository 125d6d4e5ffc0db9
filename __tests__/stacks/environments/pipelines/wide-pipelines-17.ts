import type { PipelinesEnvironment } from "../../../../constructs/pipelines/schema";

/** Pachyderm 1.7 with an old database, dumps in a bucket by a key, and a workflow of the simplest kind. */
export default {
  name: "wide-pipelines-17",
  cluster: { context: "wide" },
  backend: { local: {} },
  namespace: "labinf",
  pachyderm: { version: "1.7" },
  database: {
    name: "old-mysql",
    image: "mysql:5.7.44",
    databases: ["numbers"],
    storage: "1Gi",
    removal: "refused",
    dump: {
      schedule: "0 4 * * *",
      to: { bucket: "wide-dumps", credentialsSecret: "wide-dumps-keys" },
    },
    upgradeDump: "made",
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
