import { fileDefinition } from "../../../constructs/model/definition/schema";

const OWN = "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-oslo";
const SEE = "see states-language.net";

/** What is said of a definition, without the file and the place in it. */
function problems(value: object): string[] {
  const facts = { name: "quetzal-oslo", region: "ca-central-1", functionArn: OWN, functionTimeoutSeconds: 60 };
  const { problems: found } = fileDefinition("a.json", JSON.stringify(value), { ...facts, isManaged: true });
  return found.map((line) => line.replace(/^a\.json:1:\d+: /, ""));
}

const whole = (A: object, more: object = {}) => ({
  ...{ StartAt: "A", States: { A, B: { Type: "Succeed" } } },
  ...more,
});
const task = (more: object) => ({ Type: "Task", Resource: "${FunctionArn}", Next: "B", ...more });
const retry = (...Retry: readonly object[]) => task({ Retry });
const x = { ErrorEquals: ["X"] };
const wait = (more: object) => ({ Type: "Wait", Next: "B", ...more });
const pass = (more: object) => ({ Type: "Pass", Next: "B", ...more });
const map = (more: object) => ({
  ...{ Type: "Map", ItemProcessor: { StartAt: "C", States: { C: { Type: "Pass", End: true } } }, Next: "B" },
  ...more,
});
const choice = (rule: object) => ({ Type: "Choice", Choices: [rule], Default: "B" });
const seconds = (from: number, got: string, to = 99_999_999) =>
  `must be a whole number of seconds from ${from} to ${to}, got ${got}; ${SEE}`;
const ONE_TIME = "States.A must have exactly one of Seconds, SecondsPath, Timestamp, TimestampPath";
const RULE = "States.A.Choices[0]";

/** What the language forbids, a fault in each, and what is said. */
const FORBIDDEN: readonly (readonly [object, string])[] = [
  [
    { Type: "Parallel", Branches: [], Next: "B" },
    `States.A.Branches must be a list of branches, one at least, got []; ${SEE}`,
  ],
  [retry({ ErrorEquals: [] }), `States.A.Retry[0].ErrorEquals must be a list of errors, one at least, got []; ${SEE}`],
  [
    retry({ ErrorEquals: "X" }),
    `States.A.Retry[0].ErrorEquals must be a list of errors, one at least, got "X"; ${SEE}`,
  ],
  [retry({ ErrorEquals: [5] }), `States.A.Retry[0].ErrorEquals[0] must be an error's name, got 5; ${SEE}`],
  [
    retry({ ErrorEquals: ["States.ALL", "X"] }),
    'States.A.Retry[0].ErrorEquals must have States.ALL alone, got ["States.ALL","X"]; it stands for all errors',
  ],
  [
    retry({ ErrorEquals: ["States.ALL"] }, x),
    'States.A.Retry[0].ErrorEquals must be in the last of its list, got ["States.ALL"]; what is behind it gets no error',
  ],
  [
    task({
      Catch: [
        { ErrorEquals: ["States.ALL"], Next: "B" },
        { ...x, Next: "B" },
      ],
    }),
    'States.A.Catch[0].ErrorEquals must be in the last of its list, got ["States.ALL"]; what is behind it gets no error',
  ],
  [retry({ ...x, BackoffRate: 0.5 }), `States.A.Retry[0].BackoffRate must be a number at least 1, got 0.5; ${SEE}`],
  [
    retry({ ...x, MaxAttempts: 100_000_000 }),
    `States.A.Retry[0].MaxAttempts must be a whole number from 0 to 99999999, got 100000000; ${SEE}`,
  ],
  [retry({ ...x, IntervalSeconds: 0 }), `States.A.Retry[0].IntervalSeconds ${seconds(1, "0")}`],
  [retry({ ...x, IntervalSeconds: 1.5 }), `States.A.Retry[0].IntervalSeconds ${seconds(1, "1.5")}`],
  [
    retry({ ...x, MaxDelaySeconds: 31_622_400 }),
    `States.A.Retry[0].MaxDelaySeconds ${seconds(1, "31622400", 31_622_399)}`,
  ],
  [
    retry({ ...x, JitterStrategy: "SOME" }),
    `States.A.Retry[0].JitterStrategy must be FULL or NONE, got "SOME"; ${SEE}`,
  ],
  [task({ Retry: {} }), `States.A.Retry must be a list, in [ ], got {}; ${SEE}`],
  [task({ Retry: [5] }), `States.A.Retry[0] must be an object with ErrorEquals, got 5; ${SEE}`],
  [task({ Catch: [x] }), "States.A.Catch[0] must have Next, got none; the language wants it there"],
  [task({ Catch: [{ ...x, Next: 5 }] }), `States.A.Catch[0].Next must be a state's name, got 5; ${SEE}`],
  [
    task({ Catch: [{ ...x, Next: "B", ResultPath: "$$.x" }] }),
    `States.A.Catch[0].ResultPath must be a path into the data, such as $.choice, got "$$.x"; ${SEE}`,
  ],
  [
    task({ TimeoutSeconds: 960, HeartbeatSeconds: 960 }),
    "States.A.HeartbeatSeconds must be less than TimeoutSeconds, 960, got 960; else the timeout comes first",
  ],
  [task({ TimeoutSeconds: 100_000_000 }), `States.A.TimeoutSeconds ${seconds(1, "100000000")}`],
  [task({ HeartbeatSeconds: 0 }), `States.A.HeartbeatSeconds ${seconds(1, "0")}`],
  [
    task({ TimeoutSeconds: 60, TimeoutSecondsPath: "$.x" }),
    "States.A must have at most one of TimeoutSeconds, TimeoutSecondsPath, got TimeoutSeconds and TimeoutSecondsPath; correct it there",
  ],
  [
    pass({ ResultPath: "$$.x" }),
    `States.A.ResultPath must be a path into the data, such as $.choice, got "$$.x"; ${SEE}`,
  ],
  [pass({ ResultPath: "$.x[*]" }), `States.A.ResultPath must be a path, such as $.choice, got "$.x[*]"; ${SEE}`],
  [pass({ End: true }), "States.A must have exactly one of End, Next, got End and Next; correct it there"],
  [pass({ Next: undefined }), "States.A must have exactly one of End, Next, got none; correct it there"],
  [
    pass({ Parameters: { "a.$": 5 } }),
    `States.A.Parameters["a.$"] must be a path or an intrinsic function, such as $.choice, got 5; ${SEE}`,
  ],
  [
    pass({ Parameters: { "a.$": "States.Formt('x')" } }),
    `States.A.Parameters["a.$"] must be a path or an intrinsic function, such as $.choice, got "States.Formt('x')"; ${SEE}`,
  ],
  [wait({}), `${ONE_TIME}, got none; correct it there`],
  [wait({ Seconds: 1, Timestamp: "2030-01-31T06:00:00Z" }), `${ONE_TIME}, got Seconds and Timestamp; correct it there`],
  [
    wait({ SecondsPath: "$.a", TimestampPath: "$.b" }),
    `${ONE_TIME}, got SecondsPath and TimestampPath; correct it there`,
  ],
  [wait({ Seconds: -1 }), `States.A.Seconds ${seconds(0, "-1")}`],
  [
    wait({ Timestamp: "2030-02-30T06:00:00Z" }),
    `States.A.Timestamp must be a time, such as 2030-01-31T06:00:00Z, got "2030-02-30T06:00:00Z"; ${SEE}`,
  ],
  [map({ MaxConcurrency: "4" }), `States.A.MaxConcurrency must be a whole number at least 0, got "4"; ${SEE}`],
  [map({ MaxConcurrency: 1.5 }), `States.A.MaxConcurrency must be a whole number at least 0, got 1.5; ${SEE}`],
  [map({ ItemsPath: "items" }), `States.A.ItemsPath must be a path, such as $.choice, got "items"; ${SEE}`],
  [
    map({ ToleratedFailurePercentage: 101 }),
    `States.A.ToleratedFailurePercentage must be at most 100, got 101; ${SEE}`,
  ],
  [map({ ItemReader: {} }), "States.A.ItemReader must have Resource, got none; the language wants it there"],
  [choice({ Variable: "$.a", Next: "B" }), `${RULE} must have one comparison, got none; combine several by And`],
  [
    choice({ Variable: "$.a", StringEquals: "x", IsPresent: true, Next: "B" }),
    `${RULE} must have one comparison, got IsPresent and StringEquals; combine several by And`,
  ],
  [choice({ StringEquals: "x", Next: "B" }), `${RULE} must have Variable, got none; the language wants it there`],
  [choice({ Variable: "$.a", StringEquals: "x" }), `${RULE} must have Next, got none; the language wants it there`],
  [
    choice({ Variable: "$.a", TimestampEquals: "yesterday", Next: "B" }),
    `${RULE}.TimestampEquals must be a time, such as 2030-01-31T06:00:00Z, got "yesterday"; ${SEE}`,
  ],
  [
    choice({ Variable: "$.a", NumericEquals: "x", Next: "B" }),
    `${RULE}.NumericEquals must be a number, got "x"; ${SEE}`,
  ],
  [
    choice({ Variable: "$.a", IsPresent: "yes", Next: "B" }),
    `${RULE}.IsPresent must be true or false, got "yes"; ${SEE}`,
  ],
  [
    choice({ Variable: "a", StringEqualsPath: "b", Next: "B" }),
    `${RULE}.Variable must be a path, such as $.choice, got "a"; ${SEE}`,
  ],
  [choice({ And: [], Next: "B" }), `${RULE}.And must be a list of rules, one at least, got []; ${SEE}`],
  [
    choice({ And: [{ Not: { Variable: "$.a", Next: "B" } }], Next: "B" }),
    `${RULE}.And[0].Not must have one comparison, got none; combine several by And`,
  ],
  [
    choice({ Or: [{ Variable: "$.a", IsNull: true, Next: "B" }], Next: "B" }),
    `${RULE}.Or[0].Next must be in the outermost rule, got one inside; move it`,
  ],
  [{ Type: "Choice", Choices: [] }, `States.A.Choices must be a list of rules, one at least, got []; ${SEE}`],
  [{ Type: "Fail", Error: 3 }, `States.A.Error must be a text, got 3; ${SEE}`],
  [
    { Type: "Fail", Cause: "x", CausePath: "$.x" },
    "States.A must have at most one of Cause, CausePath, got Cause and CausePath; correct it there",
  ],
];

describe("a definition in a file", () => {
  test.each(FORBIDDEN)("is refused for %j", (state, line) => {
    expect(problems(whole(state))).toContain(line);
  });

  test("is told all its faults at once, one in each state", () => {
    const names = FORBIDDEN.map((_, index) => `S${index}`);
    const states = FORBIDDEN.map(([state], index) => {
      const text = JSON.stringify(state).replaceAll('"Next":"B"', `"Next":"S${index + 1}"`);
      return [`S${index}`, JSON.parse(text.replace('{"C":', `{"C${index}":`).replace('"C"', `"C${index}"`))] as const;
    });
    const value = { StartAt: "S0", States: Object.fromEntries([...states, [`S${names.length}`, { Type: "Succeed" }]]) };
    const found = problems(value);
    const missed = FORBIDDEN.filter(
      ([, line], index) => !found.includes(line.replace(/^States\.A\b/, `States.S${index}`)),
    );
    expect(missed).toEqual([]);
  });

  test("is told several faults of one state at once", () => {
    const A = task({ Resource: undefined, Next: undefined, TimeoutSeconds: 0, InputPath: "x", Catch: [{ Next: 5 }] });
    expect(problems({ ...whole(A), Version: "2.0", TimeoutSeconds: 0 })).toEqual([
      "States.A must have Resource, got none; a Task state needs it",
      "States.A must have exactly one of End, Next, got none; correct it there",
      `States.A.TimeoutSeconds ${seconds(1, "0")}`,
      `States.A.InputPath must be a path, such as $.choice, got "x"; ${SEE}`,
      "States.A.Catch[0] must have ErrorEquals, got none; the language wants it there",
      `States.A.Catch[0].Next must be a state's name, got 5; ${SEE}`,
      "States.B must be reached, got no state that leads to it; remove it, or name it in a Next",
      'Version must be "1.0", got "2.0"; there is no other',
      `TimeoutSeconds ${seconds(1, "0")}`,
    ]);
  });

  test("in JSONata may have expressions for numbers and times, and conditions in its rules", () => {
    const jsonata = { QueryLanguage: "JSONata" };
    const sound = [
      task({ TimeoutSeconds: "{% $states.input.a %}", HeartbeatSeconds: 5 }),
      wait({ Timestamp: "{% $now() %}" }),
      wait({ Seconds: "{% 1 + 1 %}" }),
      map({ MaxConcurrency: "{% 4 %}", Items: [1] }),
      choice({ Condition: "{% true %}", Next: "B" }),
    ];
    for (const state of sound) expect(problems(whole(state, jsonata))).toEqual([]);
    expect(problems(whole(choice({ Next: "B" }), jsonata))).toEqual([
      `${RULE} must have Condition, got none; the language wants it there`,
    ]);
    expect(problems(whole(choice({ Condition: "{% true %}", IsNull: true, Next: "B" }), jsonata))).toEqual([
      `${RULE}.IsNull is not a field of a rule in JSONata; write a Condition`,
    ]);
    expect(problems(whole(choice({ Condition: "{% true %}", Variable: "$.a", IsNull: true, Next: "B" })))).toEqual([
      `${RULE}.Condition is not a field of a rule in JSONPath; write Variable and a comparison`,
    ]);
    expect(problems(whole(map({ MaxConcurrency: "x" }), jsonata))).toEqual([
      `States.A.MaxConcurrency must be a whole number at least 0, got "x"; ${SEE}`,
    ]);
  });

  test("may have every form that the language has", () => {
    const sound = [
      retry({ ...x, IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1, MaxDelaySeconds: 2, JitterStrategy: "FULL" }),
      retry(x, { ErrorEquals: ["States.ALL"] }),
      task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "B", ResultPath: null }] }),
      task({ TimeoutSeconds: 99_999_999, HeartbeatSeconds: 99_999_998 }),
      pass({ ResultPath: "$" }),
      pass({ ResultPath: "$['a'].b" }),
      pass({ ResultPath: null, InputPath: "$$.Execution", Parameters: { "a.$": "States.UUID()", b: ["c"] } }),
      pass({ Result: { a: 1, "a.$": "$.b" } }),
      wait({ Seconds: 0 }),
      wait({ Timestamp: "2030-01-31T06:00:00.5+02:00" }),
      map({ MaxConcurrency: 0, ItemsPath: "$.items", ItemSelector: { "a.$": "$$.Map.Item.Value" } }),
      choice({ And: [{ Variable: "$.a", IsPresent: true }, { Not: { Variable: "$.a", IsNull: true } }], Next: "B" }),
      choice({ Variable: "$.a", TimestampLessThan: "2030-01-31T06:00:00Z", Next: "B", Assign: { a: 1 } }),
      choice({ Variable: "$.a", NumericEqualsPath: "$.b", Next: "B" }),
    ];
    for (const state of sound) expect({ state, found: problems(whole(state)) }).toEqual({ state, found: [] });
  });
});
