import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LocalBackend, TerraformStack, Testing } from "cdktf";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { policyOf, stackSnapshot, Template, trustOf } from "../../testing";
import { Lab } from "./lab";

/** Two stacks, of which the second takes from the first. */
function two() {
  const app = Testing.app();
  const lab = new Lab(app, "lab");
  const api = new TerraformStack(app, "api");
  stackAwsProvider(api, { region: "eu-north-1" });
  new LambdaFunction(api, "Function", { functionName: "api", role: lab.role.arn });
  const policy = { Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: `${lab.bucket.arn}/*` }] };
  new IamRolePolicy(api, "Policy", { role: lab.role.name, policy: JSON.stringify(policy) });
  return { lab, api };
}

const STATE = "data.terraform_remote_state.cross-stack-reference-input-lab.outputs";
const REFERENCE = `\${${STATE}.cross-stack-output-aws_iam_roleRolearn}`;

describe("stacks of one app", () => {
  test("are prepared, so a reference is one to the other's remote state", () => {
    expect(stackSnapshot(two().api)).toMatchObject({
      resource: { aws_lambda_function: { Function: { role: REFERENCE } } },
      data: { terraform_remote_state: { "cross-stack-reference-input-lab": { backend: "local" } } },
    });
    expect(Template.of(two().api).only(LambdaFunction).role).toBe(REFERENCE);
  });

  test("have the outputs that the others need", () => {
    const outputs = Template.of(two().lab).outputs({ sensitive: true });
    expect(outputs["cross-stack-output-aws_iam_roleRolearn"]).toMatchObject({ value: "${aws_iam_role.Role.arn}" });
  });

  test("are found by tokens of each other", () => {
    const { lab, api } = two();
    expect(Template.of(api).all(LambdaFunction, { role: lab.role.arn })).toHaveLength(1);
    expect(Template.of(api).all(LambdaFunction, { role: lab.bucket.arn })).toEqual([]);
  });

  test("are told apart in a policy", () => {
    const { lab, api } = two();
    const policy = policyOf(Template.of(api), lab.role);
    expect(policy.allows("s3:GetObject", `${lab.bucket.arn}/a`)).toBe(true);
    expect(policy.allows("s3:GetObject", `${lab.role.arn}/a`)).toBe(false);
    expect(policy.allows("s3:PutObject", `${lab.bucket.arn}/a`)).toBe(false);
  });

  test("are asked by the template of the stack that makes the role", () => {
    const { lab, api } = two();
    const role = new IamRole(api, "Role", { name: "api", assumeRolePolicy: "{}" });
    const template = Template.of(lab);
    const message = "[api/Role] must be of lab, got one of api, which depends on it; take the template of api";
    expect(() => policyOf(template, role)).toThrow(new Error(message));
    expect(() => trustOf(template, role)).toThrow(new Error(message));
    const asked =
      "lab must be asked by its own values, got a token of a stack that depends on it; take the template of that stack";
    expect(() => template.has(IamRole, { name: role.arn })).toThrow(asked);
    expect(() => policyOf(template, lab.role).allows("s3:GetObject", role.arn)).toThrow(asked);
  });

  test("may be synthesized twice", () => {
    const { lab, api } = two();
    expect([stackSnapshot(api), stackSnapshot(lab)]).toEqual([stackSnapshot(api), stackSnapshot(lab)]);
  });

  test("have no backend that they do not set", () => {
    const { api, lab } = two();
    expect(Template.of(api).json.terraform).not.toHaveProperty("backend");
    new LocalBackend(new TerraformStack(lab.node.root, "kept"), { path: "kept.tfstate" });
    const kept = lab.node.root.node.findChild("kept") as TerraformStack;
    expect(Template.of(kept).json.terraform).toEqual({ backend: { local: { path: "kept.tfstate" } } });
  });

  test("are what they were where a stack is alone", () => {
    const lab = new Lab();
    expect(Template.of(lab).json).toEqual(JSON.parse(Testing.synth(lab)));
    expect(Template.of(lab).only(IamRole, { name: "lab-role" }).tags).toEqual({ team: "physics", site: "oslo" });
  });
});
