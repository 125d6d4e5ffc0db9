import { TerraformStack, Testing } from "cdktf";
import { ClusterNamespace } from "../../constructs/pipelines/cluster/namespace";
import { ClusterSecret } from "../../constructs/pipelines/cluster/secret";
import { cpsignLicense } from "../../constructs/pipelines/cluster/secret-settings";
import { MySql } from "../../constructs/pipelines/database/my-sql";
import type { MySqlSettings } from "../../constructs/pipelines/database/settings";
import { ManagerPod } from "../../constructs/pipelines/manager/manager-pod";
import { stackKubernetesProvider } from "../../constructs/shared/kubernetes-provider";
import { Template } from "../../testing";
import { manifestsOf, type Translated } from "./manifests";

export const LAB = `lab-${process.pid}`;
export const WORKERS = `workers-${process.pid}`;

const MYSQL: MySqlSettings = {
  name: "chembl-mysql",
  namespace: LAB,
  databases: ["results"],
  users: { chembl_ro: { rights: "read" } },
  authPlugin: "mysql_native_password",
  initScripts: { "01.sql": "SELECT 1;" },
  nodeSelector: { "kubernetes.io/os": "linux" },
  workers: [{ namespace: WORKERS, secret: { keys: { "mysql-root-password": "mysql-chembl_ro-password" } } }],
  loads: {
    chembl: {
      database: "chembl_24",
      url: "https://example.org/chembl.sql.gz",
      sha256: "0".repeat(64),
      scratch: "20Gi",
    },
  },
  dump: { schedule: "15 3 * * *", to: { storage: "20Gi", removal: "allowed" } },
};

/** What a stack has: a database that is used from another namespace, a licence, and a pod to work from. */
export function deployed(changes: Partial<MySqlSettings> = {}): Translated[] {
  const stack = new TerraformStack(Testing.app(), "test");
  stackKubernetesProvider(stack, { context: "lab" });
  const lab = new ClusterNamespace(stack, "Lab", { name: LAB, removal: "allowed" });
  const workers = new ClusterNamespace(stack, "Workers", { name: WORKERS, removal: "allowed" });
  const dependsOn = [lab.resource, workers.resource];
  const database = new MySql(stack, "Database", { ...MYSQL, ...changes, dependsOn });
  const values = { license: { variable: "cpsign_license" } };
  new ClusterSecret(stack, "License", { ...cpsignLicense({ namespaces: [LAB, WORKERS], values }), dependsOn });
  new ManagerPod(stack, "Manager", {
    namespace: LAB,
    pachdNamespace: WORKERS,
    image: "pharmbio/manager-pod:pctl-1.7.10",
    pachyderm: "1.7",
    pipelineSetup: { "spec-train.json": "{}" },
    configuration: "{}",
    secrets: [{ secret: "chembl-mysql", path: "/etc/creds", files: { "mysql-root-password": "rootpw" } }],
    declared: database.declared,
    databases: [database.server],
    dependsOn,
  });
  return manifestsOf(Template.of(stack), { cpsign_license: "a licence" });
}
