import type { DeployedModel } from "../../../cli/model/deployed-model";
import { eventOf } from "../../../cli/model/local-event";
import { localDefinition } from "../../../cli/model/local-workflow";
import type { ModelWorkflowSettings } from "../../../constructs/model/schema";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";

describe("slipway model local", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "list.json": "[1]",
      "wrong.json": '{ "token": secret }',
    });
  });
  afterAll(() => project.remove());

  test.each([
    [[], "what to run must be given, got none; add --notebook and --scenario, --event, --workflow, --shell or --sizes"],
    [["--event", "a", "--shell"], "one of --event, --shell must be given, got 2; run them one by one"],
    [["--shell", "--sizes"], "--sizes must be left out beside --shell, got both; take one out"],
    [["--sizes", "--folder", "a", "--image", "b"], '--image must be left out beside --folder, got "b"; take one out'],
    [["--notebook", "a"], '--scenario must be a scenario of the bucket, got "none"; for example --scenario base'],
    [
      ["--notebook", "a", "--scenario", "/", "--choice", "b", "--variant", "c"],
      '--scenario must be a scenario of the bucket, got "/"; for example --scenario base\n' +
        "--choice, --variant must stand beside --workflow, got --notebook; take it out",
    ],
    [
      ["--event", "a", "--scenario", "base", "--param", "a=1"],
      "--scenario, --param must stand beside --notebook or --workflow and without --event; take them out",
    ],
    [
      ["--workflow", "--scenario", "base", "--param", "year"],
      '--param must be name=value, got "year"; for example footpaths.speed=4',
    ],
    [["--event", "none.json"], '--event must be a file that can be read, got "none.json": none there; name another'],
    [["--event", "list.json"], '--event must be a file with a JSON object, got "list.json": no object; correct it'],
    [["--event", "wrong.json"], '--event must be a file with a JSON object, got "wrong.json": no JSON; correct it'],
  ])("%j is refused", (args, message) => {
    const { status, stdout, stderr } = slipwayIn({ cwd: project.folder }, "model", "local", "quetzal-oslo", ...args);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: `${message}\n` });
  });
});

describe("what a run on this machine is given", () => {
  const metadata = { user_email: "slipway model local" };

  test("is the event of a notebook", () => {
    const param = [
      "year=2030",
      'name="2030"',
      "text=a=b",
      "footpaths.speed=4",
      "footpaths.on=true",
      "list=[1]",
      "empty=",
    ];
    expect(eventOf({ notebook: "a.ipynb", scenario: "/base/", param })).toEqual({
      notebook_path: "a.ipynb",
      scenario_path_S3: "base/",
      launcher_arg: {
        training_folder: "/tmp",
        params: { year: 2030, name: "2030", text: "a=b", footpaths: { speed: 4, on: true }, list: [1], empty: "" },
      },
      metadata,
    });
  });

  test("is the workflow's input as the web page sends it", () => {
    const launcher_arg = { training_folder: "/tmp", params: {} };
    const input = { authorization: "", variants: [], scenario_path_S3: "base/", launcher_arg, metadata };
    expect(eventOf({ scenario: "base" })).toEqual({ ...input, choice: "default" });
    expect(eventOf({ scenario: "base", choice: "road", variant: ["a", "b"] })).toEqual({
      ...input,
      choice: "road",
      variants: ["a", "b"],
    });
  });
});

describe("the definition that is run on this machine", () => {
  let project: TestProject;
  const OWN = "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-oslo";
  const state = (more: object) => JSON.stringify({ StartAt: "A", States: { A: { ...more, End: true } } });
  const task = { Type: "Task", Resource: "${FunctionArn}", Parameters: { model: "${ModelName}", text: "100%{" } };
  beforeAll(() => {
    project = new TestProject({
      "steps.json": state(task),
      "other.json": state({ Type: "Pass" }),
      "aws.json": state({ Type: "Pass", InputPath: "$.runs[*]" }),
      "oslo/step-functions.json": JSON.stringify({ StartAt: "A", States: { A: { Type: "Succeed" } } }),
      "wrong.json": "{",
    });
  });
  afterAll(() => project.remove());
  const definition = (
    workflow: ModelWorkflowSettings | undefined,
    place: { readonly file?: string | undefined; readonly folder?: string } = {},
  ) => {
    const compute = { lambda: { timeoutSeconds: 60 } };
    const settings = { name: "quetzal-oslo", region: "ca-central-1", compute, ...(workflow && { workflow }) };
    const model = {
      settings,
      name: "quetzal-oslo",
      partition: "aws",
      file: "environments/model/quetzal-oslo.ts",
      functionArn: OWN,
    };
    return localDefinition(model as unknown as DeployedModel, { project: project.folder, ...place });
  };

  test("is the file of the environment, with the names of what is deployed", () => {
    expect(definition({ definition: { file: "steps.json" } })).toEqual({
      StartAt: "A",
      States: { A: { ...task, Resource: OWN, Parameters: { model: "quetzal-oslo", text: "100%{" }, End: true } },
    });
  });

  test("is another file, where one is named", () => {
    expect(definition({ definition: { file: "steps.json" } }, { file: "other.json" })).toMatchObject({
      States: { A: { Type: "Pass" } },
    });
    expect(definition(undefined, { file: "other.json" })).toMatchObject({ StartAt: "A" });
  });

  test("is that of the model's folder, where others upload it", () => {
    expect(definition(undefined, { folder: "oslo" })).toMatchObject({ States: { A: { Type: "Succeed" } } });
    expect(definition({ definition: { file: "other.json" } }, { folder: "oslo" })).toMatchObject({
      States: { A: { Type: "Pass" } },
    });
  });

  test.each([
    [
      undefined,
      `environments/model/quetzal-oslo.ts: workflow.definition must be the steps to run, got "external"; name the model's folder by --folder, or the file: --workflow step-functions.json`,
    ],
    [
      "aws.json",
      'aws.json: state "A" has InputPath "$.runs[*]", which runs in AWS alone; run its notebooks one by one: --notebook',
    ],
  ])("%j is refused", (file, message) => {
    expect(() => definition(undefined, { file })).toThrow(new Error(message));
  });

  test("is refused for what the check says of it", () => {
    expect(() => definition(undefined, { file: "wrong.json" })).toThrow(/^wrong\.json:1:2 must be JSON/);
  });
});
