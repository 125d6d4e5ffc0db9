import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changesOf } from "../../../engine/plan/changes";
import { inTurn, plannedNow } from "../../../engine/plan/later";
import { Project } from "../../../engine/project";
import { TestProject } from "../../support/project";

const NAMES = ["lab-nodes", "lab-bob", "lab-local"];

/** A stack with its state, which may read that of the nodes. */
function stackJson(name: string) {
  const path = (stack: string) => `../../../terraform.tfstate.d/${stack}/terraform.tfstate`;
  const reads = { terraform_remote_state: { Nodes: { backend: "local", config: { path: path("lab-nodes") } } } };
  return {
    terraform: { backend: { local: { path: path(name) } } },
    ...(name === "lab-bob" && { data: reads }),
  };
}

describe("stacks that read what another changes", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ "cdktf.json": '{ "app": "true" }' });
    for (const name of NAMES) {
      const folder = join(project.folder, "cdktf.out/stacks", name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stackJson(name)));
    }
    project.write("cdktf.out/slipway.json", JSON.stringify({ workspaces: { lab: NAMES } }));
  });
  afterEach(() => project.remove());

  const planned = async (outputs: readonly string[]) => {
    const print = jest.fn();
    const made = await plannedNow(
      { project: Project.at(project.folder), workspace: "lab", print },
      inTurn(NAMES),
      async (stack) => {
        const changed = stack === "lab-nodes" ? outputs : [];
        const all = changed.map((name) => ({ name, isNew: true, differences: [] }));
        return { file: stack, plan: { ...changesOf({}), outputs: all, stack, existing: [], holdings: [] } };
      },
    );
    return { now: made.planned.map(({ file }) => file), later: made.later, said: print.mock.calls.flat() };
  };

  test("are planned with it, where it changes nothing that they read", async () => {
    await expect(planned([])).resolves.toEqual({ now: NAMES, later: [], said: [] });
  });

  test("are planned once it is deployed", async () => {
    await expect(planned(["nodes"])).resolves.toEqual({
      now: ["lab-nodes", "lab-local"],
      later: ["lab-bob"],
      said: ["lab-bob: planned once lab-nodes is deployed"],
    });
  });
});
