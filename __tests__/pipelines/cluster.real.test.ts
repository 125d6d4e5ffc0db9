import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cluster } from "./cluster";
import { deployed, LAB, WORKERS } from "./lab-stack";
import type { Manifest, Translated } from "./manifests";

// No container runs on the server that plays the nodes: what the scripts do is shown in cli/commands/pipelines/db.real.test.ts,
// and below for the one that speaks with the cluster.

const cluster = new Cluster();
const manifests = (all: readonly Translated[]) => all.map(({ manifest }) => manifest);
const addressOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
const versions = (all: readonly Translated[]) =>
  Object.fromEntries(manifests(all).map((each) => [addressOf(each), resourceVersion(cluster.get(each))]));
const resourceVersion = (found?: Manifest) =>
  (found?.metadata as { resourceVersion?: string } | undefined)?.resourceVersion;
const inLab = (...args: string[]) => cluster.kubectl(["--namespace", LAB, ...args]);

const COMPLETE = "--output=jsonpath={.status.conditions[?(@.type=='Complete')].status}";
const completed = (name: string) =>
  cluster.until(["--namespace", LAB, "get", "job", name, COMPLETE], (answer) => answer === "True");

/** What Terraform waits for. */
async function waitFor(all: readonly Translated[]): Promise<void> {
  for (const { manifest } of all.filter(({ isWaitedFor }) => isWaitedFor)) {
    const { kind, metadata } = manifest;
    if (kind === "Job") await completed(metadata.name);
    else {
      const status = ["--namespace", LAB, "rollout", "status", `${kind}/${metadata.name}`, "--watch=false"];
      await cluster.until(status, (answer) => /successfully rolled out|roll(ing update| out) complete/.test(answer));
    }
  }
}

let first: Translated[];

beforeAll(async () => {
  first = deployed();
  cluster.apply(manifests(first));
  await waitFor(first);
  for (const { kind, metadata } of manifests(first)) if (kind === "Job") await completed(metadata.name);
});
afterAll(() => {
  cluster.kubectl(["delete", "namespace", LAB, WORKERS, "--ignore-not-found", "--wait=false"]);
});

describe("a database and a manager on a cluster", () => {
  test("come up where only restricted pods may be", () => {
    const enforced = cluster.kubectl(["get", "namespace", LAB, "--output=jsonpath={.metadata.labels}"]);
    expect(JSON.parse(enforced)["pod-security.kubernetes.io/enforce"]).toBe("restricted");
    const phases = inLab("get", "pods", "--output=jsonpath={.items[*].status.phase}").split(" ").sort();
    expect(phases).toEqual(["Running", "Running", "Succeeded", "Succeeded", "Succeeded"]);
    expect(inLab("get", "pvc", "chembl-mysql-data", "--output=jsonpath={.status.phase}")).toBe("Bound");
    const jobs = manifests(first).filter(({ kind }) => kind === "Job");
    expect(jobs.map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{16}$/, "")).sort()).toEqual([
      "chembl-mysql-load-chembl",
      "chembl-mysql-passwords",
      "chembl-mysql-setup",
    ]);
  });

  test("refuse a pod that is not restricted there", () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "loose", namespace: LAB },
      spec: { containers: [{ name: "a", image: "a:1" }] },
    };
    expect(() => cluster.apply([pod])).toThrow('violates PodSecurity "restricted:latest"');
  });

  test("dump when the time comes", async () => {
    inLab("create", "job", "--from=cronjob/chembl-mysql-dump", "now");
    await completed("now");
    inLab("delete", "job", "now");
  });

  test("are the same when they are applied again", () => {
    const before = versions(first);
    cluster.apply(manifests(deployed()));
    expect(versions(first)).toEqual(before);
    expect(Object.values(before)).not.toContain(undefined);
  });

  test("are found by the names of the chart", () => {
    const slices = ["endpointslices", "--selector=kubernetes.io/service-name=chembl-mysql"];
    expect(inLab("get", ...slices, "--output=jsonpath={.items[0].ports[0].port}")).toBe("3306");
    const alias = ["get", "service", "chembl-mysql", "--namespace", WORKERS, "--output=jsonpath={.spec.externalName}"];
    expect(cluster.kubectl(alias)).toBe(`chembl-mysql.${LAB}.svc.cluster.local`);
    expect(inLab("get", "pods", "--selector=app=chembl-mysql", "--output=name")).toBe("pod/chembl-mysql-0");
  });
});

describe("what a service account may do", () => {
  test.each([
    ["chembl-mysql-passwords", "get secrets/chembl-mysql", LAB, true],
    ["chembl-mysql-passwords", "patch secrets/chembl-mysql", LAB, true],
    ["chembl-mysql-passwords", "create secrets/chembl-mysql", LAB, true],
    ["chembl-mysql-passwords", "patch secrets/chembl-mysql", WORKERS, true],
    ["chembl-mysql-passwords", "get secrets/chembl-mysql", WORKERS, false],
    ["chembl-mysql-passwords", "get secrets/cpsign-license", LAB, false],
    ["chembl-mysql-passwords", "get secrets/cpsign-license", WORKERS, false],
    ["chembl-mysql-passwords", "list secrets", LAB, false],
    ["chembl-mysql-passwords", "create secrets", LAB, false],
    ["chembl-mysql-passwords", "delete secrets/chembl-mysql", LAB, false],
    ["chembl-mysql-passwords", "get pods", LAB, false],
    ["chembl-mysql-passwords", "get secrets/chembl-mysql", "kube-system", false],
    ["manager-pod", "get pods", LAB, true],
    ["manager-pod", "list pods", WORKERS, true],
    ["manager-pod", "get pods --subresource=log", WORKERS, true],
    ["manager-pod", "get secrets/chembl-mysql", LAB, false],
    ["manager-pod", "create pods", LAB, false],
    ["manager-pod", "create pods --subresource=exec", WORKERS, false],
    ["manager-pod", "delete pods", WORKERS, false],
    ["manager-pod", "get pods", "kube-system", false],
    ["chembl-mysql-dump", "get secrets/chembl-mysql", LAB, false],
    ["chembl-mysql-dump", "get pods", LAB, false],
    ["default", "get secrets/chembl-mysql", LAB, false],
  ])("%s: %s in %s: %s", (account, what, namespace, may) => {
    expect(cluster.may(`${LAB}/${account}`, what, namespace)).toBe(may);
  });

  test("and nothing else: its token is in no pod that does not need it", () => {
    const pods = JSON.parse(inLab("get", "pods", "--output=json")) as {
      items: { metadata: { name: string }; spec: object }[];
    };
    const withToken = pods.items.filter(({ spec }) => JSON.stringify(spec).includes("serviceAccountToken"));
    const names = withToken.map(({ metadata }) => metadata.name.replace(/-[0-9a-f]+-[a-z0-9]+$/, ""));
    expect([...new Set(names)].sort()).toEqual(["chembl-mysql-passwords", "manager-pod"]);
  });
});

describe("the job that makes passwords", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-passwords-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the job's script as its service account. */
  function run(all = first): { status: number | null; stdout: string; stderr: string } {
    const scripts = manifests(all).find(
      ({ kind, metadata }) => kind === "ConfigMap" && /-passwords-/.test(metadata.name),
    );
    const view = JSON.parse(cluster.kubectl(["config", "view", "--raw", "--minify", "--output=json"]));
    const { server, "certificate-authority-data": authority } = view.clusters[0].cluster;
    writeFileSync(join(folder, "ca.crt"), Buffer.from(authority, "base64"));
    writeFileSync(join(folder, "token"), inLab("create", "token", "chembl-mysql-passwords"));
    const script = ((scripts?.data ?? {}) as Readonly<Record<string, string>>)["passwords.sh"];
    const env = { PATH: process.env.PATH, ACCOUNT_FOLDER: folder, KUBERNETES_SERVER: server, WORK_FOLDER: folder };
    return spawnSync("sh", ["-c", script ?? "exit 99"], { encoding: "utf8", env });
  }

  const dataOf = (namespace: string) => {
    const found = cluster.get({ apiVersion: "v1", kind: "Secret", metadata: { name: "chembl-mysql", namespace } });
    const entries = Object.entries((found?.data ?? {}) as Readonly<Record<string, string>>);
    return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
  };

  test("makes what is absent, and copies what the workers need", () => {
    expect(run()).toMatchObject({ status: 0, stderr: "" });
    const made = dataOf(LAB);
    expect(Object.keys(made).sort()).toEqual([
      "mysql-chembl_ro-password",
      "mysql-dump-password",
      "mysql-password",
      "mysql-root-password",
    ]);
    for (const value of Object.values(made)) expect(value).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(new Set(Object.values(made)).size).toBe(4);
    expect(dataOf(WORKERS)).toEqual({ "mysql-root-password": made["mysql-chembl_ro-password"] });
  });

  test("leaves what is there, and says nothing of it", () => {
    const before = dataOf(LAB);
    const { status, stdout, stderr } = run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(dataOf(LAB)).toEqual(before);
    expect(stdout).toBe(`secret chembl-mysql of namespace ${WORKERS} is as the database's\n`);
  });

  test("adds a password that is new, beside those of the chart", () => {
    // GIVEN
    const chart = { "mysql-root-password": "cm9vdA==", "mysql-password": "dXNlcg==" };
    inLab("delete", "secret", "chembl-mysql");
    cluster.kubectl(
      ["create", "--filename=-"],
      JSON.stringify({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "chembl-mysql", namespace: LAB },
        data: chart,
      }),
    );
    // WHEN
    expect(run()).toMatchObject({ status: 0, stderr: "" });
    // THEN
    const made = dataOf(LAB);
    expect(made).toMatchObject({ "mysql-root-password": "root", "mysql-password": "user" });
    expect(Object.keys(made)).toHaveLength(4);
  });
});

describe("a change and an end", () => {
  test("roll the server, and keep the volume", async () => {
    // GIVEN
    const uid = inLab("get", "pvc", "chembl-mysql-data", "--output=jsonpath={.metadata.uid}");
    const pod = inLab("get", "pod", "chembl-mysql-0", "--output=jsonpath={.metadata.uid}");
    // WHEN
    const changed = deployed({ image: "mysql:8.4.8", limits: { memory: "3Gi" } });
    cluster.apply(manifests(changed));
    const kept = new Set(manifests(changed).map(addressOf));
    const gone = first.filter(({ manifest }) => !kept.has(addressOf(manifest)));
    for (const { manifest } of gone) cluster.delete(manifest);
    await waitFor(changed);
    // THEN
    expect(new Set(gone.map(({ manifest }) => manifest.kind))).toEqual(new Set(["ConfigMap", "Job"]));
    const image = "--output=jsonpath={.spec.containers[0].image} {.spec.containers[0].resources.limits.memory}";
    expect(inLab("get", "pod", "chembl-mysql-0", image)).toBe("mysql:8.4.8 3Gi");
    expect(inLab("get", "pod", "chembl-mysql-0", "--output=jsonpath={.metadata.uid}")).not.toBe(pod);
    expect(inLab("get", "pvc", "chembl-mysql-data", "--output=jsonpath={.metadata.uid}")).toBe(uid);
    first = changed;
  });

  test("take all away but the volume that is protected", async () => {
    const isNamespace = ({ manifest }: Translated) => manifest.kind === "Namespace";
    for (const { manifest } of first.filter((each) => !each.isProtected && !isNamespace(each)).reverse()) {
      cluster.delete(manifest);
    }
    expect(first.filter(({ isProtected }) => isProtected).map(({ manifest }) => addressOf(manifest))).toEqual([
      `PersistentVolumeClaim ${LAB}/chembl-mysql-data`,
    ]);
    const kinds = "statefulset,deployment,job,cronjob,poddisruptionbudget,networkpolicy,persistentvolumeclaim";
    const left = ["--namespace", LAB, "get", kinds, "--output=name"];
    await cluster.until(left, (answer) => answer === "persistentvolumeclaim/chembl-mysql-data");
  });
});
