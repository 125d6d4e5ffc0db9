import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsLambdaFunction } from "@cdktf/provider-aws/lib/data-aws-lambda-function";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { Annotations, Aspects, type IAspect, TerraformStack, Testing } from "cdktf";
import type { IConstruct } from "constructs";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { Capture, Match, Template } from "../../testing";
import { Lab } from "./lab";

describe("Template, by patterns", () => {
  const lab = new Lab();
  const template = Template.of(lab);

  test("finds by a part, at any depth", () => {
    expect(template.only(IamRole, { tags: { team: "biology" } }).name).toBe("lab-other");
    expect(template.only(LambdaFunction, { environment: { variables: { log_level: "info" } } }).memorySize).toBe(512);
    expect(template.all(IamRole, { tags: { site: "oslo" } })).toHaveLength(2);
  });

  test("finds by matchers, its own and Jest's", () => {
    expect(template.only(IamRole, { name: Match.stringLikeRegexp("role$") }).name).toBe("lab-role");
    expect(template.only(IamRole, { name: expect.stringMatching(/other$/) }).name).toBe("lab-other");
    expect(template.all(LambdaFunction, { architectures: Match.arrayWith(["arm64"]) })).toHaveLength(1);
    expect(template.all(LambdaFunction, { layers: Match.absent() })).toHaveLength(1);
  });

  test("knows the names and types of bindings in patterns", () => {
    // @ts-expect-error a role has no such attribute
    expect(() => template.only(IamRole, { nmae: "lab-role" })).toThrow('nmae must be "lab-role", got nothing');
    // @ts-expect-error a name is a text
    expect(template.all(IamRole, { name: 1 })).toEqual([]);
  });

  test("finds by tokens", () => {
    expect(template.only(LambdaFunction, { role: lab.role.arn }).functionName).toBe("lab");
    expect(template.all(LambdaFunction, { role: lab.bucket.arn })).toEqual([]);
    template.has(S3BucketPolicy, {
      policy: Match.serializedJson({ Statement: [{ Resource: `${lab.bucket.arn}/*` }] }),
    });
  });

  test("finds by Terraform's own type, in Terraform's names", () => {
    expect(template.only("aws_lambda_function").memory_size).toBe(512);
    expect(template.only("data.aws_lambda_function").function_name).toBe("elsewhere");
    expect(template.all("aws_caller_identity")).toEqual([]);
  });

  test("keeps a resource and a data source of one type and name apart", () => {
    const stack = new TerraformStack(Testing.app(), "twins");
    stackAwsProvider(stack, { region: "eu-north-1" });
    new LambdaFunction(stack, "Own", { functionName: "own", role: "r" }).overrideLogicalId("same");
    new DataAwsLambdaFunction(stack, "Other", { functionName: "other" }).overrideLogicalId("same");
    const twins = Template.of(stack);
    expect(twins.only(LambdaFunction).functionName).toBe("own");
    expect(twins.only(DataAwsLambdaFunction).functionName).toBe("other");
    expect(twins.only("data.aws_lambda_function").function_name).toBe("other");
  });

  test("finds what is made by a class of one's own", () => {
    const stack = new Lab(Testing.app(), "own");
    class OwnBucket extends S3Bucket {}
    new OwnBucket(stack, "Own", { bucket: "own" });
    expect(
      Template.of(stack)
        .all(S3Bucket)
        .map(({ bucket }) => bucket),
    ).toEqual(["lab-data", "own"]);
  });

  test("counts data sources apart", () => {
    expect(template.counts).toEqual({
      aws_iam_role: 2,
      aws_lambda_function: 1,
      aws_s3_bucket: 1,
      aws_s3_bucket_policy: 1,
    });
    expect(template.dataCounts).toEqual({ aws_caller_identity: 1, aws_lambda_function: 1 });
    expect(template.all(DataAwsCallerIdentity)).toHaveLength(1);
  });

  test("asks for one, or for every one", () => {
    template.has(IamRole, { tags: { team: "physics" } });
    template.every(IamRole, { tags: { site: "oslo" } });
    template.matches({ provider: { aws: [{ region: "eu-north-1" }] } });
  });

  test("captures a value of each match, in order, and of nothing else", () => {
    const name = new Capture();
    template.every(IamRole, { name, tags: { site: "oslo" } });
    expect(name.asString()).toBe("lab-role");
    expect(name.next()).toBe(true);
    expect(name.asString()).toBe("lab-other");
    expect(name.next()).toBe(false);

    const biology = new Capture();
    template.has(IamRole, { name: biology, tags: { team: "biology" } });
    expect(biology.asString()).toBe("lab-other");
    expect(biology.next()).toBe(false);

    const nothing = new Capture();
    expect(() => template.has(IamRole, { name: nothing, tags: { team: "art" } })).toThrow();
    expect(() => nothing.asString()).toThrow("a capture must have found a value, got none");
  });

  test("knows outputs and variables by patterns", () => {
    expect(Object.keys(template.outputs())).toEqual(["account", "existing"]);
    expect(template.outputs({ sensitive: true })).toEqual({
      existing: { sensitive: true, value: "${data.aws_lambda_function.Existing.arn}" },
    });
    expect(template.variables({ type: "number" })).toEqual({ size: { type: "number", default: 1 } });
    expect(template.variables({ type: "string" })).toEqual({});
  });

  test.each<[string, () => unknown, string]>([
    [
      "only",
      () => template.only(IamRole, { name: "lab-role", tags: { team: "biology" } }),
      'aws_iam_role with {"name":"lab-role","tags":{"team":"biology"}} must be there once, got 0 (lab/Role, lab/Other); ' +
        'correct what is looked for\nnearest is lab/Role:\n  tags.team must be "biology", got "physics"',
    ],
    [
      "has",
      () => template.has(LambdaFunction, { memorySize: 256, architectures: Match.arrayWith(["riscv"]) }),
      'aws_lambda_function with {"memorySize":256,"architectures":Match.arrayWith(["riscv"])} must be there, got 0 ' +
        "(lab/Model/Function/Resource); correct what is looked for\nnearest is lab/Model/Function/Resource:\n" +
        '  memorySize must be 256, got 512\n  architectures must have an element "riscv", got ["arm64","x86_64"]',
    ],
    [
      "every",
      () => template.every(IamRole, { tags: { team: "physics" } }),
      'every aws_iam_role must match {"tags":{"team":"physics"}}, got 1 of 2 that do not\n' +
        'lab/Other:\n  tags.team must be "physics", got "biology"',
    ],
    [
      "every, of none",
      () => template.every("aws_sqs_queue", {}),
      "aws_sqs_queue must be there, got 0 (none of this type); correct what is looked for",
    ],
    [
      "matches",
      () => template.matches({ variable: { size: { type: "string" } } }),
      '[lab] does not match\n  variable.size.type must be "string", got "number"',
    ],
    [
      "only, of several",
      () => template.only(IamRole, { tags: { site: "oslo" } }),
      'aws_iam_role with {"tags":{"site":"oslo"}} must be there once, got 2 (lab/Role, lab/Other); add attributes that only one of them has',
    ],
  ])("tells what is nearest: %s", (_, find, message) => {
    expect(find).toThrow(new Error(message));
  });
});

describe("Template, by paths", () => {
  const template = Template.of(new Lab());

  test("finds the resource at a construct's path, or in the construct there", () => {
    expect(template.at("Role", IamRole).name).toBe("lab-role");
    expect(template.at("Model/Function/Resource", LambdaFunction).memorySize).toBe(512);
    expect(template.at("Model/Function", LambdaFunction).memorySize).toBe(512);
    expect(template.at("Model").memorySize).toBe(512);
    expect(template.at("Model", "aws_lambda_function").memory_size).toBe(512);
    expect(template.at("Existing", DataAwsLambdaFunction).functionName).toBe("elsewhere");
  });

  test("knows Terraform's addresses", () => {
    expect(template.address("Role")).toBe("aws_iam_role.Role");
    expect(template.address("Model/Function")).toMatch(/^aws_lambda_function\.Model_Function_[0-9A-F]{8}$/);
    expect(template.address("Caller")).toBe("data.aws_caller_identity.Caller");
  });

  test.each<[() => unknown, string]>([
    [
      () => template.at("Model/Functoin"),
      "Model/Functoin must be a construct's path below lab, got Model/Function; correct the path",
    ],
    [
      () => template.at("Role", LambdaFunction),
      "Role must have one aws_lambda_function, got Role; give the path of one",
    ],
    [
      () => template.address("account"),
      "account must be a resource or a data source, got a provider or an output; it has no address",
    ],
  ])("says what is there instead", (find, message) => {
    expect(find).toThrow(new Error(message));
  });
});

describe("Template's annotations", () => {
  class Owned implements IAspect {
    visit(construct: IConstruct) {
      if (construct.node.id === "Role") Annotations.of(construct).addError("the role has no owner");
    }
  }

  test("have path and message, by level", () => {
    expect(Template.of(new Lab()).annotations).toEqual({
      errors: [{ path: "lab/Model", message: "the model has no owner" }],
      warnings: [{ path: "lab/Bucket", message: "the bucket has no lifecycle rules" }],
      info: [{ path: "lab/Model", message: "the model is small" }],
    });
  });

  test("are those of Aspects too", () => {
    const stack = new Lab();
    Aspects.of(stack).add(new Owned());
    expect(Template.of(stack).annotations.errors).toContainEqual({
      path: "lab/Role",
      message: expect.stringContaining("owner"),
    });
  });
});
