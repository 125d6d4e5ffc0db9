import { definitionOf, fileDefinition } from "../../../constructs/model/definition/schema";
import { workflowSvg } from "../../../constructs/model/render/workflow-picture";
import { workflowTree } from "../../../constructs/model/render/workflow-tree";
import { stepsProblems } from "../../../constructs/model/steps-schema";
import type { WorkflowStep } from "../../../constructs/model/workflow-steps";

const OPTIONS = {
  name: "quetzal-oslo",
  functionArn: "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-oslo",
  authorizerArn: "arn:aws:lambda:ca-central-1:123456789012:function:auth",
  functionTimeoutSeconds: 300,
  isManaged: true,
};
const run = (name: string) => ({ name, notebook: `notebooks/${name}.ipynb` });
const STEPS: readonly WorkflowStep[] = [
  run("Prepare"),
  { name: "Mode", choices: { road: [run("Road")], transit: [run("Transit"), run("Fares")] } },
  { name: "Day", branches: [[run("Morning")], [run("Evening")]] },
  { name: "Variants", forEachVariant: [run("Assign"), run("Sum")], maxConcurrency: 5 },
];

interface State {
  readonly [key: string]: unknown;
  readonly Type: string;
  readonly Next?: string;
}
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
const machineOf = (steps: readonly WorkflowStep[], more: object = {}) =>
  JSON.parse(definitionOf({ steps }, { ...OPTIONS, ...more }).text) as Machine;

/** The steps as the back end of Quetzal lists them for a choice. */
function listed({ StartAt, States }: Machine, choice: string): string[][] {
  const steps: string[][] = [];
  for (let name: string | undefined = StartAt; name !== undefined; ) {
    const { Type, Next, Default, Choices, Branches, Iterator } = States[name] as State;
    if (Type === "Choice") {
      const rules = Choices as { StringEquals: string; Next: string }[];
      name =
        choice === "default" ? (Default as string) : rules.find(({ StringEquals }) => StringEquals === choice)?.Next;
      continue;
    }
    if (Type === "Parallel") {
      const [first = [], ...others] = (Branches as Machine[]).map((branch) => Object.keys(branch.States));
      steps.push(...first.map((each, row) => [each, ...others.flatMap((other) => other[row] ?? [])]));
    } else if (Type === "Map") {
      const inner = Iterator as Machine;
      for (let each: string | undefined = inner.StartAt; each !== undefined; each = inner.States[each]?.Next)
        steps.push([each]);
    } else steps.push([name]);
    name = Next;
  }
  return steps;
}

describe("a workflow of steps", () => {
  test("asks the authorizer first, where there is one, as the templates do", () => {
    const { StartAt, States } = machineOf(STEPS);
    expect(StartAt).toBe("Authorization");
    expect(States.Authorization).toMatchObject({
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      OutputPath: "$.Payload",
      Parameters: {
        Payload: { "authorization.$": "$.authorization", model: "quetzal-oslo", "choice.$": "$.choice" },
        FunctionName: OPTIONS.authorizerArn,
      },
      Next: "Prepare",
    });
    expect(machineOf(STEPS, { authorizerArn: undefined }).StartAt).toBe("Prepare");
  });

  test("runs a notebook with the templates' retries, ten seconds beyond the function's limit, and says which step failed", () => {
    const { States } = machineOf([run("Prepare")]);
    expect(States.Prepare).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      OutputPath: "$.Payload",
      Parameters: {
        Payload: {
          notebook_path: "notebooks/Prepare.ipynb",
          "scenario_path_S3.$": "$.scenario_path_S3",
          "launcher_arg.$": "$.launcher_arg",
          "metadata.$": "$.metadata",
        },
        FunctionName: OPTIONS.functionArn,
      },
      TimeoutSeconds: 310,
      Retry: [
        {
          ErrorEquals: ["Lambda.ServiceException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"],
          IntervalSeconds: 2,
          MaxAttempts: 2,
          BackoffRate: 2,
        },
        { ErrorEquals: ["Lambda.AWSLambdaException"], IntervalSeconds: 30, MaxAttempts: 4, BackoffRate: 2 },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Prepare failed" }],
      End: true,
    });
    expect(States["Prepare failed"]).toEqual({
      Type: "Fail",
      Error: "StepFailed",
      CausePath: "States.Format('{}: {}: {}', $$.State.Name, $.error.Error, $.error.Cause)",
    });
  });

  test("is listed by the back end of Quetzal, for each choice and for none", () => {
    const machine = machineOf(STEPS);
    const after = [["Morning", "Evening"], ["Assign"], ["Sum"]];
    expect(listed(machine, "road")).toEqual([["Authorization"], ["Prepare"], ["Road"], ...after]);
    expect(listed(machine, "transit")).toEqual([["Authorization"], ["Prepare"], ["Transit"], ["Fares"], ...after]);
    expect(listed(machine, "default")).toEqual([["Authorization"], ["Prepare"], ...after]);
  });

  test("hands the choice and the variants on, whatever a step returns", () => {
    const { States } = machineOf(STEPS);
    expect(States.Mode).toMatchObject({
      Choices: [
        { Variable: "$$.Execution.Input.choice", StringEquals: "road", Next: "Road" },
        { StringEquals: "transit" },
      ],
      Default: "Day",
    });
    expect(States.Variants).toMatchObject({
      ItemsPath: "$$.Execution.Input.variants",
      MaxConcurrency: 5,
      Parameters: { item: { "variant.$": "$$.Map.Item.Value" } },
      ResultPath: null,
      Iterator: {
        States: {
          Assign: { Parameters: { Payload: { "launcher_arg.$": "States.JsonMerge($.launcher_arg, $.item, false)" } } },
          Sum: { Parameters: { Payload: { "launcher_arg.$": "$.launcher_arg" } } },
        },
      },
    });
  });

  test("goes to the steps of default for other choices", () => {
    const States = machineOf([{ name: "Mode", choices: { road: [run("Road")] }, default: [run("Walk")] }]).States;
    expect(States.Mode).toMatchObject({ Default: "Walk" });
    expect(States.Walk).toMatchObject({ End: true });
  });

  test("is a sound definition by the rules for files", () => {
    expect(fileDefinition("steps.json", JSON.stringify(machineOf(STEPS)), OPTIONS)).toMatchObject({
      problems: [],
      notes: [],
      functions: [],
    });
  });

  test("may not be larger than AWS takes", () => {
    const steps = Array.from({ length: 1200 }, (_, index) => run(`Step ${index}`));
    expect(definitionOf({ steps }, OPTIONS).problems).toEqual([
      expect.stringMatching(
        /^definition\.steps must have at most 1 MiB without spaces, got \d{7} bytes; put data into S3$/,
      ),
    ]);
  });

  test("is drawn as a tree, without the states of failures", () => {
    expect(workflowTree(definitionOf({ steps: STEPS }, OPTIONS).value)).toBe(
      `Authorization (the authorizer)
Prepare (Prepare.ipynb)
Mode (choice)
├── road
│   └── Road (Road.ipynb)
├── transit
│   ├── Transit (Transit.ipynb)
│   └── Fares (Fares.ipynb)
└── otherwise → Day
Day (at the same time)
├── branch 1
│   └── Morning (Morning.ipynb)
└── branch 2
    └── Evening (Evening.ipynb)
Variants (for each of variants)
├── Assign (Assign.ipynb)
└── Sum (Sum.ipynb)
`,
    );
  });

  test("is drawn as a picture, from left to right, that says what leads to what", () => {
    const svg = workflowSvg("quetzal-oslo", definitionOf({ steps: STEPS }, OPTIONS).value);
    expect(svg).toContain('<title id="title">Workflow quetzal-oslo</title>');
    expect(svg).toContain("Mode leads to Road (road); ");
    expect(svg).toContain("Morning leads to Variants; ");
    expect(svg).not.toContain("failed");
    const left = (title: string) => Number(new RegExp(`<text x="(\\d+)"[^>]*>${title}<`).exec(svg)?.[1]);
    const order = ["Authorization", "Prepare", "Mode", "Transit", "Fares", "Day", "Morning", "Variants", "Assign"].map(
      left,
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(left("Road")).toBe(left("Transit"));
  });

  test("draws handlers of errors and ways back", () => {
    const States = {
      Try: {
        Type: "Task",
        Resource: "${FunctionArn}",
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Repair" }],
        Next: "Good?",
      },
      "Good?": { Type: "Choice", Choices: [{ Variable: "$.n", NumericLessThan: 3, Next: "Try" }], Default: "Done" },
      Done: { Type: "Succeed" },
      Repair: { Type: "Task", Resource: "arn:aws:lambda:ca-central-1:1:function:repair:1", Next: "Try" },
    };
    expect(workflowTree({ StartAt: "Try", States })).toBe(
      `Try (the model's function)
└── on error → Repair
Good? (choice)
├── $.n NumericLessThan 3 → Try
└── otherwise → Done
Done (succeed)
Repair (repair)
→ Try
`,
    );
    expect(workflowSvg("loop", { StartAt: "Try", States })).toContain("Try leads to Repair (on error)");
  });
});

describe("steps", () => {
  const problems = (steps: unknown, hasAuthorizer = false) =>
    stepsProblems(["steps"], steps, hasAuthorizer).map(({ path, message }) => `${path} ${message}`);

  test("of every kind are taken", () => expect(problems(STEPS, true)).toEqual([]));

  test.each<[string, unknown, readonly string[]]>([
    ["no list", "Run", ['steps must be a list of one step or more, got "Run"; write it in [ ]']],
    ["an empty list", [], ["steps must be a list of one step or more, got []; write it in [ ]"]],
    [
      "no kind of step",
      [{ name: "Run" }],
      [
        'steps[0] must have a name and one of notebook, choices, branches, forEachVariant, got {"name":"Run"}; each says what the step does',
      ],
    ],
    [
      "a step without a name",
      [{ notebook: "a.ipynb" }],
      ["steps[0].name is required; users see it while the model runs"],
    ],
    [
      "a setting that no step has",
      [{ ...run("A"), notbook: "b.ipynb" }],
      ['steps[0].notbook is not a known setting; did you mean "notebook"?'],
    ],
    [
      "a name that is too long for its failure's",
      [{ name: "x".repeat(74), notebook: "a.ipynb" }],
      [
        `steps[0].name must be a step's name, 1 to 73 characters without blanks at its ends and without \${, got "${"x".repeat(74)}"; ` +
          "users see it while the model runs",
      ],
    ],
    [
      "a notebook outside the image's folder",
      [{ name: "A", notebook: "../a.ipynb" }],
      [
        'steps[0].notebook must be a notebook\'s path in the image, without . and .., got "../a.ipynb"; for example "notebooks/transport/A10.ipynb"',
      ],
    ],
    [
      "a name twice, also in groups",
      [run("A"), { name: "B", branches: [[run("A")], [run("C")]] }],
      ['steps[1].branches[0][0].name must be a name that no other step has, got "A"; rename one of them'],
    ],
    [
      "the name of a failure",
      [run("A"), run("A failed")],
      ['steps[1].name must be a name that no other step has, got "A failed"; rename one of them'],
    ],
    [
      "one branch",
      [{ name: "A", branches: [[run("B")]] }],
      [
        'steps[0].branches must be a list of two lists of steps or more, got [[{"name":"B","notebook":"notebooks/B.ipynb"}]]; one sequence needs no group: put its steps in here',
      ],
    ],
    [
      "a group in a group",
      [{ name: "A", forEachVariant: [{ name: "B", branches: [] }] }],
      [
        'steps[0].forEachVariant[0] must have a name and notebook, got {"name":"B","branches":[]}; the front end shows no other step in here',
      ],
    ],
    [
      "no choice",
      [{ name: "A", choices: {} }, run("B")],
      [
        'steps[0].choices must be an object of lists of steps, by their choices, got {}; for example { road: [ … ] }, for runs with the choice "road"',
      ],
    ],
    [
      "a choice that the front end uses for none",
      [{ name: "A", choices: { default: [run("B")] } }, run("C")],
      [
        "steps[0].choices.default must be another choice, got the front end's word for none; write default beside choices",
      ],
    ],
    [
      "a choice at the end without other steps",
      [{ name: "A", choices: { road: [run("B")] } }],
      ["steps[0].default is required; no step follows that other choices could go on with"],
    ],
    [
      "two choices by different words",
      [{ name: "A", choices: { road: [run("B")] } }, { name: "C", choices: { rail: [run("D")] } }, run("E")],
      [
        'steps[1].choices must have the same choices as the first choice, road, got ["rail"]; the front end follows one through all',
      ],
    ],
    [
      "more calls at once than an account has",
      [{ name: "A", forEachVariant: [run("B")], maxConcurrency: 0 }],
      [
        "steps[0].maxConcurrency must be a whole number from 1 to 1000, got 0; an account runs 1000 calls at once to begin with",
      ],
    ],
  ])("with %s are refused", (_, steps, lines) => {
    expect(problems(steps)).toEqual(lines);
  });

  test("leave the authorization's name to it, where there is an authorizer", () => {
    expect(problems([run("Authorization")])).toEqual([]);
    expect(problems([run("Authorization")], true)).toEqual([
      'steps[0].name must be a name that no other step has, got "Authorization"; rename one of them',
    ]);
  });
});
