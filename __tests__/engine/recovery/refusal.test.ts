import type { Change } from "../../../engine/plan/changes";
import type { StackPlan } from "../../../engine/plan/stack-plan";
import { refuseLosses } from "../../../engine/recovery/refusal";

const plan = (what: "destroyed" | "replaced", type: string, more: Partial<Change> = {}) =>
  [
    { destroyed: [], replaced: [], [what]: [{ address: `${type}.One`, type, differences: [], ...more }] },
  ] as unknown as StackPlan[];

describe("a recovery", () => {
  test.each([
    ["destroyed", "docker_volume"],
    ["destroyed", "aws_iam_role"],
    ["replaced", "aws_s3_bucket"],
    ["replaced", "kubernetes_persistent_volume_claim_v1"],
  ] as const)("is refused where %s is a %s", (what, type) => {
    expect(() => refuseLosses("lab", plan(what, type))).toThrow(
      `lab: a recovery must not destroy anything, got a plan that destroys or replaces ${type}.One; `,
    );
  });

  test.each([
    ["destroyed", "docker_container"],
    ["replaced", "docker_container"],
    ["replaced", "kubernetes_job_v1"],
    ["replaced", "kubernetes_config_map_v1"],
    ["destroyed", "terraform_data"],
  ] as const)("goes on where %s is a %s, which the file describes completely", (what, type) => {
    expect(() => refuseLosses("lab", plan(what, type))).not.toThrow();
  });

  test("goes on where what is half made is made again", () => {
    expect(() => refuseLosses("lab", plan("replaced", "aws_lambda_function", { isHalfMade: true }))).not.toThrow();
  });
});
