import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { StatefulSetV1 } from "@cdktf/provider-kubernetes/lib/stateful-set-v1";
import { MySql } from "../../../constructs/pipelines/database/my-sql";
import { at, made } from "./made";
import { CHEMBL } from "./mysql-refused";

const PODS = { "app.kubernetes.io/instance": "chembl-mysql", "app.kubernetes.io/component": "server" };
const JOBS = { "app.kubernetes.io/instance": "chembl-mysql", "app.kubernetes.io/component": "job" };
const template = made((stack) => {
  const keys = { "mysql-root-password": "mysql-chembl_ro-password" };
  const workers = [{ namespace: "pachyderm", secret: { keys } }];
  new MySql(stack, "Database", { ...CHEMBL, users: { chembl_ro: {} }, workers });
});
const server = template.only(StatefulSetV1);
const container = at(server, "spec.template.spec.container.0");
const called = (name: string, each: unknown) => at(each, "metadata.name") === name;

describe("a database's server", () => {
  test("is one pod, which is replaced in its turn, and whose claim stays", () => {
    expect(server.spec).toMatchObject({
      replicas: "1",
      serviceName: "chembl-mysql-headless",
      podManagementPolicy: "OrderedReady",
      updateStrategy: [{ type: "RollingUpdate", rollingUpdate: [{ partition: 0 }] }],
      persistentVolumeClaimRetentionPolicy: [{ whenDeleted: "Retain", whenScaled: "Retain" }],
      selector: { matchLabels: PODS },
      template: { metadata: { labels: { ...PODS, app: "chembl-mysql" } } },
    });
  });

  test.each([
    ["startup", 90],
    ["readiness", 3],
    ["liveness", 12],
  ])("is asked for its %s every 10 seconds, and may fail %d times", (kind, failureThreshold) => {
    expect(at(container, `${kind}Probe`)).toEqual({
      exec: { command: ["mysqladmin", "ping", "--host=127.0.0.1", "--connect-timeout=4"] },
      failureThreshold,
      initialDelaySeconds: 0,
      periodSeconds: 10,
      successThreshold: 1,
      timeoutSeconds: 5,
    });
  });

  test("runs as nobody special, on a root that cannot be written", () => {
    expect(at(server, "spec.template.spec.securityContext")).toMatchObject({ runAsUser: "999", fsGroup: "999" });
    expect(at(server, "spec.template.spec.automountServiceAccountToken")).toBe(false);
    expect(container).toMatchObject({
      port: [{ name: "mysql", containerPort: 3306, protocol: "TCP" }],
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
      },
      env: [{ name: "MYSQL_ROOT_PASSWORD_FILE", value: "/run/secrets/mysql/mysql-root-password" }],
      volumeMount: [
        { name: "data", mountPath: "/var/lib/mysql", subPath: "data", readOnly: false },
        { name: "configuration", mountPath: "/etc/mysql/conf.d", readOnly: true },
        { name: "password", mountPath: "/run/secrets/mysql", readOnly: true },
        { name: "run", mountPath: "/var/run/mysqld", readOnly: false },
        { name: "tmp", mountPath: "/tmp", readOnly: false },
      ],
    });
  });

  test("has time to write what is in its memory, and to start with another version's data", () => {
    expect(at(server, "spec.template.spec.terminationGracePeriodSeconds")).toBe(60);
    expect(server).toMatchObject({ timeouts: { create: "5m", update: "5m", delete: "360s" } });
  });

  test.each([
    ["chembl-mysql", undefined, false],
    ["chembl-mysql-headless", "None", true],
  ])("answers at the service %s", (name, clusterIp, publishNotReadyAddresses) => {
    const services = template.all(ServiceV1).filter((each) => at(each, "metadata.namespace") === "labinf");
    const { spec } = services.find((each) => called(name, each)) ?? {};
    expect(spec).toMatchObject({
      type: "ClusterIP",
      ipFamilyPolicy: "SingleStack",
      publishNotReadyAddresses,
      selector: PODS,
      port: [{ name: "mysql", port: 3306, protocol: "TCP", targetPort: "mysql" }],
    });
    expect(at(spec, "clusterIp")).toBe(clusterIp);
  });

  test("is held on its node by a budget for its own pods", () => {
    expect(at(template.only(PodDisruptionBudgetV1), "spec.selector.matchLabels")).toEqual(PODS);
  });

  test("has jobs that reach names, the server, the cluster and what they fetch", () => {
    const policy = template.all(NetworkPolicyV1).find((each) => called("chembl-mysql-jobs", each));
    const egress = at(policy, "spec.egress") as readonly { readonly ports: readonly { readonly port: string }[] }[];
    expect(egress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([
      ["53", "53"],
      ["3306"],
      ["443", "6443", "8443", "16443"],
      ["80"],
    ]);
    expect(at(policy, "spec.egress.1.to")).toEqual([
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "labinf" } },
        podSelector: { matchLabels: { app: "chembl-mysql" } },
      },
    ]);
    expect(at(policy, "spec.ingress")).toBeUndefined();
    expect(at(policy, "spec.podSelector.matchLabels")).toEqual(JOBS);
  });

  test("has one account that writes passwords, and may read them in the database's namespace alone", () => {
    expect(template.only(ServiceAccountV1)).toMatchObject({
      metadata: { name: "chembl-mysql-passwords", namespace: "labinf" },
      automountServiceAccountToken: false,
    });
    expect(template.all(RoleV1).map((each) => [at(each, "metadata.namespace"), at(each, "rule.0.verbs")])).toEqual([
      ["labinf", ["get", "create", "patch"]],
      ["pachyderm", ["create", "patch"]],
    ]);
    for (const binding of template.all(RoleBindingV1)) {
      expect(binding).toMatchObject({
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "chembl-mysql-passwords" },
        subject: [{ kind: "ServiceAccount", name: "chembl-mysql-passwords", namespace: "labinf" }],
      });
    }
    expect(template.all(RoleBindingV1).map((each) => at(each, "metadata.namespace"))).toEqual(["labinf", "pachyderm"]);
  });

  test("begins when its passwords are made, its service is there and its claim is", () => {
    const kinds = server.dependsOn?.map((each) => each.split(".")[0]);
    expect(kinds).toEqual([
      "kubernetes_job_v1",
      "kubernetes_config_map_v1",
      "kubernetes_service_v1",
      "kubernetes_service_v1",
      "kubernetes_persistent_volume_claim_v1",
    ]);
  });
});
