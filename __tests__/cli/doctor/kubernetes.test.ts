import { join } from "node:path";
import { loadEnvironments, type Workspace } from "../../../app/load";
import { kubernetes } from "../../../cli/doctor/kubernetes";
import { modelFile, TestProject } from "../../support/project";
import { Machine } from "./machine";

const count =
  '{ input: { repo: "data", glob: "/" }, image: "debian:12-slim", script: ["wc -l /pfs/data/* > /pfs/out/lines"] }';
const workflow = (name: string, cluster: string) => `export default {
  name: "${name}",
  cluster: { ${cluster} },
  namespace: "${name}",
  pachyderm: { version: "2" },
  workflows: { ${name}: { repositories: ["data"], pipelines: { count: ${count} }, results: ["count"] } },
};
`;

let machine: Machine;
beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

describe("Kubernetes", () => {
  const project = new TestProject({
    "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
    "environments/pipelines/logd.ts": workflow("logd", 'context: "lab"'),
    "environments/pipelines/words.ts": workflow("words", 'context: "desk", kubeconfig: "clusters/desk"'),
  });
  const workspaces = loadEnvironments(join(project.folder, "environments"), project.folder);
  afterAll(() => project.remove());

  const found = (kubectl?: string, which: readonly Workspace[] = workspaces) => {
    const { environment } = machine.surroundings(kubectl === undefined ? {} : { kubectl });
    return kubernetes({ environment, folder: project.folder }, which);
  };
  /** Has one context in the usual place, and another where the project's file says. */
  const BOTH = `case "$*" in
    "config get-contexts --output=name") echo other; echo lab;;
    "--kubeconfig ${project.folder}/clusters/desk config get-contexts --output=name") echo desk;;
    *) exit 1;;
  esac`;

  test("is nothing to those who have no workflow", async () => {
    const models = workspaces.filter(({ domain }) => domain === "model");
    const finding = { name: "Kubernetes", state: "unneeded", found: "no workspace is for a cluster" };
    expect(await found("exit 1", models)).toEqual(finding);
  });

  test("is asked for by the commands of day two alone", async () => {
    expect(await found()).toEqual({
      name: "Kubernetes",
      state: "warning",
      found: "no kubectl on the PATH",
      remedy: "`slipway pipelines status` and its like need it, deployments do not: kubernetes.io/docs/tasks/tools",
    });
  });

  test("has the contexts that the files name, each in its kubeconfig", async () => {
    expect(await found(BOTH)).toEqual({ name: "Kubernetes", state: "ok", found: 'kubectl has "lab", "desk"' });
  });

  test.each([
    ["echo desk", 'no context "lab" (logd)'],
    ["echo laboratory", 'no context "lab" (logd), no context "desk" (words)'],
    [
      'case "$1" in --kubeconfig) echo "error: no such file" >&2; exit 1;; esac; echo lab',
      "error: no such file (words)",
    ],
  ])("has not all: %s", async (kubectl, text) => {
    const remedy = "`kubectl config get-contexts` lists what there is; cluster.context and cluster.kubeconfig name one";
    expect(await found(kubectl)).toEqual({ name: "Kubernetes", state: "warning", found: text, remedy });
  });
});
