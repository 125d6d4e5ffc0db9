import { join, resolve } from "node:path";
import { Testing } from "cdktf";
import { environmentOf, loadEnvironments } from "../../app/load";
import type { PipelinesEnvironment } from "../../constructs/pipelines/schema";
import { PipelinesStack } from "../../stacks/pipelines-stack";
import { Template } from "../../testing";
import { Cluster } from "./cluster";
import { type Manifest, manifestsOf } from "./manifests";

const ROOT = resolve(__dirname, "../..");
const cluster = new Cluster();
const LAB = `models-${process.pid}`;
const PACHD = `pachd-${process.pid}`;

/** The workspace logd with namespaces of the test's own, as manifests. */
function logd(change: (environment: PipelinesEnvironment) => PipelinesEnvironment = (each) => each): Manifest[] {
  const found = loadEnvironments(join(ROOT, "environments"), ROOT).find(({ workspace }) => workspace === "logd");
  const environment = found === undefined ? undefined : environmentOf(found, "pipelines");
  const text = JSON.stringify(environment).replaceAll('"labinf"', `"${LAB}"`).replaceAll('"pachyderm"}', `"${PACHD}"}`);
  const placed = JSON.parse(
    text.replaceAll('"namespace":"pachyderm"', `"namespace":"${PACHD}"`),
  ) as PipelinesEnvironment;
  const stack = new PipelinesStack(Testing.app(), "logd", { environment: change(placed), stateFolder: ROOT });
  return manifestsOf(Template.of(stack), {}).map(({ manifest }) => manifest);
}

const jobsIn = (manifests: readonly Manifest[]) => manifests.filter(({ kind }) => kind === "Job");
const nameOf = ({ metadata }: Manifest) => metadata.name.replace(/-[0-9a-f]{16}$/, "");
const version = (each: Manifest) =>
  (cluster.get(each)?.metadata as { resourceVersion?: string } | undefined)?.resourceVersion;

async function completed(jobs: readonly Manifest[]): Promise<void> {
  const complete = "--output=jsonpath={.status.conditions[?(@.type=='Complete')].status}";
  for (const { metadata } of jobs) {
    const words = ["--namespace", String(metadata.namespace), "get", "job", metadata.name, complete];
    await cluster.until(words, (answer) => answer === "True");
  }
}

describe("the workspace logd on a cluster", () => {
  let first: Manifest[];

  beforeAll(async () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    cluster.apply([LAB, PACHD].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } })));
    first = logd();
    cluster.apply(first);
    await completed(jobsIn(first));
  });
  afterAll(() => cluster.kubectl(["delete", "namespace", LAB, PACHD, "--ignore-not-found", "--wait=false"]));

  test("comes up where only restricted pods may be, with a job for each pipeline", async () => {
    expect(jobsIn(first).map(nameOf).sort()).toEqual([
      ...["chembl-mysql-passwords", "chembl-mysql-setup", "p-logd-aggregate", "p-logd-ingestion"],
      ...["p-logd-logd-config", "p-logd-precompute", "p-logd-training", "p-logd-upload"],
    ]);
    for (const place of ["statefulset/chembl-mysql", "deployment/manager-pod"]) {
      const words = ["--namespace", LAB, "rollout", "status", place, "--watch=false"];
      await cluster.until(words, (answer) => /successfully rolled out|roll(ing update| out) complete/.test(answer));
    }
  });

  test("applied again changes nothing", () => {
    const before = first.map(version);
    cluster.apply(logd());
    expect(first.map(version)).toEqual(before);
  });

  test("with another image of a pipeline has one other job, and the manager its new specification", async () => {
    const changed = logd((environment) => {
      const text = JSON.stringify(environment).replace("modelweb-uploader:cheesus", "modelweb-uploader:brie");
      return JSON.parse(text) as PipelinesEnvironment;
    });
    const names = jobsIn(first).map(({ metadata }) => metadata.name);
    const fresh = jobsIn(changed).filter(({ metadata }) => !names.includes(metadata.name));
    expect(fresh.map(nameOf)).toEqual(["p-logd-upload"]);
    cluster.apply(changed);
    await completed(fresh);
    const words = ["--namespace", LAB, "rollout", "status", "deployment/manager-pod", "--watch=false"];
    await cluster.until(words, (answer) => /successfully rolled out/.test(answer));
  });
});
