import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import type { TerraformStack } from "cdktf";
import { ModelWorkflow, type ModelWorkflowProps } from "../../../constructs/model";
import { failure, statements, synthesized } from "../../support/synthesized";

const FUNCTION = "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-oslo";
const AUTHORIZER = "arn:aws:lambda:ca-central-1:123456789012:function:auth";

function workflow(scope: TerraformStack, props: Partial<ModelWorkflowProps> = {}): ModelWorkflow {
  return new ModelWorkflow(scope, "Workflow", { name: "quetzal-oslo", function: { functionArn: FUNCTION }, ...props });
}

describe("ModelWorkflow", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "workflow-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  test("leaves an external definition to others once it is made", () => {
    const resource = synthesized((scope) => workflow(scope)).only(SfnStateMachine);
    expect(resource.name).toBe("quetzal-oslo");
    expect(JSON.parse(resource.definition as string)).toMatchObject({
      StartAt: "HelloWorld",
      States: { HelloWorld: { Type: "Pass", End: true } },
    });
    expect(resource.lifecycle).toEqual({ ignore_changes: ["definition"] });
  });

  test("may call the function, and the authorizer when there is one", () => {
    const allowed = (props: Partial<ModelWorkflowProps>) => {
      const policy = synthesized((scope) => workflow(scope, props)).only(IamRolePolicy);
      return statements(policy.policy);
    };
    const invoke = (Resource: string) => ({ Effect: "Allow", Action: "lambda:InvokeFunction", Resource });
    expect(allowed({})).toEqual([invoke(`${FUNCTION}:*`), invoke(FUNCTION)]);
    expect(allowed({ authorizerArn: AUTHORIZER })).toEqual([
      invoke(`${FUNCTION}:*`),
      invoke(FUNCTION),
      invoke(`${AUTHORIZER}:*`),
      invoke(AUTHORIZER),
    ]);
  });

  test("takes its definition from a file, with the model's values put in", () => {
    const definition = {
      file: file(
        "steps.json",
        JSON.stringify({
          StartAt: "Ask",
          States: {
            Ask: { Type: "Task", Resource: "${AuthorizerArn}", Next: "Run" },
            Run: {
              Type: "Task",
              Resource: "${FunctionArn}",
              Parameters: { model: "${ModelName}", p: "%{x}" },
              End: true,
            },
          },
        }),
      ),
    };
    const stack = synthesized((scope) => workflow(scope, { definition, authorizerArn: AUTHORIZER }));
    const resource = stack.only(SfnStateMachine);
    expect(JSON.parse(resource.definition as string)).toEqual({
      StartAt: "Ask",
      States: {
        Ask: { Type: "Task", Resource: AUTHORIZER, Next: "Run" },
        Run: { Type: "Task", Resource: FUNCTION, Parameters: { model: "quetzal-oslo", p: "%%{x}" }, End: true },
      },
    });
    expect(resource).not.toHaveProperty("lifecycle");
  });

  test("fails for a file that is not there", () => {
    const path = join(folder, "missing.json");
    expect(failure((scope) => workflow(scope, { definition: { file: path } }))).toBe(
      `[test/Workflow] definition.file must be a file that can be read, got "${path}"; its path begins at the project's folder`,
    );
  });

  test("fails for comments, with line and column", () => {
    const path = file(
      "comment.json",
      '{\n  "StartAt": "A", # TO EDIT\n  "States": { "A": { "Type": "Pass", "End": true } }\n}\n',
    );
    expect(failure((scope) => workflow(scope, { definition: { file: path } })).split("\n")[0]).toBe(
      `[test/Workflow] ${path}:2:19 must be JSON without comments, got one; remove it`,
    );
  });

  test("repeats nothing of a file that is no JSON: it may be another one, with secrets in it", () => {
    const path = file("credentials", "aws_secret_access_key = hunter2\n");
    const said = failure((scope) => workflow(scope, { definition: { file: path } }));
    expect(said).toContain(`${path}:1:1 must be JSON, got a word or sign that JSON has not; correct it there`);
    expect(said).not.toMatch(/aws_secret|hunter2/);
  });

  test("fails for a secret, and does not show it", () => {
    const Parameters = { Headers: { Authorization: "Bearer hunter22" } };
    const States = { A: { Type: "Pass", Parameters, End: true } };
    const path = file("secret.json", JSON.stringify({ StartAt: "A", States }));
    expect(failure((scope) => workflow(scope, { definition: { file: path } }))).toBe(
      `[test/Workflow] ${path} must hold no secret, got a login; let the function that needs it ask for it`,
    );
  });

  test("fails for what Step Functions would refuse: more than 1 MiB, and another encoding than UTF-8", () => {
    const States = { A: { Type: "Pass", Result: "x".repeat(1024 ** 2), End: true } };
    const large = file("large.json", JSON.stringify({ StartAt: "A", States }));
    expect(failure((scope) => workflow(scope, { definition: { file: large } }))).toMatch(
      /large\.json must have at most 1 MiB without spaces, got 10486\d\d bytes; /,
    );
    const latin = file("latin.json", "");
    writeFileSync(latin, Buffer.from('{ "Comment": "caf\xe9" }', "latin1"));
    expect(failure((scope) => workflow(scope, { definition: { file: latin } }))).toContain(
      `${latin} must be UTF-8, got another encoding; save it as UTF-8`,
    );
  });

  test("fails for what is wrong with it, each in one line with its place", () => {
    const States = {
      A: { Type: "Pass", Next: "Bee" },
      Bea: { Type: "Pass", End: true },
      C: { Type: "Pass", End: true },
    };
    const path = file("lost.json", JSON.stringify({ StartAt: "A", States }, null, 1));
    expect(failure((scope) => workflow(scope, { definition: { file: path } })).split("\n")).toEqual([
      `[test/Workflow] ${path}:6:4: States.A.Next must be a state beside it, got "Bee"; did you mean "Bea"?`,
      `[test/Workflow] ${path}:12:3: States.C must be reached, got no state that leads to it; remove it, or name it in a Next`,
    ]);
  });

  test("may call the functions that its definition names, by ARN or by name", () => {
    const invoke = (FunctionName: string, more: object) => ({
      ...{ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName } },
      ...more,
    });
    const other = "arn:aws:lambda:ca-central-1:123456789012:function:other";
    const States = {
      A: invoke(`${other}:$LATEST`, { Next: "B" }),
      B: invoke("third", { Next: "C" }),
      C: invoke("quetzal-oslo", { End: true }),
    };
    const path = file("calls.json", JSON.stringify({ StartAt: "A", States }));
    const definition = { file: path };
    const policy = synthesized((scope) => workflow(scope, { definition })).only(IamRolePolicy);
    const allowed = statements(policy.policy) as { readonly Resource: string }[];
    expect(allowed.map(({ Resource }) => Resource)).toEqual([
      `${FUNCTION}:*`,
      FUNCTION,
      `${other}:*`,
      other,
      expect.stringMatching(/^\$\{join\(.*"function", "third"/),
      expect.stringMatching(/^\$\{join\(.*"function", "third"/),
    ]);
  });

  test("gets the rights that are asked for, and calls what they open", () => {
    const Put = { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem", Parameters: {}, End: true };
    const path = file("put.json", JSON.stringify({ StartAt: "Put", States: { Put } }));
    const table = "arn:aws:dynamodb:ca-central-1:123456789012:table/runs";
    const allow = [{ actions: ["dynamodb:Put*"], resources: [table] }];
    const policy = synthesized((scope) => workflow(scope, { definition: { file: path }, allow })).only(IamRolePolicy);
    expect(statements(policy.policy).at(-1)).toEqual({ Effect: "Allow", Action: "dynamodb:Put*", Resource: table });
    expect(failure((scope) => workflow(scope, { definition: { file: path } }))).toBe(
      `[test/Workflow] ${path}:1:49: States.Put.Resource must be what the machine's role may do, got "arn:aws:states:::dynamodb:putItem"; ` +
        'add { actions: ["dynamodb:PutItem"], resources: [ … ] } to workflow.allow',
    );
  });

  test("is checked against the function's limit where that is known", () => {
    const Run = { Type: "Task", Resource: "${FunctionArn}", TimeoutSeconds: 5, End: true };
    const path = file("short.json", JSON.stringify({ StartAt: "Run", States: { Run } }));
    const of = (timeoutSeconds?: number) => ({
      definition: { file: path },
      function: { functionArn: FUNCTION, ...(timeoutSeconds !== undefined && { timeoutSeconds }) },
    });
    expect(failure((scope) => workflow(scope, of(60)))).toBe(
      `[test/Workflow] ${path}:1:77: States.Run.TimeoutSeconds must be at least the function's timeout, 60 seconds, got 5; the function would run on alone`,
    );
    expect(synthesized((scope) => workflow(scope, of())).only(SfnStateMachine).definition).toContain("TimeoutSeconds");
  });

  test("takes its steps as settings, with the function, its limit and its partition put in", () => {
    const definition = { steps: [{ name: "Run", notebook: "notebooks/run.ipynb" }] };
    const called = { functionArn: FUNCTION.replace("aws", "aws-cn"), timeoutSeconds: 60 };
    const resource = synthesized((scope) => workflow(scope, { definition, function: called })).only(SfnStateMachine);
    expect(JSON.parse(resource.definition as string)).toMatchObject({
      StartAt: "Run",
      States: {
        Run: {
          Resource: "arn:aws-cn:states:::lambda:invoke",
          Parameters: { FunctionName: called.functionArn },
          TimeoutSeconds: 70,
          End: true,
        },
      },
    });
    expect(resource).not.toHaveProperty("lifecycle");
  });

  test("fails for steps that are wrong, and for rights that are none", () => {
    const props = {
      definition: { steps: [{ name: "Run", notebook: "/run.ipynb" }] },
      allow: [{ actions: ["PutItem"], resources: ["table"] }],
    };
    expect(failure((scope) => workflow(scope, props)).split("\n")).toEqual([
      '[test/Workflow] allow[0].actions[0] must be an action of IAM, got "PutItem"; for example "dynamodb:PutItem"',
      '[test/Workflow] allow[0].resources[0] must be an ARN, or *, got "table"; for example "arn:aws:s3:::other-bucket/*"',
      '[test/Workflow] definition.steps[0].notebook must be a notebook\'s path in the image, without . and .., got "/run.ipynb"; ' +
        'for example "notebooks/transport/A10.ipynb"',
    ]);
  });

  test("grants starting it, and following what was started", () => {
    const stack = synthesized((scope) => {
      workflow(scope).grantStartExecution(new IamRole(scope, "Api", { name: "api", assumeRolePolicy: "{}" }));
    });
    const policy = stack.all(IamRolePolicy).find(({ name }) => String(name).startsWith("StartExecution-"));
    expect(statements(policy?.policy)).toEqual([
      {
        Effect: "Allow",
        Action: ["states:StartExecution", "states:ListExecutions", "states:DescribeStateMachine"],
        Resource: expect.stringMatching(/^\$\{aws_sfn_state_machine\.\w+\.arn\}$/),
      },
      {
        Effect: "Allow",
        Action: ["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"],
        Resource: expect.stringMatching(/execution.*\*/),
      },
    ]);
  });
});
