import type { PluginsEnvironment } from "../../../../constructs/plugins/schema";

/** A testbed on Amazon S3 with workers of every kind. */
export default {
  name: "wide-plugins",
  region: "us-east-1",
  accountId: "111122223333",
  backend: { s3: { bucket: "wide-states", key: "plugins.tfstate", region: "us-east-1" } },
  bucket: { name: "wide-plugins-made", origin: "made", versioning: "enabled", removal: "refused" },
  collections: [
    {
      prefix: "dioptra_builtins",
      folder: "examples/task-plugins/dioptra_builtins",
      exclude: ["*.md", "drafts/"],
      compile: "always",
      keepVersions: 5,
    },
    {
      prefix: "lab/dioptra_custom",
      folder: "examples/task-plugins/dioptra_custom",
      allowFiles: ["__init__.py"],
      compile: "never",
    },
  ],
  pluginDirectory: "/work/other-plugins",
  access: { readers: ["wide-workers", "wide-guests"], writers: ["wide-ci"] },
  workers: {
    dockerHost: "ssh://lab@gpu-1.example.org",
    knownHostsFile: "keys/known_hosts",
    networks: ["testbed", "storage"],
    redisUri: "redis://redis:6379/0",
    trackingUri: "http://mlflow-tracking:5000",
    gpus: 4,
    pools: [
      { kind: "tensorflow-cpu", image: "example/tensorflow2-cpu:0.5.0", count: 2, queues: ["tensorflow_cpu", "slow"] },
      { kind: "tensorflow-gpu", image: { local: "wide/tensorflow2-gpu" }, gpus: 2 },
      { kind: "pytorch-cpu", image: "example/pytorch-cpu", cpuSet: "0-3", cpuShares: 512, memoryMiB: 2048 },
      { kind: "pytorch-gpu", image: "example/pytorch-gpu:0.5.0", count: 2 },
    ],
    allowLatest: true,
    environment: { DIOPTRA_RESTAPI_ENV: "prod" },
    secretEnvironment: {
      DIOPTRA_WORKER_PASSWORD: { variable: "worker_password", command: ["pass", "show", "lab/worker"] },
    },
    mounts: [
      { source: "/srv/datasets", path: "/dioptra/data", readOnly: true },
      { source: "scratch", path: "/scratch" },
    ],
    extraHosts: { "mlflow.example.org": "10.0.0.5", host: "host-gateway" },
  },
  tags: { "cost:project": "wide" },
} satisfies PluginsEnvironment;
