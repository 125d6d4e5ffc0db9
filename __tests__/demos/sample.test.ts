import { specsOf } from "../../constructs/pipelines/pachyderm/render/pachyderm";
import { problemsWithinWorkflow } from "../../constructs/pipelines/workflow/problems";
import { workflowSettings } from "../../constructs/pipelines/workflow/schema";
import { sample } from "../../examples/environments/pipelines/_sample";

describe("the sample workflow", () => {
  test("keeps the rules of a workflow, as its pipelines do of each version", () => {
    expect(workflowSettings.safeParse(sample).success).toBe(true);
    for (const version of ["1.7", "1.13", "2"] as const) {
      expect(problemsWithinWorkflow(sample, { version })).toEqual([]);
    }
  });

  test("is rendered by the names that its scripts read", () => {
    const specs = specsOf(sample, "2");
    const names = specs.map(({ pipeline }) => pipeline.name);
    const read = specs.flatMap(({ transform }) =>
      [...(transform.stdin ?? []).join("\n").matchAll(/\/pfs\/([\w-]+)/g)].map(([, name]) => name ?? ""),
    );
    expect(names).toEqual(["sample-ingestion", "sample-precompute", "sample-training", "sample-aggregate"]);
    expect([...new Set(read)].filter((name) => name !== "out" && !names.includes(name))).toEqual([
      "measurements",
      "settings",
    ]);
  });
});
