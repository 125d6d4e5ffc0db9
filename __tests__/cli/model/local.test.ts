import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeployedModel } from "../../../cli/model/deployed-model";
import { type EventOptions, eventOf } from "../../../cli/model/local-event";
import { localDefinition } from "../../../cli/model/local-workflow";
import type { Machine } from "../../../cli/model/run/machine";
import type { ModelWorkflowSettings } from "../../../constructs/model/schema";
import { Project } from "../../../engine/project";
import { modelFile, TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";
import { FakeAws } from "./fake-aws";

describe("slipway model local", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "list.json": "[1]",
      "deep.json": `{ "a": ${"[".repeat(600)}${"]".repeat(600)} }`,
      "wrong.json": '{ "token": secret }',
    });
    writeFileSync(join(project.folder, "latin.json"), Buffer.from('{ "town": "Orl\xe9ans" }', "latin1"));
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
    [
      ["--event", "deep.json"],
      '--event must be a file with a JSON object, got "deep.json": more than 500 lists and objects in each other; correct it',
    ],
    [["--event", "none.json"], '--event must be a file that can be read, got "none.json": none there; name another'],
    [["--event", "list.json"], '--event must be a file with a JSON object, got "list.json": no object; correct it'],
    [
      ["--event", "latin.json"],
      '--event must be a file with a JSON object, got "latin.json": not all of it UTF-8; correct it',
    ],
    [
      ["--sizes", "--allow-file", "a.ini"],
      '--allow-file must stand beside --folder, got "a.ini"; add --folder, or take it out',
    ],
    [["--event", "wrong.json"], '--event must be a file with a JSON object, got "wrong.json": no JSON; correct it'],
  ])("%j is refused", (args, message) => {
    const { status, stdout, stderr } = slipwayIn({ cwd: project.folder }, "model", "local", "quetzal-oslo", ...args);
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: `${message}\n` });
  });
});

describe("what a run on this machine is given", () => {
  const metadata = { user_email: "slipway model local" };
  let project: TestProject;
  let aws: FakeAws;
  let model: DeployedModel;
  let params: object | undefined;
  const warned: string[] = [];
  beforeAll(async () => {
    project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
    aws = new FakeAws((asked) => {
      if (/^GET \/quetzal-oslo\/?$/.test(asked)) {
        return { body: "<ListBucketResult><Contents><Key>base/a</Key></Contents></ListBucketResult>" };
      }
      if (params !== undefined) return { body: params };
      return { status: 404, body: "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>" };
    });
    await aws.start();
    model = await DeployedModel.of(Project.at(project.folder), undefined, { environment: aws.environment });
  });
  beforeEach(() => {
    params = undefined;
    warned.length = 0;
  });
  afterAll(async () => {
    model.close();
    project.remove();
    await aws.stop();
  });
  const event = (options: EventOptions, machine?: Machine) =>
    eventOf(model, options, { machine, warn: (line) => void warned.push(line) });

  test("is the event of a notebook", async () => {
    const param = [
      "year=2030",
      'name="2030"',
      "text=a=b",
      "footpaths.speed=4",
      "footpaths.on=true",
      "list=[1]",
      "empty=",
    ];
    expect(await event({ notebook: "a.ipynb", scenario: "base", param })).toEqual({
      notebook_path: "a.ipynb",
      scenario_path_S3: "base/",
      launcher_arg: {
        training_folder: "/tmp",
        params: { year: 2030, name: "2030", text: "a=b", footpaths: { speed: 4, on: true }, list: [1], empty: "" },
      },
      metadata,
    });
    expect(warned).toEqual([]);
  });

  test("is the workflow's input as the web page sends it", async () => {
    const launcher_arg = { training_folder: "/tmp", params: {} };
    const input = { authorization: "", variants: [], scenario_path_S3: "base/", launcher_arg, metadata };
    expect(await event({ scenario: "base" }, {})).toEqual({ ...input, choice: "default" });
    const Choices = [{ Variable: "$.choice", StringEquals: "road", Next: "Road" }];
    const machine = { States: { Which: { Type: "Choice", Choices }, Road: { Type: "Pass" } } };
    expect(await event({ scenario: "base", choice: "road", variant: ["a", "b"] }, machine)).toEqual({
      ...input,
      choice: "road",
      variants: ["a", "b"],
    });
    await expect(event({ scenario: "base", choice: "rod" }, machine)).rejects.toThrow(
      new Error('--choice must be one of road, got "rod"; did you mean "road"?'),
    );
  });

  test("has the scenario's parameters, and no other", async () => {
    params = [
      {
        category: "demand",
        params: [
          { name: "year", value: "2030" },
          { name: "trips", value: 2 },
        ],
      },
    ];
    const found = await event({ notebook: "a.ipynb", scenario: "base", param: ["trips=3"] });
    expect(found.launcher_arg).toMatchObject({ params: { demand: { year: "2030", trips: 3 } } });
    await expect(event({ notebook: "a.ipynb", scenario: "base", param: ["yaer=1"] })).rejects.toThrow(
      new Error('--param must be a parameter of the scenario\'s inputs/params.json, got "yaer"; did you mean "year"?'),
    );
  });

  test.each(["/", "base/", "a/b"])("is of no scenario %j", async (scenario) => {
    await expect(event({ notebook: "a.ipynb", scenario })).rejects.toThrow(
      new Error(`--scenario must be a scenario's name without /, got "${scenario}"; for example base`),
    );
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
