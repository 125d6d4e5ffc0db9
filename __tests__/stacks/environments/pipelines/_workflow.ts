import type { PipelinesEnvironment } from "../../../../constructs/pipelines/schema";

const IMAGE = "debian:12-slim";

/** Every setting of a pipeline that Pachyderm 1.13 and 2 both know. */
const everything = {
  description: "Everything that a pipeline may say.",
  input: {
    cross: [
      { repo: "data", glob: "/*", branch: "staging", as: "numbers", lazy: true },
      { repo: "settings", glob: "/", emptyFiles: true },
    ],
  },
  image: "example/everything:1",
  command: ["/bin/bash"],
  script: ["java -Xmx{heap} -jar run.jar /pfs/numbers /pfs/settings > /pfs/out/result"],
  strict: true,
  environment: { MODE: "wide" },
  secrets: [
    { name: "wide-license", keys: ["license"], mountPath: "/license" },
    { name: "wide-license", keys: ["token"], environmentVariable: "TOKEN" },
  ],
  user: "1000:1000",
  workingDirectory: "/srv",
  imagePullSecrets: ["wide-registry"],
  acceptReturnCodes: [3, 4],
  parallelism: 2,
  requests: { cpu: "500m", memory: "1G", disk: "2G", gpu: { type: "nvidia.com/gpu", number: 1 } },
  limits: { cpu: 2, memory: "4G", disk: "4G", gpu: { type: "nvidia.com/gpu", number: 1 } },
  heapFraction: 0.8,
  idle: "scale-to-zero",
  datumTimeoutSeconds: 600,
  jobTimeoutSeconds: 3600,
  datumTries: 2,
  reprocessOnUpdate: true,
  outputBranch: "results",
  nodeSelector: { acceleration: "gpu" },
} as const;

/** A workflow with every kind of input. */
export const wide = {
  prefix: "wide_",
  repositories: ["data", "settings"],
  externalRepositories: ["shared-results"],
  pipelines: {
    everything,
    union: {
      input: {
        union: [
          { repo: "everything", glob: "/*", branch: "results" },
          { repo: "shared-results", glob: "/*" },
        ],
      },
      image: IMAGE,
      command: ["/bin/sh"],
      script: ["cp -r /pfs/wide_everything /pfs/out || cp -r /pfs/shared-results /pfs/out"],
      strict: false,
      idle: "keep",
    },
    join: {
      input: {
        join: [
          { repo: "data", glob: "/(*).csv", joinOn: "$1", outerJoin: true },
          { repo: "settings", glob: "/(*).txt", joinOn: "$1" },
        ],
      },
      image: IMAGE,
      command: ["join-them", "/pfs/data", "/pfs/settings"],
    },
    group: {
      input: {
        group: [
          { repo: "data", glob: "/(*)-*.csv", groupBy: "$1" },
          { repo: "settings", glob: "/(*).txt", groupBy: "$1" },
        ],
      },
      image: IMAGE,
      command: ["group-them"],
    },
    nightly: {
      input: { cron: { name: "tick", spec: "0 3 * * *", overwrite: true } },
      image: IMAGE,
      script: ["date > /pfs/out/date"],
    },
    listener: { input: { spout: {} }, image: IMAGE, command: ["listen"] },
  },
  results: ["union", "join", "group", "nightly", "listener"],
} satisfies PipelinesEnvironment["workflows"][string];
