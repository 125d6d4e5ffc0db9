import type { PipelinesEnvironment } from "../../../../constructs/pipelines/schema";
import { cpsign } from "./_cpsign";
import { wide } from "./_workflow";

/** Pachyderm 1.13 with a database on a claim that exists, dumps in a bucket by a role, and two workflows. */
export default {
  name: "wide-pipelines-113",
  cluster: { context: "wide", kubeconfig: "keys/kubeconfig" },
  backend: { cloud: { organization: "wide-organization", project: "pipelines", hostname: "tfe.example.org" } },
  namespace: "labinf",
  namespaceIs: "adopted",
  removal: "refused",
  pachyderm: { version: "1.13" },
  database: {
    name: "wide-mysql",
    image: "mysql:8.0.36",
    databases: ["chembl_24"],
    users: { reader: {} },
    authPlugin: "mysql_native_password",
    existingClaim: "old-claim",
    service: "adopted",
    eviction: "refused",
    dump: {
      schedule: "0 4 * * 0",
      to: {
        bucket: "wide-dumps",
        prefix: "dumps/wide",
        region: "eu-north-1",
        endpoint: "https://minio.example.org",
        roleArn: "arn:aws:iam::111122223333:role/wide-dumps",
        image: "example/aws-cli:2",
      },
    },
  },
  secrets: {
    "wide-license": { keys: ["license", "token"] },
    "wide-model-web": { keys: ["user", "password", "modelweb-url", "keycloak-url"] },
  },
  manager: { image: "example/manager:pctl-1.13.3", kubernetes: "none" },
  workflows: {
    Wide: wide,
    LogD: { cpsign: { ...cpsign("LogD", "wide-mysql"), uploads: "aggregate", idle: "keep" }, commit: "by-hand" },
  },
} satisfies PipelinesEnvironment;
