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
      `[test/Workflow] ${path}:2:19 must be JSON without comments, got InvalidSymbol; correct it there`,
    );
  });

  test("repeats nothing of a file that is no JSON: it may be another one, with secrets in it", () => {
    const path = file("credentials", "aws_secret_access_key = hunter2\n");
    const said = failure((scope) => workflow(scope, { definition: { file: path } }));
    expect(said).toContain(`${path}:1:1 must be JSON without comments, got InvalidSymbol; correct it there`);
    expect(said).not.toMatch(/secret|hunter2/);
  });

  test("fails for a secret, and does not show it", () => {
    const Parameters = { Headers: { Authorization: "Bearer hunter22" } };
    const States = { A: { Type: "Pass", Parameters, End: true } };
    const path = file("secret.json", JSON.stringify({ StartAt: "A", States }));
    expect(failure((scope) => workflow(scope, { definition: { file: path } }))).toBe(
      "[test/Workflow] definition.file must hold no secret, got a login; let the function that needs it ask for it",
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

  test("fails for a next state that does not exist, and one that nothing leads to", () => {
    const path = file(
      "lost.json",
      JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, C: { Type: "Pass", End: true } } }),
    );
    const message = failure((scope) => workflow(scope, { definition: { file: path } }));
    expect(message).toContain(`${path}: State C is not reachable (MISSING_TRANSITION_TARGET)`);
    expect(message).toContain(`${path}: Missing 'StartAt'|'Next'|'Default' target: B (MISSING_TRANSITION_TARGET)`);
  });

  test("fails for a placeholder that stands for nothing", () => {
    const path = file(
      "placeholder.json",
      JSON.stringify({ StartAt: "A", States: { A: { Type: "Task", Resource: "${Function}", End: true } } }),
    );
    expect(failure((scope) => workflow(scope, { definition: { file: path } }))).toBe(
      `[test/Workflow] ${path}: \${Function} must be one of FunctionArn, ModelName; correct its spelling`,
    );
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
