import { sizeProblems } from "../../../engine/plan/limits";

const MIB = 1024 ** 2;
const problems = (type: string, attributes: object) => sizeProblems({ resource: { [type]: { A: { ...attributes } } } });
const text = (length: number) => "x".repeat(length);

describe("what is larger than its API takes", () => {
  test.each<[string, string, number, (text: string) => object]>([
    ["aws_sfn_state_machine", "definition must have at most 1 MiB", MIB, (definition) => ({ definition })],
    ["aws_iam_role_policy", "policy must have at most 10,240 characters", 10_240, (policy) => ({ policy })],
    ["aws_iam_policy", "policy must have at most 6,144 characters", 6144, (policy) => ({ policy })],
    [
      "aws_lambda_function",
      "environment must have at most 4 KiB",
      4096 - 8,
      (A) => ({ environment: { variables: { A } } }),
    ],
    ["kubernetes_config_map_v1", "data must have at most 1 MiB", MIB - 1, (a) => ({ data: { a } })],
    ["kubernetes_config_map", "data must have at most 1 MiB", MIB - 1, (a) => ({ binary_data: { a } })],
    ["kubernetes_secret_v1", "data must have at most 1 MiB", MIB - 1, (a) => ({ data: { a } })],
  ])("%s: %s", (type, rule, most, of) => {
    expect(problems(type, of(text(most)))).toEqual([]);
    expect(problems(type, of(text(most + 1)))).toEqual([expect.stringContaining(`${type}.A: ${rule}, got `)]);
  });

  test("is not what only stands for something that may be shorter", () => {
    expect(problems("aws_iam_policy", { policy: `${text(6144)}\${aws_s3_bucket.B.arn}  ` })).toEqual([]);
  });
});
