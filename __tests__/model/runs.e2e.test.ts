import { PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DescribeExecutionCommand, UpdateStateMachineCommand } from "@aws-sdk/client-sfn";
import { DeployedProject } from "../support/deployed";
import { modelFile } from "../support/project";
import { Running } from "../support/running";
import { Account } from "./account";

const ARN = "arn:aws:states:ca-central-1:123456789012:stateMachine:my-model";
const FUNCTION = "arn:aws:lambda:ca-central-1:123456789012:function:my-model";
/** No claims, so it never expires. */
const TOKEN = "eyJhbGciOiJub25lIn0.e30.c2lnbmF0dXJl";

const call = (name: string, payload: object, next: object) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  OutputPath: "$.Payload",
  Parameters: { FunctionName: name, Payload: payload },
  ...next,
});
const PASSED_ON = {
  "choice.$": "$.choice",
  "scenario_path_S3.$": "$.scenario_path_S3",
  "launcher_arg.$": "$.launcher_arg",
  "metadata.$": "$.metadata",
};

/** As the older modules' template has it, with choices. */
const DEFINITION = {
  StartAt: "Authorization",
  States: {
    Authorization: call(FUNCTION, { ...PASSED_ON, "authorization.$": "$.authorization" }, { Next: "Which" }),
    Which: {
      Type: "Choice",
      Choices: [
        { Variable: "$.choice", StringEquals: "broken", Next: "Broken" },
        { Variable: "$.choice", StringEquals: "slow", Next: "Slow" },
        { Variable: "$.choice", StringEquals: "second", Next: "STEP 2" },
      ],
      Default: "STEP 1",
    },
    "STEP 1": call(FUNCTION, { notebook_path: "1.ipynb", ...PASSED_ON }, { Next: "STEP 2" }),
    "STEP 2": call(FUNCTION, { notebook_path: "2.ipynb", ...PASSED_ON }, { End: true }),
    Broken: call(`${FUNCTION}-not-there`, PASSED_ON, { End: true }),
    Slow: { Type: "Wait", Seconds: 600, Next: "STEP 2" },
  },
};
const PARAMS = [
  { category: "footpaths", model: "default", params: [{ name: "speed", value: "3", type: "Number" }] },
  { category: "demand", model: ["default", "second"], params: [{ name: "year", value: "2030" }] },
  { model: "default", variants: ["morning", "evening"] },
];

describe("a model's runs", () => {
  const deployed = new DeployedProject({
    "environments/model/my-model.ts": modelFile(
      "my-model",
      'tags: { "cost:project": "lab" }, workflow: { token: { command: ["cat", "token"] } },',
    ),
    token: `${TOKEN}\n`,
  });
  let account: Account;

  const runs = () => JSON.parse(deployed.succeed("model", "runs", "--json"));
  const inputOf = async (executionArn: string) => {
    const { input = "{}" } = await account.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return JSON.parse(input);
  };
  const failing = (...args: string[]) => {
    const { status, stdout, stderr } = deployed.slipway("model", ...args);
    return { status, stdout, stderr };
  };
  const put = (Key: string, Body: string) => account.s3.send(new PutObjectCommand({ Bucket: "my-model", Key, Body }));

  beforeAll(async () => {
    await deployed.start();
    account = new Account(deployed.client);
  });
  afterAll(() => deployed.stop());

  // What follows is one story: each test goes on where the one before it ended.

  test("a model that is not deployed has a status that says so", () => {
    const { status, stdout } = deployed.slipway("model", "status", "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout).settings[0]).toEqual({
      what: "function",
      declared: "",
      deployed: "the function my-model must be there, got none; slipway deploy my-model makes it",
      differs: true,
    });
  });

  test("a new model is as its file says, and has no runs", async () => {
    await deployed.deploy("my-model");
    expect(deployed.succeed("model", "runs")).toBe("no runs\n");
    const { settings, ...rest } = JSON.parse(deployed.succeed("model", "status", "--json"));
    expect(rest).toEqual({ workspace: "my-model", account: "123456789012", region: "ca-central-1", runs: [] });
    const same = (what: string, value: string) => ({ what, declared: value, deployed: value, differs: false });
    expect(settings).toEqual([
      {
        what: "image",
        declared: "external",
        deployed: expect.stringMatching(/^DUMMY, sha256:[0-9a-f]{64}: no model yet$/),
        differs: false,
      },
      same("function", "live"),
      same("memory", "512 MiB"),
      same("time limit", "60 s"),
      same("/tmp", "512 MiB"),
      same("architecture", "x86_64"),
      same("reserved concurrency", "none"),
      same("variables", "BUCKET_NAME"),
      { what: "workflow", declared: "external", deployed: "1 state: no steps yet", differs: false },
      { what: "tags", declared: "cost:name=my-model, cost:project=lab", deployed: "the same", differs: false },
    ]);
  });

  test("a scenario that the bucket has not is refused before anything starts", async () => {
    expect(failing("run", "--scenario", "base").stderr).toBe(
      "the workflow my-model must have steps, got its first definition, which does nothing; slipway model workflow push my-model --folder <model> uploads its own\n",
    );
    await account.sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn: ARN, definition: JSON.stringify(DEFINITION) }),
    );
    expect(failing("run", "--scenario", "base")).toEqual({
      status: 1,
      stdout: "",
      stderr: '--scenario must be in the bucket my-model, got "base"; it has none: the first one is base\n',
    });
    await put("base/inputs/params.json", JSON.stringify(PARAMS));
    await put("base2/inputs/pt/links.geojson", "{}");
    expect(failing("run", "--scenario", "bas").stderr).toBe(
      '--scenario must be in the bucket my-model, got "bas"; did you mean "base"?\n',
    );
    expect(runs()).toEqual([]);
  });

  test("what the workflow or the scenario has not is refused too", () => {
    expect(failing("run", "--scenario", "base", "--choice", "slo").stderr).toBe(
      '--choice must be one of broken, slow, second, default, got "slo"; did you mean "slow"?\n',
    );
    expect(failing("run", "--scenario", "base", "--from", "STEP 3").stderr).toBe(
      '--from must be a step of the workflow, got "STEP 3"; did you mean "STEP 1"?\n',
    );
    expect(failing("run", "--scenario", "base", "--param", "sped=4", "--param", "x").stderr).toBe(
      `--param must be a parameter of the scenario's inputs/params.json, got "sped"; did you mean "speed"?\n` +
        '--param must be name=value, got "x"; for example footpaths.speed=4\n',
    );
    expect(failing("run", "--scenario", "base", "--variant", "noon").stderr).toBe(
      `--variant must be one of morning, evening, got "noon"; the scenario's inputs/params.json has these\n`,
    );
    expect(runs()).toEqual([]);
  });

  test("a run is followed step by step, with the input that the web page sends", async () => {
    const printed = deployed.succeed("model", "run", "--scenario", "base", "--param", "speed=4.5");
    expect(printed).toMatch(
      /^base-\d{8}T\d{6}-[0-9a-f]{4} started\n {2}Authorization {12}\d[\d.min ]* s\n {2}STEP 1 {19}\d[\d.min ]* s\n {2}STEP 2 {19}\d[\d.min ]* s\nbase-\S+ succeeded after \d[\d.min ]* s\n$/,
    );
    const [run] = runs();
    expect(run).toMatchObject({ scenario: "base", status: "SUCCEEDED" });
    expect(await inputOf(run.arn)).toEqual({
      authorization: TOKEN,
      choice: "default",
      scenario_path_S3: "base/",
      launcher_arg: { training_folder: "/tmp", params: { footpaths: { speed: 4.5 }, demand: { year: "2030" } } },
      variants: ["morning", "evening"],
      metadata: { user_email: expect.stringMatching(/./) },
    });
    expect(deployed.succeed("model", "runs", "--run", run.name)).toContain("\n  STEP 2 ");
    expect(deployed.succeed("model", "logs").split("\n")).toEqual(
      expect.arrayContaining([expect.stringMatching(/^START RequestId: /)]),
    );
  });

  test("a run begins where a choice leads", async () => {
    const printed = deployed.succeed("model", "run", "--scenario", "base", "--from", "STEP 2", "--variant", "x");
    expect(printed).not.toContain("STEP 1");
    expect(printed).toContain("STEP 2");
    const [run] = runs();
    expect(await inputOf(run.arn)).toMatchObject({
      choice: "second",
      launcher_arg: { params: { demand: { year: "2030" } } },
      variants: ["x"],
    });
  });

  test("a step that fails is said, with its reason, and the run's result is the command's", () => {
    const { status, stdout, stderr } = deployed.slipway("model", "run", "--scenario", "base", "--choice", "broken");
    expect(status).toBe(1);
    expect(stdout).toMatch(/\n {2}Broken {19}failed after \d[\d.min ]* s: Lambda\.ResourceNotFoundException: /);
    expect(stdout).toContain("\nthe log /aws/lambda/my-model-not-there could not be read; ");
    expect(stderr).toMatch(
      /^my-model: base-\S+ must succeed, got FAILED after .*ResourceNotFoundException.*prints its log\n$/,
    );
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  test("the log's end of a step that fails is printed, without tokens", () => {
    const args = ["--scenario", "base2", "--param", `sandbox_error=no links, called with ${TOKEN}`];
    const { status, stdout, stderr } = deployed.slipway("model", "run", ...args);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /\n {2}Authorization {12}failed after .*no links.*\nthe end of the log \/aws\/lambda\/my-model:\n {2}START .*\n {2}\[ERROR\] RuntimeError: no links, called with \*\*\*\n {2}END .*\n {2}REPORT .*\n$/,
    );
    expect(stderr).toMatch(/ must succeed, got FAILED after .*no links/);
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  test("without a token, it says what will happen", () => {
    deployed.project.write("environments/model/my-model.ts", modelFile("my-model", 'tags: { "cost:project": "lab" },'));
    const { status, stderr } = deployed.slipway("model", "run", "--scenario", "base2");
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        "warning: the step Authorization gets no token and will refuse the run, unless it lets everybody in; " +
        "export SLIPWAY_MODEL_TOKEN, or name in workflow.token the command that prints it\n",
    });
  });

  test("Ctrl-C leaves the run alone, and says how to follow and to stop it", async () => {
    const following = new Running(deployed, "model", "run", "--scenario", "base", "--choice", "slow");
    await following.until(/^ {2}Authorization/);
    following.kill("SIGINT");
    expect(await following.ended).toBe(130);
    const [run] = runs();
    expect(run).toMatchObject({ scenario: "base", status: "RUNNING" });
    expect(following.lines.at(-1)).toBe(
      `${run.name} keeps running; slipway model runs my-model --run ${run.name} --follow follows it again, ` +
        `slipway model stop my-model --run ${run.name} stops it`,
    );
    // Two would write to the same files; another scenario may run.
    expect(failing("run", "--scenario", "base").stderr).toMatch(
      /^--scenario must be one that is not running, got "base", which base-\S+ runs since /,
    );
  });

  test("a run is stopped when somebody approves it", () => {
    expect(failing("stop")).toEqual({
      status: 2,
      stdout: "",
      stderr: "approval must be given, got no terminal to ask on; add --auto-approve\n",
    });
    expect(deployed.succeed("model", "stop", "--auto-approve")).toMatch(/^base-\S+ stopped\n$/);
    expect(deployed.succeed("model", "stop", "--auto-approve")).toBe("no run of my-model is running\n");
    expect(runs()[0]).toMatchObject({ status: "ABORTED", cause: "stopped by slipway model stop" });
    expect(failing("runs", "--follow").stderr).toMatch(
      /must succeed, got ABORTED after .*stopped by slipway model stop/,
    );
  });

  test("the log is that of the function, in the run's time, without tokens", async () => {
    const { name, started } = runs()[0];
    const stream = (await account.logStreams("/aws/lambda/my-model"))[0] as string;
    const event = { timestamp: new Date(started).getTime() + 1, message: `called with ${TOKEN}\tand more` };
    await account.logs.send(
      new PutLogEventsCommand({ logGroupName: "/aws/lambda/my-model", logStreamName: stream, logEvents: [event] }),
    );
    expect(deployed.succeed("model", "logs", "--run", name)).toContain("called with ***  and more\n");
    expect(deployed.succeed("model", "logs", "--run", name, "--tail", "1").split("\n")).toHaveLength(2);
    expect(failing("logs", "--run", "base-1").stderr).toMatch(/^--run must be a run of my-model, got "base-1"; /);
  });

  test("what was changed behind its back is in the status", async () => {
    await account.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "my-model", MemorySize: 1024 }));
    const { status, stdout } = deployed.slipway("model", "status");
    expect(status).toBe(1);
    expect(stdout).toMatch(/│ memory +│ 512 MiB +│ 1024 MiB +│ differs │/);
    expect(stdout).toMatch(/│ workflow +│ external +│ 6 states +│ +│/);
    expect(stdout).toMatch(/ABORTED/);
  });

  test("nothing asked for a right that slipway permissions does not list", async () => {
    await deployed.expectListedRights({ sandbox: "admin", builder: "builder" }, /my-model-not-there/);
  });
});
