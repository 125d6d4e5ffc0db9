import type { PluginsEnvironment } from "../../../../constructs/plugins/schema";

/** A bucket of another store, which exists, with workers of the least settings. */
export default {
  name: "wide-plugins-store",
  region: "us-east-1",
  backend: { cloud: { organization: "wide-organization", project: "plugins", hostname: "tfe.example.org" } },
  bucket: {
    name: "plugins",
    store: { endpoint: "http://localhost:35000", workerEndpoint: "http://minio:9000" },
    origin: "adopted",
    versioning: "none",
    removal: "allowed",
  },
  collections: [{ prefix: "dioptra_builtins", folder: "examples/task-plugins/dioptra_builtins" }],
  workers: {
    networks: ["testbed"],
    redisUri: "rediss://redis:6379",
    trackingUri: "https://mlflow.example.org",
    pools: [{ kind: "pytorch-cpu", image: "example/pytorch-cpu:0.5.0" }],
  },
} satisfies PluginsEnvironment;
