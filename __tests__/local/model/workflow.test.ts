import type { Answer } from "../../../local/model/emulator";
import { notHere } from "../../../local/model/not-here";
import { runWorkflow } from "../../../local/model/workflow";

const OWN = "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-oslo";
const OTHER = "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-api-auth:$LATEST";
const INVOKE = "arn:aws:states:::lambda:invoke";

/** A task as the seed's template has it. */
const step = (notebook: string, more: object) => ({
  Type: "Task",
  Resource: INVOKE,
  OutputPath: "$.Payload",
  Parameters: { FunctionName: OWN, Payload: { notebook_path: notebook, "scenario_path_S3.$": "$.scenario_path_S3" } },
  ...more,
});

/** What a function says that returns its event, as the handler does. */
const echo = (event: unknown): Answer => ({ value: event });

async function run(machine: object, input: unknown = { scenario_path_S3: "base/" }, answer = echo) {
  const calls: unknown[] = [];
  const lines: string[] = [];
  const invoke = async (event: unknown) => {
    calls.push(event);
    return answer(event);
  };
  const tell = (line: string) => void lines.push(line.replace(/[\d.]+ s$/, "… s"));
  const output = await runWorkflow(machine, input, { model: "quetzal-oslo", invoke, tell });
  return { output, calls, lines };
}

const only = (state: object, more: object = {}) => ({ StartAt: "Only", States: { Only: state, ...more } });

describe("a workflow that is run on this machine", () => {
  test("runs its tasks in order, each with the last one's result", async () => {
    const machine = { StartAt: "One", States: { One: step("1", { Next: "Two" }), Two: step("2", { End: true }) } };
    const { output, calls, lines } = await run(machine);
    expect(calls).toEqual([
      { notebook_path: "1", scenario_path_S3: "base/" },
      { notebook_path: "2", scenario_path_S3: "base/" },
    ]);
    expect(output).toEqual(calls[1]);
    expect(lines).toEqual(["One: begins", "One: ended in … s", "Two: begins", "Two: ended in … s"]);
  });

  test("passes over a task of another function, whose payload is its result", async () => {
    const authorization = {
      ...step("", { Next: "Two" }),
      Parameters: { FunctionName: OTHER, Payload: { "scenario_path_S3.$": "$.scenario_path_S3", model: "x" } },
    };
    const { calls, lines } = await run(only(authorization, { Two: step("2", { End: true }) }));
    expect(calls).toHaveLength(1);
    expect(lines[0]).toBe("Only: passed over, it calls quetzal-api-auth; its payload is taken for its result");
  });

  test("calls a function that is a task's resource", async () => {
    const { output } = await run(only({ Type: "Task", Resource: OWN, End: true }), { a: 1 }, () => ({ value: 2 }));
    expect(output).toBe(2);
  });

  test.each([
    [{ Variable: "$.choice", StringEquals: "road" }, { choice: "road" }],
    [{ Variable: "$.choice", StringMatches: "ro*d" }, { choice: "road" }],
    [{ Variable: "$.year", NumericGreaterThanEquals: 2030 }, { year: 2030 }],
    [
      { Variable: "$.year", NumericLessThanPath: "$.end" },
      { year: 2030, end: 2031 },
    ],
    [{ Variable: "$.pt", BooleanEquals: true }, { pt: true }],
    [{ Variable: "$.when", TimestampLessThan: "2030-01-02T00:00:00Z" }, { when: "2030-01-01T00:00:00Z" }],
    [{ Variable: "$.none", IsPresent: false }, {}],
    [{ Variable: "$.null", IsNull: true }, { null: null }],
    [{ Not: { Variable: "$.choice", StringEquals: "road" } }, { choice: "pt" }],
    [
      {
        And: [
          { Variable: "$.a", IsNumeric: true },
          { Variable: "$.b", IsString: true },
        ],
      },
      { a: 1, b: "" },
    ],
    [
      {
        Or: [
          { Variable: "$.a", IsString: true },
          { Variable: "$.a", IsBoolean: true },
        ],
      },
      { a: false },
    ],
  ])("chooses by %j", async (rule, input) => {
    const pass = (Result: string) => ({ Type: "Pass", Result, End: true });
    const machine = only(
      { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
      { Yes: pass("yes"), No: pass("no") },
    );
    expect((await run(machine, input)).output).toBe("yes");
    expect(notHere(machine)).toEqual([]);
  });

  test("takes the default of a choice, and fails without one", async () => {
    const rules = { Type: "Choice", Choices: [{ Variable: "$.choice", StringEquals: "road", Next: "End" }] };
    const more = { End: { Type: "Pass", Result: "end", End: true }, Else: { Type: "Succeed" } };
    expect((await run(only({ ...rules, Default: "Else" }, more), { choice: "pt" })).output).toEqual({ choice: "pt" });
    await expect(run(only(rules, more), { choice: "pt" })).rejects.toThrow(
      /^state "Only" failed with States.NoChoiceMatched: no rule holds, and there is no Default$/,
    );
    await expect(run(only(rules, more), {})).rejects.toThrow(
      /^state "Only" failed with States.Runtime: path \$\.choice must lead to a value of the input, got none$/,
    );
  });

  test("runs branches one after another", async () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: step(name, { End: true }) } });
    const { output, calls } = await run(only({ Type: "Parallel", Branches: [branch("a"), branch("b")], End: true }));
    expect(output).toEqual(calls);
    expect(calls).toMatchObject([{ notebook_path: "a" }, { notebook_path: "b" }]);
  });

  test.each(["Iterator", "ItemProcessor"])("runs a Map with %s over the items", async (kind) => {
    const item = { StartAt: "Item", States: { Item: { Type: "Task", Resource: OWN, End: true } } };
    const selector = { "year.$": "$$.Map.Item.Value", "at.$": "$$.Map.Item.Index", "name.$": "$.name" };
    const map = { Type: "Map", ItemsPath: "$.years", [kind]: item, ResultPath: "$.results", End: true };
    const input = { name: "oslo", years: [2030, 2040] };
    const results = [
      { year: 2030, at: 0, name: "oslo" },
      { year: 2040, at: 1, name: "oslo" },
    ];
    expect((await run(only({ ...map, Parameters: selector }), input)).output).toEqual({ ...input, results });
    expect((await run(only(map), input)).output).toEqual({ ...input, results: [2030, 2040] });
  });

  test("takes input and puts results by the paths of a state", async () => {
    const state = {
      Type: "Pass",
      InputPath: "$.deep[1]",
      Parameters: { "b.$": "$['a b']", "all.$": "$", "name.$": "$$.State.Name" },
      ResultSelector: { "picked.$": "$.b" },
      ResultPath: "$.new.result",
      OutputPath: "$.new",
      End: true,
    };
    expect((await run(only(state), { deep: [0, { "a b": 3 }] })).output).toEqual({ result: { picked: 3 } });
    expect((await run(only({ Type: "Pass", Result: 1, ResultPath: null, End: true }), { a: 1 })).output).toEqual({
      a: 1,
    });
    expect((await run(only({ Type: "Pass", InputPath: null, End: true }), { a: 1 })).output).toEqual({});
  });

  test("says which state failed, and continues where Catch says so", async () => {
    const fails = () => ({ error: "RuntimeError", cause: "the step ended with code 1\nTraceback" });
    await expect(run(only(step("1", { End: true })), {}, fails)).rejects.toThrow(
      /^state "Only" failed with States.Runtime: path \$\.scenario_path_S3 must/,
    );
    await expect(run(only(step("1", { End: true })), { scenario_path_S3: "b/" }, fails)).rejects.toThrow(
      'state "Only" failed with RuntimeError: the step ended with code 1\nTraceback',
    );
    const more = { After: { Type: "Fail", Error: "Model", Cause: "one step failed" } };
    for (const caught of ["States.ALL", "States.TaskFailed", "RuntimeError"]) {
      const Catch = [
        { ErrorEquals: ["Other"], Next: "Only" },
        { ErrorEquals: [caught], Next: "After" },
      ];
      await expect(run(only(step("1", { End: true, Catch }), more), { scenario_path_S3: "b/" }, fails)).rejects.toThrow(
        /^state "After" failed with Model: one step failed$/,
      );
    }
    const kept = [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Done" }];
    const done = await run(
      only(step("1", { End: true, Catch: kept }), { Done: { Type: "Succeed" } }),
      { scenario_path_S3: "b/" },
      fails,
    );
    expect(done.output).toMatchObject({ scenario_path_S3: "b/", error: { Error: "RuntimeError" } });
    expect(done.lines.at(-1)).toBe(
      'state "Only" failed with RuntimeError: the step ended with code 1; continues with "Done", as Catch says',
    );
  });

  test.each([
    ["States.Format('{} of \\'{}\\'', $.year, $.name)", "2030 of 'oslo'"],
    ["States.JsonMerge($.one, States.StringToJson('{\"b\": 2}'), false)", { a: 1, b: 2 }],
    ["States.JsonToString($.one)", '{"a":1}'],
    ["States.Array($.year, 'a', true, null, -1.5)", [2030, "a", true, null, -1.5]],
    ["States.ArrayGetItem(States.StringSplit('a-b.c', '-.'), 2)", "c"],
    ["States.ArrayLength(States.Array(1, 2))", 2],
    ["States.ArrayContains(States.Array(1, 2), 2)", true],
    ["States.MathAdd($.year, -1)", 2029],
    ["$$.Execution.Input['name']", "oslo"],
  ])("knows %s", async (expression, value) => {
    const state = { Type: "Pass", Parameters: { "value.$": expression }, End: true };
    expect(notHere(only(state))).toEqual([]);
    expect((await run(only(state), { year: 2030, name: "oslo", one: { a: 1 } })).output).toEqual({ value });
  });

  test("fails where a function gets what it does not take", async () => {
    const state = { Type: "Pass", Parameters: { "value.$": "States.StringToJson('{')" }, End: true };
    await expect(run(only(state))).rejects.toThrow(
      "state \"Only\" failed with States.Runtime: path States.StringToJson('{') must lead to a value of the input, got none",
    );
  });

  test("fails with the words that a path or a function leads to", async () => {
    const CausePath = "States.Format('{}: {}', $$.State.Name, $.why)";
    const state = { Type: "Fail", ErrorPath: "$.error", CausePath };
    await expect(run(only(state), { why: "memory", error: "Model" })).rejects.toThrow(
      /^state "Only" failed with Model: Only: memory$/,
    );
  });

  test("waits for no time", async () => {
    const { output, lines } = await run(only({ Type: "Wait", Seconds: 3600, End: true }), { a: 1 });
    expect({ output, lines }).toEqual({ output: { a: 1 }, lines: ["Only: passed over, no time is waited for"] });
  });
});

describe("what runs in AWS alone", () => {
  test.each([
    [{ Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem" }, 'Resource "arn:aws:states:::dynamodb:putItem"'],
    [{ Type: "Task", Resource: `${INVOKE}.waitForTaskToken` }, `Resource "${INVOKE}.waitForTaskToken"`],
    [{ Type: "Pass", QueryLanguage: "JSONata" }, "QueryLanguage JSONata"],
    [{ Type: "Pass", InputPath: "$.a[*]" }, 'InputPath "$.a[*]"'],
    [{ Type: "Pass", Parameters: { a: { "b.$": "States.UUID()" } } }, '"b.$": "States.UUID()"'],
    [{ Type: "Pass", Parameters: { "b.$": "States.Format('{}', $.a" } }, '"b.$": "States.Format(\'{}\', $.a"'],
    [{ Type: "Fail", CausePath: "States.Hash($.a, 'MD5')" }, "CausePath \"States.Hash($.a, 'MD5')\""],
    [{ Type: "Pass", Assign: { a: 1 } }, "Assign"],
    [{ Type: "Choice", Choices: [{ Variable: "a", IsNull: true }] }, 'Variable "a"'],
    [{ Type: "Choice", Choices: [{ Variable: "$.a", StringEqual: "b" }] }, "a rule without an operator"],
    [{ Type: "Map", ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" } } }, "a distributed Map"],
    [{ Type: "Map", ItemReader: {} }, "ItemReader"],
  ])("%j", (state, part) => expect(notHere(only(state))).toEqual([`state "Only" has ${part}`]));

  test("is found in branches and for a whole machine, all at once", () => {
    const Branches = [only({ Type: "Pass", OutputPath: "x" }), only({ Type: "Pass", OutputPath: "y" })];
    expect(notHere({ QueryLanguage: "JSONata", ...only({ Type: "Parallel", Branches }) })).toEqual([
      "QueryLanguage is JSONata",
      'state "Only" has OutputPath "x"',
      'state "Only" has OutputPath "y"',
    ]);
  });
});
