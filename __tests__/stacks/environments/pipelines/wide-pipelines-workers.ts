import type { PipelinesEnvironment } from "../../../../constructs/pipelines/schema";

const IMAGE = "debian:12-slim";

/** What Pachyderm says of workers and of their output: a service, S3, egress, triggers, nodes and pods. */
export default {
  name: "wide-pipelines-workers",
  cluster: { context: "wide" },
  namespace: "pachyderm",
  pachyderm: { version: "2", jobNetwork: "closed" },
  deletes: ["workers-old"],
  workflows: {
    workers: {
      repositories: ["data"],
      pipelines: {
        count: {
          input: {
            cross: [
              {
                repo: "data",
                glob: "/*",
                trigger: {
                  branch: "staging",
                  all: true,
                  rateLimitSpec: "@hourly",
                  cronSpec: "@daily",
                  size: "100MB",
                  commits: 3,
                },
              },
              { repo: "data", glob: "/", as: "bucket", s3: true },
            ],
          },
          image: IMAGE,
          script: ["wc -l /pfs/data/* > /pfs/out/$PACH_DATUM_ID"],
          errorCommand: ["/bin/sh"],
          errorScript: ["echo failed > /pfs/out/$PACH_DATUM_ID"],
          egress: { url: "s3://results/counts" },
          tolerations: [
            { key: "gpu", operator: "EQUAL", value: "yes", effect: "NO_EXECUTE", tolerationSeconds: 60 },
            { key: "disk", operator: "EXISTS", effect: "NO_SCHEDULE" },
            { key: "zone", operator: "EXISTS", effect: "PREFER_NO_SCHEDULE" },
            { operator: "EXISTS", effect: "ALL_EFFECTS" },
          ],
          priorityClassName: "batch",
          podPatch: '[{ "op": "add", "path": "/hostname", "value": "worker" }]',
          datumSet: { number: 100 },
        },
        sets: {
          input: { repo: "count", glob: "/*" },
          image: IMAGE,
          command: ["/run"],
          datumSet: { perWorker: 3 },
          s3Out: true,
        },
        sizes: { input: { repo: "count", glob: "/*" }, image: IMAGE, command: ["/run"], datumSet: { sizeBytes: 1000 } },
        web: {
          input: { repo: "count", glob: "/" },
          image: IMAGE,
          command: ["/serve"],
          service: { internalPort: 80, externalPort: 30080, type: "NodePort" },
        },
        balanced: {
          input: { repo: "count", glob: "/" },
          image: IMAGE,
          command: ["/serve"],
          service: { internalPort: 80, externalPort: 8080, type: "LoadBalancer" },
        },
        inside: {
          input: { repo: "count", glob: "/" },
          image: IMAGE,
          command: ["/serve"],
          service: { internalPort: 80, externalPort: 8080, type: "ClusterIP" },
        },
      },
      results: ["sets", "sizes", "web", "balanced", "inside"],
    },
  },
} satisfies PipelinesEnvironment;
