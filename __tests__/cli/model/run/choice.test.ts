import { choiceFor } from "../../../../cli/model/run/choice";
import { authorizationStep, functionOf, type Machine, machineOf, statesOf } from "../../../../cli/model/run/machine";

const AUTHORIZER = "arn:aws:lambda:ca-central-1:123456789012:function:api-auth:$LATEST";
const chosen = (word: string, step: string) => ({ Variable: "$.choice", StringEquals: word, Next: step });
const CHOICES: Machine = {
  States: {
    Which: { Type: "Choice", Choices: [chosen("bike", "Bike"), chosen("car", "Car")], Default: "Both" },
    Bike: { Type: "Task", Resource: "arn:aws:lambda:ca-central-1:123456789012:function:my-model" },
    Car: { Type: "Task", Parameters: { FunctionName: "my-model:live" } },
    Both: { Type: "Parallel", Branches: [{ States: { Left: { Type: "Pass" } } }] },
    Each: { Type: "Map", Iterator: { States: { One: { Type: "Task" } } } },
    Late: {
      Type: "Map",
      ItemProcessor: { States: { Two: { Type: "Task", Arguments: { FunctionName: AUTHORIZER } } } },
    },
  },
};
const NONE: Machine = { States: { First: { Type: "Task" } } };
const NO_DEFAULT: Machine = { States: { Which: { Type: "Choice", Choices: [chosen("bike", "Bike")] } } };

describe("where a run begins", () => {
  test.each([
    ["nobody says", CHOICES, {}, "default"],
    ["the workflow has no choice", NONE, {}, "default"],
    ["a choice is named", CHOICES, { choice: "bike" }, "bike"],
    ["the default is named", CHOICES, { choice: "default" }, "default"],
    ["a step is named", CHOICES, { from: "Car" }, "car"],
    ["the default's step is named", CHOICES, { from: "Both" }, "default"],
  ])("where %s", (_, machine, options, word) => expect(choiceFor(machine, options)).toBe(word));

  test.each([
    [CHOICES, { choice: "bik" }, '--choice must be one of bike, car, default, got "bik"; did you mean "bike"?'],
    [
      NONE,
      { choice: "bike" },
      '--choice must be left out, got "bike"; the workflow has no state that asks for $.choice',
    ],
    [NO_DEFAULT, {}, "--choice must be one of bike, got none; the workflow begins nowhere without one"],
    [
      CHOICES,
      { choice: "bike", from: "Car" },
      "--from must be without --choice, got both; a choice says where a run begins",
    ],
    [CHOICES, { from: "Cars" }, '--from must be a step of the workflow, got "Cars"; did you mean "Car"?'],
    [
      CHOICES,
      { from: "Left" },
      '--from must be a step to which a choice of the workflow leads, got "Left"; it has one for Bike, Car, Both: add one, or leave --from out',
    ],
    [
      NONE,
      { from: "First" },
      '--from must be a step to which a choice of the workflow leads, got "First"; it has no such choice: add one, or leave --from out',
    ],
  ])("%# is refused", (machine, options, message) =>
    expect(() => choiceFor(machine, options)).toThrow(new Error(message)),
  );
});

describe("a definition", () => {
  test("has states within states", () => {
    expect(statesOf(CHOICES).map(([name]) => name)).toEqual([
      ...["Which", "Bike", "Car", "Both", "Left", "Each", "One", "Late", "Two"],
    ]);
  });

  test("that cannot be read has none", () => expect(statesOf(machineOf("{"))).toEqual([]));

  test.each([
    ["Bike", "my-model"],
    ["Car", "my-model"],
    ["Two", "api-auth"],
    ["Left", undefined],
  ])("calls in %s the function %s", (step, name) => expect(functionOf(CHOICES, step)).toBe(name));

  test.each([
    [{ Parameters: { Payload: { "authorization.$": "$.authorization" } } }],
    [{ Arguments: { Payload: "{% $states.input.authorization %}" } }],
  ])("sends a token on: %j", (state) => expect(authorizationStep({ States: { Ask: state } })).toBe("Ask"));

  test("sends none on where it names nothing like it", () => {
    expect(authorizationStep({ States: { Ask: { Parameters: { "x.$": "$.authorizationLevel" } } } })).toBeUndefined();
  });
});
