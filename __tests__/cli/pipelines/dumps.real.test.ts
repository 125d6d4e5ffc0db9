import { resolve } from "node:path";
import { jobNow, volumeJob } from "../../../constructs/pipelines/database/render/dump-jobs";
import { Cluster } from "../../pipelines/cluster";
import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";
import { deployedDump } from "./deployed-dump";
import { databaseFile } from "./pods";

// No container runs on the server that plays the nodes: what the scripts do is shown in commands/pipelines/db.real.test.ts.

const cluster = new Cluster();
const LAB = `dumps-${process.pid}`;
const SETTINGS = {
  name: "chembl-mysql",
  databases: ["chembl_24"],
  dump: { schedule: "15 3 * * *", to: { storage: "1Gi" } },
};
const { manifests, cronJob } = deployedDump(SETTINGS, LAB);
const inLab = (...words: string[]) => cluster.kubectl(["--namespace", LAB, ...words]);
let project: TestProject;

beforeAll(() => {
  const level = { "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/warn": "restricted" };
  cluster.apply([{ apiVersion: "v1", kind: "Namespace", metadata: { name: LAB, labels: level } as never }]);
  cluster.apply(manifests);
  const file = databaseFile(JSON.stringify(SETTINGS))
    .replace('"labinf"', JSON.stringify(LAB))
    .replace('"kind-lab"', JSON.stringify(cluster.kubectl(["config", "current-context"])))
    .replace('"kubeconfig"', JSON.stringify(resolve(process.env.KUBECONFIG ?? process.env.KUBE_CONFIG_PATH ?? "")));
  project = new TestProject({ "environments/pipelines/models.ts": file });
});
afterAll(() => {
  project.remove();
  cluster.kubectl(["delete", "namespace", LAB, "--ignore-not-found", "--wait=false"]);
});

/** How it ends, with its last line; kubectl finds no log here. */
function slipway(...args: string[]): { readonly status: number | null; readonly last: string | undefined } {
  const { status, stdout, stderr } = slipwayIn({ cwd: project.folder }, "pipelines", "db", ...args);
  expect(stderr).not.toContain("unknown");
  return { status, last: `${stderr}${stdout}`.trim().split("\n").at(-1) };
}

describe("the jobs of dumps, on a cluster where only restricted pods may be", () => {
  const work = { namespace: LAB, claim: "chembl-mysql-dump", script: "ls", timeoutSeconds: 300 };

  test.each([
    ["a dump now", () => jobNow(cronJob, { name: "now", namespace: LAB })],
    ["a look at the volume", () => volumeJob(cronJob, { ...work, name: "look" })],
    ["a restore", () => volumeJob(cronJob, { ...work, name: "restore", rootOf: "chembl-mysql" })],
    [
      "what the cluster itself tells of it",
      () =>
        volumeJob(JSON.parse(inLab("get", "cronjob", "chembl-mysql-dump", "--output=json")), { ...work, name: "x" }),
    ],
  ])("%s is taken as it stands", (_what, manifest) => {
    const words = ["create", "--dry-run=server", "--validate=strict", "--output=name", "--filename=-"];
    const text = JSON.stringify(manifest());
    expect(cluster.kubectl(["--namespace", LAB, ...words], text)).toBe(`job.batch/${manifest().metadata.name}`);
  });

  test("come to their end by the commands, and are gone then", () => {
    const list = expect.stringMatching(/^the list of dumps must be readable in the job's log, got Error from server/);
    expect(slipway("dumps")).toEqual({ status: 1, last: list });
    const unread = "the job's log could not be read";
    expect(slipway("dump", "--to-dumps")).toEqual({ status: 0, last: `the dump is made; ${unread}` });
    expect(slipway("restore", "--from-dumps", "latest")).toEqual({ status: 0, last: `latest is restored; ${unread}` });
    expect(inLab("get", "jobs", "--output=name")).toBe("");
    const made = inLab("get", "events", "--field-selector=reason=SuccessfulCreate", "--output=name").split("\n");
    expect(made.length).toBeGreaterThanOrEqual(3);
  });
});
