import { fileDefinition } from "../../../constructs/model/definition/schema";

const OWN = "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-oslo";
const OTHER = "arn:aws:lambda:ca-central-1:123456789012:function:other";

/** What is said of a definition in `steps.json`. */
function said(content: object | string, more: object = {}) {
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 1);
  const facts = { name: "quetzal-oslo", region: "ca-central-1", functionArn: OWN, functionTimeoutSeconds: 60, ...more };
  return fileDefinition("steps.json", text, { isManaged: true, ...facts });
}

const problems = (content: object | string, more?: object) => said(content, more).problems;
/** A machine of one task, and what else is in it. */
const task = (more: object, rest: object = {}, whole: object = {}) => ({
  ...{ StartAt: "A", States: { A: { Type: "Task", Resource: "${FunctionArn}", End: true, ...more }, ...rest } },
  ...whole,
});
const machine = (States: object) => ({ StartAt: "A", States });
const invoke = (Parameters: object) => task({ Resource: "arn:aws:states:::lambda:invoke", Parameters });
const role = (got: string, right: string) =>
  `must be what the machine's role may do, got "${got}"; add { actions: ["${right}"], resources: [ … ] } to workflow.allow`;

describe("a definition in a file", () => {
  test.each<[string, object, readonly string[]]>([
    [
      "an unknown field",
      task({ Retyr: [] }),
      ['8:4: States.A.Retyr is not a field of a Task state in JSONPath; did you mean "Retry"?'],
    ],
    [
      "a field of another query language",
      task({ InputPath: "$" }, {}, { QueryLanguage: "JSONata" }),
      ["8:4: States.A.InputPath is not a field of a Task state in JSONata; remove it or correct its spelling"],
    ],
    [
      "an unknown field of the whole",
      task({}, {}, { Type: "EXPRESS" }),
      ["10:2: Type is not a field of a definition; remove it or correct its spelling"],
    ],
    [
      "an unknown type",
      task({ Type: "Tsak" }),
      [
        '5:4: States.A.Type must be one of Task, Choice, Parallel, Map, Pass, Wait, Succeed, Fail, got "Tsak"; did you mean "Task"?',
      ],
    ],
    [
      "a task without a resource",
      task({ Resource: undefined }),
      ["4:3: States.A must have Resource, got none; a Task state needs it"],
    ],
    [
      "a misspelled Next, and not what follows from it",
      machine({ A: { Type: "Pass", Nxet: "B" }, B: { Type: "Pass", End: true } }),
      ['6:4: States.A.Nxet is not a field of a Pass state in JSONPath; did you mean "Next"?'],
    ],
    [
      "a Next that names no state",
      machine({ A: { Type: "Pass", Next: "STEP 22" }, "STEP 2": { Type: "Pass", End: true } }),
      ['6:4: States.A.Next must be a state beside it, got "STEP 22"; did you mean "STEP 2"?'],
    ],
    [
      "a state that only itself leads to",
      machine({ A: { Type: "Pass", End: true }, B: { Type: "Pass", Next: "B" } }),
      ["8:3: States.B must be reached, got no state that leads to it; remove it, or name it in a Next"],
    ],
    [
      "a machine without an end",
      machine({ A: { Type: "Pass", Next: "A" } }),
      ["3:2: States must have a state that ends, got none; write End: true in the last"],
    ],
    [
      "fields that exclude each other",
      machine({ A: { Type: "Pass", Next: "B", End: true }, B: { Type: "Succeed" } }),
      ["4:3: States.A must have exactly one of End, Next, got End and Next; correct it there"],
    ],
    [
      "a branch that leaves its group, and a name that two groups have",
      machine({
        A: {
          Type: "Parallel",
          Branches: [
            { StartAt: "B", States: { B: { Type: "Pass", Next: "C" } } },
            { StartAt: "B", States: { B: { Type: "Pass", End: true } } },
          ],
          Next: "C",
        },
        C: { Type: "Succeed" },
      }),
      [
        '12:8: States.A.Branches[0].States.B.Next must be a state beside it, got "C"; did you mean "B"?',
        '19:7: States.A.Branches[1].States.B must have a name of its own, got "B" twice; rename one of them',
      ],
    ],
    [
      "an unknown comparison",
      machine({
        A: { Type: "Choice", Choices: [{ Variable: "$.x", StringEqual: "y", Next: "B" }] },
        B: { Type: "Succeed" },
      }),
      ['9:6: States.A.Choices[0].StringEqual is not a field of a rule; did you mean "StringEquals"?'],
    ],
    [
      "a rule without a comparison",
      machine({ A: { Type: "Choice", Choices: [{ Variable: "$.x", Next: "B" }] }, B: { Type: "Succeed" } }),
      ["7:5: States.A.Choices[0] must have one comparison, got none; combine several by And"],
    ],
    [
      "seconds that are no number",
      task({ TimeoutSeconds: "60" }),
      [
        '8:4: States.A.TimeoutSeconds must be a whole number of seconds from 1 to 99999999, got "60"; see states-language.net',
      ],
    ],
    [
      "a path that is none",
      task({ InputPath: "notebook" }),
      ['8:4: States.A.InputPath must be a path, such as $.choice, got "notebook"; see states-language.net'],
    ],
    [
      "a parameter that is no path, and one that is there twice",
      task({ Parameters: { "a.$": "notebook", b: 1, "b.$": "$.b" } }),
      [
        '9:5: States.A.Parameters["a.$"] must be a path or an intrinsic function, such as $.choice, got "notebook"; see states-language.net',
        "10:5: States.A.Parameters.b must be there once, got it also with .$ at its end; remove one",
      ],
    ],
    [
      "an expression that JSONata cannot read",
      task({ Arguments: { a: "{% $states.input.( %}" } }, {}, { QueryLanguage: "JSONata" }),
      [
        '9:5: States.A.Arguments.a must be an expression that JSONata can read, got "{% $states.input.( %}"; see states-language.net',
      ],
    ],
    [
      "a retrier's fields, each for itself",
      task({ Retry: [{ ErrorEquals: ["a"], MaxAttempts: "3", BackofRate: 2 }, { MaxAttempts: 3 }] }),
      [
        '13:6: States.A.Retry[0].MaxAttempts must be a whole number from 0 to 99999999, got "3"; see states-language.net',
        '14:6: States.A.Retry[0].BackofRate is not a field of a retrier; did you mean "BackoffRate"?',
        "16:5: States.A.Retry[1] must have ErrorEquals, got none; the language wants it there",
      ],
    ],
    [
      "timeouts below the function's",
      task({ TimeoutSeconds: 5 }, {}, { TimeoutSeconds: 59 }),
      [
        "8:4: States.A.TimeoutSeconds must be at least the function's timeout, 60 seconds, got 5; the function would run on alone",
        "11:2: TimeoutSeconds must be at least the function's timeout, 60 seconds, got 59; the function would run on alone",
      ],
    ],
    [
      "a function of another region",
      task({ Resource: OTHER.replace("ca-central", "eu-north") }),
      [
        '6:4: States.A.Resource must be a function in ca-central-1, got "arn:aws:lambda:eu-north-1:123456789012:function:other"; ' +
          "a state machine calls no function of another region",
      ],
    ],
    [
      "a function that is known only when it runs",
      invoke({ "FunctionName.$": "$.f" }),
      [
        '9:5: States.A.Parameters["FunctionName.$"] must be a fixed function, got "$.f"; the role\'s right to call it depends on it',
      ],
    ],
    [
      "a placeholder that stands for nothing",
      task({ Resource: "${Function}" }),
      [
        "6:4: States.A.Resource has a placeholder that stands for nothing: ${Function} must be one of ${FunctionArn}, ${ModelName}; correct its spelling",
      ],
    ],
    [
      "another service",
      task({ Resource: "arn:aws:states:::aws-sdk:cloudwatchlogs:putLogEvents" }),
      [`6:4: States.A.Resource ${role("arn:aws:states:::aws-sdk:cloudwatchlogs:putLogEvents", "logs:PutLogEvents")}`],
    ],
    [
      "a distributed Map that reads from S3",
      machine({
        A: {
          Type: "Map",
          ItemReader: { Resource: "arn:aws:states:::s3:listObjectsV2" },
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            ...machine({ B: { Type: "Pass", End: true } }),
            StartAt: "B",
          },
          End: true,
        },
      }),
      [
        `7:5: States.A.ItemReader.Resource ${role("arn:aws:states:::s3:listObjectsV2", "s3:ListBucket")}`,
        `11:6: States.A.ItemProcessor.ProcessorConfig.Mode ${role("DISTRIBUTED", "states:StartExecution")}`,
      ],
    ],
  ])("is refused for %s", (_, definition, lines) => {
    expect(problems(definition)).toEqual(lines.map((line) => `steps.json:${line}`));
  });

  test("may name a state States, and hold that word in its parameters", () => {
    const whole = {
      StartAt: "States",
      States: { States: { Type: "Pass", Parameters: { States: { a: "b" } }, End: true } },
    };
    expect(problems(whole)).toEqual([]);
  });

  test("is refused for names over 80 characters, and none", () => {
    const of = (name: string) => problems({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } });
    expect(of("x".repeat(80))).toEqual([]);
    expect(of("x".repeat(81))).toEqual([
      expect.stringMatching(/^steps\.json:4:3: .* must have a name of 1 to 80 characters, got 81; AWS takes no other$/),
    ]);
    expect(of("")).toEqual([
      'steps.json:4:3: States[""] must have a name of 1 to 80 characters, got 0; AWS takes no other',
    ]);
  });

  test("is refused once for each comment and mark of a template, also of what can be read beside them", () => {
    const text = `{
  "StartAt": "A", # TO EDIT
  "States": { // here
    "A": { "Type": "Task", "Resource": "arn:aws:lambda:ca-central-1:123456789012:function:<model-name>",
      "Parameters": { "model": <model-name> }, /* TO
      EDIT */ "End": true }
  }
}`;
    expect(problems(text)).toEqual([
      "steps.json:2:19 must be JSON without comments, got one; remove it",
      "steps.json:3:15 must be JSON without comments, got one; remove it",
      "steps.json:5:32 must be a value, got a mark in < >; write the model's own there",
      "steps.json:5:48 must be JSON without comments, got one; remove it",
      'steps.json:4:28: States.A.Resource must be a function, got "arn:aws:lambda:ca-central-1:123456789012:function:<model-name>"; ' +
        "write its ARN, or ${FunctionArn} for the model's",
    ]);
    expect(problems('{ "Comment": "# no comment, nor // here" }')).toEqual([
      "steps.json: a definition must be an object with StartAt and States; see states-language.net",
    ]);
  });

  test.each([
    ['{ "StartAt": "A"\n "States": {} }', "2:2 must be JSON, got no comma; correct it there"],
    ['{ "StartAt": }', "1:14 must be JSON, got no value; correct it there"],
    ["", "1:1 must be JSON, got no value; correct it there"],
    [
      '{ "StartAt": "A", "States": { "A": { "Type": "Succeed" },\n "A": { "Type": "Succeed" } } }',
      '2:2 "A" must be there once, got it twice; remove one',
    ],
  ])("is refused for its first mistake in JSON: %j", (text, line) => {
    expect(problems(text)).toEqual([`steps.json:${line}`]);
  });

  test("is refused for what is nested more deeply than can be read, whether it closes or not", () => {
    for (const text of ["[".repeat(100_000), `${"[".repeat(100_000)}${"]".repeat(100_000)}`]) {
      expect(problems(text)).toEqual([
        "steps.json:1:501 must have at most 500 lists and objects in each other, got more; take some apart",
      ]);
    }
    const nested = (depth: number) => `${'{ "a": '.repeat(depth)}1${" }".repeat(depth)}`;
    expect(problems(nested(501))).toHaveLength(1);
    expect(problems(task({ Comment: "[".repeat(600) }))).toEqual([]);
    const parameters = JSON.stringify(task({ Parameters: "HERE" })).replace('"HERE"', nested(400));
    expect(problems(parameters)).toEqual([]);
  });

  test("is refused in other encodings than UTF-8, with or without a mark for them", () => {
    const utf16 = Buffer.from(JSON.stringify(task({})), "utf16le");
    const other = "steps.json must be UTF-8, got another encoding; save it as UTF-8";
    expect(problems(utf16.toString("utf8"))).toEqual([other]);
    expect(problems(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]).toString("utf8"))).toEqual([other]);
    expect(problems(`\ufeff${JSON.stringify(task({}))}`)).toEqual([]);
  });

  test("shows no secret that is in a wrong value", () => {
    const text = problems(task({ InputPath: "Bearer hunter22hunter22" })).join("\n");
    expect(text).toContain("must hold no secret");
    expect(text).not.toContain("hunter22");
  });

  test("may call the model's function by each of its names, and the authorizer", () => {
    const authorizerArn = "arn:aws:lambda:ca-central-1:123456789012:function:auth";
    for (const name of [
      "${FunctionArn}",
      "${FunctionArn}:$LATEST",
      "${ModelName}",
      "quetzal-oslo",
      `${OWN}:3`,
      "${AuthorizerArn}",
      authorizerArn,
    ]) {
      const { problems: found, functions } = said(invoke({ FunctionName: name }), { authorizerArn, isManaged: false });
      expect({ name, found, functions }).toEqual({ name, found: [], functions: [] });
    }
  });

  test("names the functions that its role must be allowed to call; an external one is refused them", () => {
    expect(said(invoke({ FunctionName: `${OTHER}:$LATEST` })).functions).toEqual([OTHER]);
    expect(problems(invoke({ FunctionName: OTHER }), { isManaged: false })).toEqual([
      `steps.json:9:5: States.A.Parameters.FunctionName must be a function that the machine's role may call, got "${OTHER}"; ` +
        'add { actions: ["lambda:InvokeFunction"], resources: [ … ] } to workflow.allow',
    ]);
    const allow = [{ actions: ["lambda:*"], resources: [OTHER] }];
    expect(problems(invoke({ FunctionName: OTHER }), { isManaged: false, allow })).toEqual([]);
  });

  test("says what Quetzal's front end cannot read", () => {
    const { problems: found, notes } = said(
      machine({
        A: { Type: "Choice", Choices: [{ Variable: "$.x", IsPresent: true, Next: "B" }], Default: "B" },
        B: { Type: "Map", ItemProcessor: machine({ C: { Type: "Pass", End: true } }), End: true },
      }),
    );
    expect(found).toEqual([
      'steps.json:18:5: States.B.ItemProcessor.StartAt must be a state beside it, got "A"; did you mean "C"?',
    ]);
    expect(notes).toEqual([]);
    const sound = machine({
      A: { Type: "Choice", Choices: [{ Variable: "$.x", IsPresent: true, Next: "B" }], Default: "B" },
      B: { Type: "Map", ItemProcessor: { StartAt: "C", States: { C: { Type: "Pass", End: true } } }, End: true },
    });
    expect(said(sound).notes).toEqual([
      "steps.json:7:5: States.A.Choices[0] is not read by Quetzal's front end, which then lists no steps; compare by StringEquals",
      "steps.json:17:4: States.B.ItemProcessor is not read by Quetzal's front end, which then lists no steps; name it Iterator",
    ]);
  });
});
