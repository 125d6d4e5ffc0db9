import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { JobV1 } from "@cdktf/provider-kubernetes/lib/job-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { StatefulSetV1 } from "@cdktf/provider-kubernetes/lib/stateful-set-v1";
import { MySql, type MySqlProps } from "../../../constructs/pipelines/database/my-sql";
import type { Template } from "../../../testing";
import { at, made } from "./made";
import { CHEMBL } from "./mysql-refused";

const database = (more: Partial<MySqlProps> = {}) =>
  made((stack) => new MySql(stack, "Database", { ...CHEMBL, ...more }));
const names = (all: readonly { readonly metadata: unknown }[]) => all.map((each) => at(each, "metadata.name")).sort();
const bareNames = (template: Template) =>
  names(template.all(JobV1)).map((each) => String(each).replace(/-[0-9a-f]{16}$/, ""));
const configuration = (template: Template) =>
  template.all(ConfigMapV1).find(({ data }) => "slipway.cnf" in (data ?? {}))?.data?.["slipway.cnf"];

describe("a database on Kubernetes", () => {
  test("has the names that the chart's users rely on, and one volume that is protected", () => {
    const template = database();
    expect(names(template.all(ServiceV1))).toEqual(["chembl-mysql", "chembl-mysql-headless"]);
    expect(names(template.all(StatefulSetV1))).toEqual(["chembl-mysql"]);
    expect(template.only(PersistentVolumeClaimV1)).toMatchObject({
      metadata: { name: "chembl-mysql-data", namespace: "labinf" },
      spec: { resources: { requests: { storage: "8Gi" } }, accessModes: ["ReadWriteOnce"] },
      waitUntilBound: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(at(template.only(PodDisruptionBudgetV1), "spec.maxUnavailable")).toBe("0");
  });

  test("is said to need a storage class where the cluster has no default one", () => {
    const [check] = Object.values(database().json.check as Readonly<Record<string, unknown>>);
    expect(at(check, "assert.0.error_message")).toBe(
      "test/Database/Server/Claim storageClass is required in a cluster without a default storage class; `kubectl get storageclass` shows the classes there are.",
    );
    expect(database({ storageClass: "fast" }).json.check).toBeUndefined();
  });

  test("has no password in the stack", () => {
    const template = database({ dump: { schedule: "@daily", to: { bucket: "dumps" } } });
    expect(template.all(SecretV1)).toEqual([]);
    expect(template.json.variable).toBeUndefined();
    expect(template.only(RoleV1)).toMatchObject({
      rule: [
        { apiGroups: [""], resources: ["secrets"], resourceNames: ["chembl-mysql"], verbs: ["get", "create", "patch"] },
      ],
    });
  });

  test("sets up what is asked for in one job, whose name changes with it", () => {
    const users = { chembl_ro: {} };
    expect(bareNames(database({ users }))).toEqual(["chembl-mysql-passwords", "chembl-mysql-setup"]);
    const jobOf = (template: Template) => names(template.all(JobV1)).filter((each) => String(each).includes("setup"));
    expect(jobOf(database({ users }))).toEqual(jobOf(database({ users })));
    expect(jobOf(database({ users }))).not.toEqual(jobOf(database({ users: { chembl_ro: { rights: "write" } } })));
    expect(jobOf(database({ users }))).not.toEqual(jobOf(database({ users, revision: "2" })));
  });

  test("is waited for by its set-up, which runs again for each other server", () => {
    const setUp = (template: Template) =>
      template.all(JobV1).find((each) => String(at(each, "metadata.name")).includes("-setup-"));
    const server = database();
    expect(server.only(StatefulSetV1)).toMatchObject({ waitForRollout: false });
    expect(at(setUp(server), "spec.template.spec.container.0.env")).toContainEqual({
      name: "WAIT_SECONDS",
      value: "960",
    });
    const others: Partial<MySqlProps>[] = [
      { limits: { memory: "3Gi" } },
      { configuration: { max_connections: "50" } },
      { image: "mysql:8.4.6" },
      { startSeconds: 1800 },
      { nodeSelector: { disk: "fast" } },
    ];
    const names = [server, ...others.map(database)].map((each) => at(setUp(each), "metadata.name"));
    expect(new Set(names).size).toBe(names.length);
  });

  test.each([
    ["mysql:8.4.7", undefined, "[mysqld]\ninnodb_buffer_pool_size = 1024M\nskip_name_resolve = ON\n"],
    [
      "mysql:8.4.7",
      "mysql_native_password",
      "[mysqld]\nauthentication_policy = mysql_native_password\ninnodb_buffer_pool_size = 1024M\nmysql_native_password = ON\nskip_name_resolve = ON\n",
    ],
    [
      "mysql:8.0.44",
      "mysql_native_password",
      "[mysqld]\ndefault_authentication_plugin = mysql_native_password\ninnodb_buffer_pool_size = 1024M\nskip_name_resolve = ON\n",
    ],
    ["mysql:5.7.44", undefined, "[mysqld]\ninnodb_buffer_pool_size = 1024M\nskip_name_resolve = ON\n"],
  ] as const)("configures %s with %s", (image, authPlugin, text) => {
    expect(configuration(database({ image, ...(authPlugin && { authPlugin }) }))).toBe(text);
  });

  test("takes a setting of its own before ours, and restarts when it changes", () => {
    const own = {
      configuration: { "innodb-buffer-pool-size": "3G", max_connections: "50" },
      limits: { memory: "4Gi" },
    };
    expect(configuration(database(own))).toBe(
      "[mysqld]\ninnodb_buffer_pool_size = 3G\nmax_connections = 50\nskip_name_resolve = ON\n",
    );
    const annotation = (template: Template) => at(template.only(StatefulSetV1), "spec.template.metadata.annotations");
    expect(annotation(database(own))).not.toEqual(annotation(database()));
  });

  test("takes over the chart's claim and service", () => {
    const template = database({ existingClaim: "chembl-mysql", service: "adopted", image: "mysql:5.7.44" });
    expect(template.all(PersistentVolumeClaimV1)).toEqual([]);
    const pod = at(template.only(StatefulSetV1), "spec.template.spec");
    expect(at(pod, "volume.0.persistentVolumeClaim.claimName")).toBe("chembl-mysql");
    // Its data lie at the root of the volume.
    expect(at(pod, "container.0.volumeMount.0.subPath")).toBeUndefined();
    expect(template.json.import).toEqual([
      { id: "labinf/chembl-mysql", to: expect.stringContaining("kubernetes_service_v1.") },
    ]);
  });

  test("lets in the pods of its workers and its own jobs alone", () => {
    const workers = [{ namespace: "pachyderm", labels: { app: "pipeline" } }];
    const template = database({ workers });
    const policy = template.all(NetworkPolicyV1).find((each) => at(each, "metadata.name") === "chembl-mysql");
    expect(at(policy, "spec.policyTypes")).toEqual(["Ingress", "Egress"]);
    expect(at(policy, "spec.egress")).toBeUndefined();
    expect(at(policy, "spec.ingress.0.from")).toEqual([
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "pachyderm" } },
        podSelector: { matchLabels: { app: "pipeline" } },
      },
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "labinf" } },
        podSelector: {
          matchLabels: { "app.kubernetes.io/instance": "chembl-mysql", "app.kubernetes.io/component": "job" },
        },
      },
    ]);
  });

  test("is found by the same name from where the workers are", () => {
    const services = database({ workers: [{ namespace: "pachyderm" }, { namespace: "labinf" }] }).all(ServiceV1);
    expect(services.find((each) => at(each, "metadata.namespace") === "pachyderm")).toMatchObject({
      metadata: { name: "chembl-mysql" },
      spec: { type: "ExternalName", externalName: "chembl-mysql.labinf.svc.cluster.local" },
    });
    expect(services).toHaveLength(3);
  });

  test("declares its secret, and those of the workers, with their keys", () => {
    made((stack) => {
      const keys = { "mysql-root-password": "mysql-chembl_ro-password" };
      const workers = [{ namespace: "pachyderm", secret: { keys } }];
      const { declared } = new MySql(stack, "Database", { ...CHEMBL, users: { chembl_ro: {} }, workers });
      expect(declared).toEqual([
        {
          name: "chembl-mysql",
          namespace: "labinf",
          keys: ["mysql-root-password", "mysql-password", "mysql-chembl_ro-password"],
        },
        { name: "chembl-mysql", namespace: "pachyderm", keys: ["mysql-root-password"] },
      ]);
    });
  });

  test("loads after it is set up, and lets an apply go on meanwhile", () => {
    const loads = { chembl: { database: "chembl_25", url: "https://example.org/a.sql.gz", sha256: "0".repeat(64) } };
    const template = database({ loads });
    const job = template.all(JobV1).find((each) => String(at(each, "metadata.name")).includes("load"));
    expect(job).toMatchObject({
      waitForCompletion: false,
      spec: {
        activeDeadlineSeconds: 86_400,
        template: { spec: { initContainer: [{ name: "check" }, { name: "fetch" }] } },
      },
    });
    expect(at(job, "spec.ttlSecondsAfterFinished")).toBeUndefined();
    expect(job?.dependsOn?.join()).toContain("kubernetes_job_v1.Database_SetUp_");
  });

  test("dumps to a volume that is protected, or to a bucket", () => {
    const volume = database({ dump: { schedule: "15 3 * * *", to: { storage: "20Gi" } } });
    expect(volume.only(CronJobV1)).toMatchObject({ spec: { schedule: "15 3 * * *", concurrencyPolicy: "Forbid" } });
    expect(volume.all(PersistentVolumeClaimV1).map(({ lifecycle }) => lifecycle)).toEqual([
      { prevent_destroy: true },
      { prevent_destroy: true },
    ]);
    const bucket = database({ dump: { schedule: "15 3 * * *", to: { bucket: "dumps", credentialsSecret: "aws" } } });
    const pod = at(bucket.only(CronJobV1), "spec.jobTemplate.spec.template.spec");
    expect(at(pod, "container.0")).toMatchObject({
      image: "amazon/aws-cli:2.22.35",
      env: [
        { name: "AWS_ACCESS_KEY_ID", valueFrom: { secretKeyRef: { name: "aws", key: "AWS_ACCESS_KEY_ID" } } },
        { name: "AWS_SECRET_ACCESS_KEY" },
        { name: "HOME", value: "/work" },
      ],
    });
  });

  test("copies an older server's databases before anything else is set up", () => {
    const copyFrom = {
      host: "old",
      password: { secret: "old-mysql", key: "mysql-root-password" },
      databases: ["chembl_23"],
    };
    const template = database({ copyFrom });
    const setUp = template.all(JobV1).find((each) => String(at(each, "metadata.name")).includes("setup"));
    expect(setUp?.dependsOn?.join()).toContain("kubernetes_job_v1.Database_Copy_");
  });
});
