import { TerraformStack, Testing } from "cdktf";
import { ApplyJob } from "../../constructs/pipelines/cluster/apply-job";
import { Claim } from "../../constructs/pipelines/cluster/claim";
import { NetworkRules } from "../../constructs/pipelines/cluster/network-rules";
import { ClusterSecret } from "../../constructs/pipelines/cluster/secret";
import { ServiceIdentity } from "../../constructs/pipelines/cluster/service-identity";
import { stackKubernetesProvider } from "../../constructs/shared/kubernetes-provider";
import { Template } from "../../testing";
import { manifestsOf } from "./manifests";

function translated(build: (stack: TerraformStack) => void, variables?: Readonly<Record<string, string>>) {
  const stack = new TerraformStack(Testing.app(), "test");
  stackKubernetesProvider(stack, { context: "lab" });
  build(stack);
  return manifestsOf(Template.of(stack), variables);
}

describe("the translation of resources into manifests", () => {
  test("names lists and blocks as the cluster does", () => {
    const [scripts, job] = translated((stack) => {
      const steps = [
        { name: "a", image: "a:1", script: 'echo "${HOME}" %{x}' },
        { name: "b", image: "b:1", script: "b", secretEnvironment: { B: { secret: "s", key: "k" } } },
      ];
      new ApplyJob(stack, "Job", { name: "job", namespace: "lab", steps });
    }).map(({ manifest }) => manifest);
    expect(scripts).toMatchObject({
      apiVersion: "v1",
      kind: "ConfigMap",
      data: { "a.sh": 'echo "${HOME}" %{x}', "b.sh": "b" },
      immutable: true,
    });
    expect(job).toMatchObject({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { namespace: "lab", labels: { "app.kubernetes.io/instance": "job" } },
      spec: {
        backoffLimit: 3,
        template: {
          spec: {
            hostIPC: false,
            securityContext: { runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
            initContainers: [{ name: "a", securityContext: { capabilities: { drop: ["ALL"] } } }],
            containers: [
              {
                name: "b",
                env: [
                  { name: "B", valueFrom: { secretKeyRef: { name: "s", key: "k", optional: false } } },
                  { name: "HOME", value: "/work" },
                ],
                resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "512Mi" } },
                volumeMounts: [{ mountPath: "/scripts", name: "scripts" }, { name: "work" }, { name: "tmp" }],
              },
            ],
            volumes: [{ configMap: { defaultMode: 0o444 }, name: "scripts" }, { emptyDir: {} }, { emptyDir: {} }],
          },
        },
      },
    });
    expect(JSON.stringify(job)).not.toContain("_");
  });

  test("keeps what is Terraform's alone out of it", () => {
    const [claim] = translated((stack) => {
      new Claim(stack, "Claim", { name: "data", namespace: "lab", instance: "db", storage: "1024Mi" });
    });
    expect(claim).toEqual({
      isProtected: true,
      isWaitedFor: false,
      manifest: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "data", namespace: "lab", labels: expect.any(Object) },
        spec: {
          accessModes: ["ReadWriteOnce"],
          volumeMode: "Filesystem",
          resources: { requests: { storage: "1Gi" } },
        },
      },
    });
  });

  test("orders them as Terraform does, and reads numbers where they are texts", () => {
    const all = translated((stack) => {
      const rights = [{ namespace: "lab", resources: ["pods"], verbs: ["get"] }];
      new ServiceIdentity(stack, "Identity", { name: "me", namespace: "lab", rights });
      const pods = { instance: "db", component: "server" };
      const ingress = [{ with: [{ namespace: "lab" }], ports: [{ port: 3306 }] }];
      new NetworkRules(stack, "Network", { name: "db", namespace: "lab", pods, ingress });
    }).map(({ manifest }) => manifest);
    expect(all.map(({ kind }) => kind)).toEqual(["NetworkPolicy", "Role", "RoleBinding", "ServiceAccount"]);
    expect(all[0]?.spec).toMatchObject({
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "lab" } } }],
          ports: [{ port: 3306, protocol: "TCP" }],
        },
      ],
    });
    expect(all[2]).toMatchObject({ subjects: [{ kind: "ServiceAccount", name: "me" }], roleRef: { kind: "Role" } });
  });

  test("gives a secret the values of the variables, and refuses what it cannot know", () => {
    const build = (stack: TerraformStack) => {
      const values = { license: { variable: "cpsign_license" } };
      new ClusterSecret(stack, "License", { name: "license", namespaces: ["lab"], keys: ["license"], values });
    };
    const [secret] = translated(build, { cpsign_license: "äh" });
    expect(secret?.manifest.data).toEqual({ license: Buffer.from("äh").toString("base64") });
    expect(() => translated(build)).toThrow(
      "an expression must be a variable that is given, got ${var.cpsign_license}",
    );
  });
});
