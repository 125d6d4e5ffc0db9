import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { JobV1 } from "@cdktf/provider-kubernetes/lib/job-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import { StatefulSetV1 } from "@cdktf/provider-kubernetes/lib/stateful-set-v1";
import { ClusterNamespace } from "../../../constructs/pipelines/cluster/namespace";
import { ClusterSecret } from "../../../constructs/pipelines/cluster/secret";
import { cpsignLicense } from "../../../constructs/pipelines/cluster/secret-settings";
import { MySql } from "../../../constructs/pipelines/database/my-sql";
import { ManagerPod } from "../../../constructs/pipelines/manager/manager-pod";
import { at, made } from "./made";

// What the provider computes, or the cluster writes in its own way, would differ from what is said in every plan.

const template = made((stack) => {
  const { resource } = new ClusterNamespace(stack, "Namespace", { name: "labinf" });
  const database = new MySql(stack, "Database", {
    ...{ name: "chembl-mysql", namespace: "labinf", databases: ["results"], storage: "8192Mi" },
    dump: { schedule: "@daily", to: { storage: "20Gi", storageClass: "fast" } },
    limits: { cpu: 1.5, memory: "2048Mi" },
    dependsOn: [resource],
  });
  const values = { license: { variable: "cpsign_license" } };
  new ClusterSecret(stack, "License", cpsignLicense({ namespaces: ["labinf"], values, revision: 3 }));
  const manager = {
    image: "pharmbio/manager-pod:pctl-1.7.10",
    pachyderm: "1.7",
    databases: [database.server],
  } as const;
  new ManagerPod(stack, "Manager", { namespace: "labinf", ...manager });
});

const serverSpec = at(template.only(StatefulSetV1), "spec");
const managerSpec = at(template.only(DeploymentV1), "spec");
const jobs = template.all(JobV1);
const cron = template.only(CronJobV1);
const pods = [
  at(serverSpec, "template.spec"),
  at(managerSpec, "template.spec"),
  at(cron, "spec.jobTemplate.spec.template.spec"),
  ...jobs.map((job) => at(job, "spec.template.spec")),
];
const containers = pods.flatMap((pod) => [
  ...((at(pod, "container") ?? []) as object[]),
  ...((at(pod, "initContainer") ?? []) as object[]),
]);

describe("what the provider computes or normalises is said", () => {
  test.each([
    [
      "a stateful set",
      [serverSpec],
      [
        "podManagementPolicy",
        "replicas",
        "revisionHistoryLimit",
        "updateStrategy",
        "minReadySeconds",
        "persistentVolumeClaimRetentionPolicy",
      ],
    ],
    [
      "a deployment",
      [managerSpec],
      ["replicas", "strategy", "revisionHistoryLimit", "progressDeadlineSeconds", "minReadySeconds", "paused"],
    ],
    [
      "a job",
      jobs.map(({ spec }) => spec),
      ["backoffLimit", "completions", "parallelism", "completionMode", "manualSelector", "activeDeadlineSeconds"],
    ],
    [
      "a job at times",
      [cron.spec],
      [
        "concurrencyPolicy",
        "suspend",
        "startingDeadlineSeconds",
        "successfulJobsHistoryLimit",
        "failedJobsHistoryLimit",
      ],
    ],
    [
      "a pod",
      pods,
      [
        "serviceAccountName",
        "automountServiceAccountToken",
        "securityContext",
        "restartPolicy",
        "terminationGracePeriodSeconds",
        "dnsPolicy",
        "enableServiceLinks",
        "schedulerName",
        "shareProcessNamespace",
        "hostIpc",
        "hostNetwork",
        "hostPid",
      ],
    ],
    [
      "a container",
      containers,
      ["imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy", "resources", "securityContext"],
    ],
    [
      "a service",
      template.all(ServiceV1).map(({ spec }) => spec),
      ["type", "sessionAffinity", "ipFamilyPolicy", "internalTrafficPolicy", "publishNotReadyAddresses"],
    ],
    [
      "a port of a service",
      template.all(ServiceV1).map(({ spec }) => at(spec, "port.0")),
      ["name", "port", "protocol", "targetPort"],
    ],
    [
      "a claim",
      template.all(PersistentVolumeClaimV1).map(({ spec }) => spec),
      ["accessModes", "volumeMode", "resources"],
    ],
    ["a secret", template.all(SecretV1), ["type", "immutable", "dataWo", "dataWoRevision"]],
    ["a service account", template.all(ServiceAccountV1), ["automountServiceAccountToken"]],
    [
      "a subject of a role",
      template.all(RoleBindingV1).map((each) => at(each, "subject.0")),
      ["kind", "name", "namespace", "apiGroup"],
    ],
    ["a network policy", template.all(NetworkPolicyV1).map(({ spec }) => spec), ["podSelector", "policyTypes"]],
  ])("of %s", (_what, all, fields) => {
    expect(all.length).toBeGreaterThan(0);
    for (const each of all) expect(Object.keys(each as object)).toEqual(expect.arrayContaining(fields));
  });

  test("quantities as the cluster writes them", () => {
    expect(at(serverSpec, "template.spec.container.0.resources")).toEqual({
      requests: { cpu: "500m", memory: "2Gi", "ephemeral-storage": "512Mi" },
      limits: { cpu: "1500m", memory: "2Gi", "ephemeral-storage": "20Gi" },
    });
    const claims = template.all(PersistentVolumeClaimV1).map((each) => at(each, "spec.resources.requests.storage"));
    expect(claims).toEqual(expect.arrayContaining(["8Gi", "20Gi"]));
  });

  test("no job goes by itself, or the next plan would create it again", () => {
    for (const job of jobs) expect(at(job, "spec.ttlSecondsAfterFinished")).toBeUndefined();
  });

  test("no claim is waited for, which may wait for its first pod", () => {
    for (const { waitUntilBound } of template.all(PersistentVolumeClaimV1)) expect(waitUntilBound).toBe(false);
  });

  test("no template of a claim, whose size could not be changed", () => {
    expect(at(serverSpec, "volumeClaimTemplate")).toBeUndefined();
  });

  test("a file that changes makes a new pod", () => {
    for (const spec of [serverSpec, managerSpec]) {
      const annotations = Object.keys(at(spec, "template.metadata.annotations") as object);
      expect(annotations.filter((each) => each.startsWith("slipway."))).toHaveLength(1);
    }
  });

  test("what takes long has its time", () => {
    const setUp = jobs.find(({ metadata }) => String((metadata as { name: string }).name).includes("-setup-"));
    expect(setUp).toMatchObject({ timeouts: { create: "1620s", update: "1620s" } });
    for (const { timeouts } of jobs) expect(Object.keys(timeouts ?? {}).sort()).toEqual(["create", "delete", "update"]);
  });

  test("variables stand in one order", () => {
    for (const container of containers) {
      const names = ((at(container, "env") ?? []) as { readonly name: string }[]).map(({ name }) => name);
      expect(names).toEqual([...names].sort());
    }
  });

  test("all resources but those of the namespace wait for it", () => {
    const resources = template.json.resource as Readonly<
      Record<string, Readonly<Record<string, { depends_on?: string[] }>>>
    >;
    const ours = Object.values(resources)
      .flatMap((each) => Object.entries(each))
      .filter(([name]) => name.startsWith("Database_"));
    expect(ours.length).toBeGreaterThan(10);
    for (const [, { depends_on = [] }] of ours) {
      expect(depends_on.filter((each) => each.startsWith("kubernetes_namespace_v1."))).toHaveLength(1);
    }
    expect(template.only(NamespaceV1)).toMatchObject({ lifecycle: { prevent_destroy: true } });
  });
});

describe("the security of every pod", () => {
  test("is that of the restricted standard", () => {
    for (const pod of pods) {
      expect(at(pod, "securityContext")).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
    }
    for (const container of containers) {
      expect(at(container, "securityContext")).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
      });
    }
  });

  test("gives a token to those alone who speak with the cluster", () => {
    const withToken = pods.filter((pod) => at(pod, "automountServiceAccountToken") === true);
    expect(withToken.map((pod) => at(pod, "serviceAccountName")).sort()).toEqual([
      "chembl-mysql-passwords",
      "manager-pod",
    ]);
  });

  test("lets no secret stand in the stack", () => {
    expect(template.json.variable).toEqual({
      cpsign_license: { ephemeral: true, nullable: false, sensitive: true, type: "string" },
    });
    expect(template.only(SecretV1)).toMatchObject({ dataWo: { license: "${var.cpsign_license}" }, dataWoRevision: 3 });
    expect(at(template.only(SecretV1), "data")).toBeUndefined();
  });
});
