import type { PipelinesEnvironment } from "../../../../constructs/pipelines/schema";
import { cpsign } from "./_cpsign";
import { wide } from "./_workflow";

const SHA256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const NAMED = ["license", "token"];

/** Pachyderm 2 with a database that has everything, dumps on a volume, and a manager's pod. */
export default {
  name: "wide-pipelines",
  cluster: { context: "wide", kubeconfig: "~/.kube/wide" },
  backend: { s3: { bucket: "wide-states", key: "pipelines.tfstate", region: "eu-north-1" } },
  namespace: "models",
  namespaceIs: "created",
  removal: "allowed",
  pachyderm: {
    version: "2",
    namespace: "pachyderm",
    address: "pachd.example.org:30650",
    image: "example/pachctl:2.11.6",
  },
  database: {
    name: "wide-mysql",
    image: "example/mysql:v2",
    version: "8.4",
    databases: ["chembl_24", "notes"],
    users: {
      reader: { rights: "read", databases: ["chembl_24"], passwordKey: "reader-password" },
      writer: { rights: "write" },
      owner: { rights: "owner" },
    },
    authPlugin: "caching_sha2_password",
    initScripts: { "10-notes.sql": "CREATE TABLE IF NOT EXISTS numbers (value INT);" },
    configuration: { max_connections: "50" },
    storage: "20Gi",
    storageClass: "fast",
    removal: "allowed",
    service: "created",
    requests: { cpu: "250m", memory: "1Gi", ephemeralStorage: "1Gi" },
    limits: { cpu: 2, memory: "4Gi", ephemeralStorage: "40Gi" },
    workers: [
      { namespace: "pachyderm", labels: { app: "pipeline" }, secret: { keys: { password: "reader-password" } } },
      { namespace: "models", secret: { name: "wide-mysql-writer", keys: { password: "mysql-writer-password" } } },
      { namespace: "visitors" },
    ],
    clusterDomain: "cluster.example",
    eviction: "allowed",
    startSeconds: 1800,
    stopGraceSeconds: 120,
    nodeSelector: { disk: "fast" },
    revision: "2",
    copyFrom: {
      host: "old-mysql.labinf",
      port: 3307,
      user: "copier",
      password: { secret: "old-mysql", key: "mysql-root-password" },
      databases: ["old_results"],
      timeoutSeconds: 7200,
      scratch: "30Gi",
    },
    loads: {
      archive: {
        database: "chembl_25",
        url: "https://example.org/chembl_25.tar.gz",
        sha256: SHA256,
        member: "chembl_25/chembl_25.dmp",
        revision: "3",
        timeoutSeconds: 3600,
        scratch: "50Gi",
        wait: "finished",
      },
      plain: { database: "tables", url: "https://example.org/tables.sql.gz", sha256: SHA256, wait: "started" },
    },
    dump: {
      schedule: "15 3 * * *",
      databases: ["notes"],
      to: { storage: "20Gi", storageClass: "slow", keep: 14, removal: "allowed" },
      timeoutSeconds: 7200,
      drill: { schedule: "0 5 * * 0", timeoutSeconds: 3600 },
    },
    upgradeDump: "skipped",
    metrics: { image: "example/exporter:1", from: [{ namespace: "monitoring", labels: { app: "prometheus" } }] },
    toolsImage: "example/tools:1",
  },
  secrets: {
    "wide-license": {
      keys: NAMED,
      values: {
        license: { variable: "wide_license", command: ["op", "read", "op://lab/license"] },
        token: { variable: "wide_token" },
      },
      revision: 2,
    },
    "wide-model-web": { keys: ["user", "password", "modelweb-url", "keycloak-url"] },
  },
  manager: {
    name: "wide-manager",
    image: "example/manager:pctl-2.11.6",
    configuration: '{ "of": "the manager" }\n',
    secrets: [
      { secret: "wide-license", path: "/etc/license" },
      { secret: "wide-mysql", path: "/etc/creds", files: { "mysql-root-password": "rootpw" } },
    ],
    kubernetes: "read",
    requests: { cpu: 1, memory: "1G", ephemeralStorage: "1Gi" },
    limits: { cpu: 2, memory: "2G", ephemeralStorage: "4Gi" },
    nodeSelector: { disk: "fast" },
  },
  deletes: ["old-upload", "old-training"],
  workflows: {
    Wide: {
      ...wide,
      pipelines: {
        ...wide.pipelines,
        union: { ...wide.pipelines.union, reprocess: "every-job" },
        nightly: { ...wide.pipelines.nightly, reprocess: "until-success" },
        started: { input: { cron: { name: "start", spec: "@never" } }, image: "debian:12-slim", command: ["begin"] },
      },
      results: [...wide.results, "started"],
    },
    LogD: {
      cpsign: { ...cpsign("LogD", "wide-mysql"), uploads: "training", idle: "scale-to-zero" },
      commit: "deployed",
    },
  },
} satisfies PipelinesEnvironment;
