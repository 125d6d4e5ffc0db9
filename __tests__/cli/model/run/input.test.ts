import { durationText } from "../../../../cli/model/run/duration";
import { executionInput, runName, scenarioOf } from "../../../../cli/model/run/input";
import { sinceTime } from "../../../../cli/model/run/since";
import { refuseExpired, withoutTokens } from "../../../../cli/model/run/token";

const RUN = { scenario: "base", choice: "default", params: { a: { b: 1 } }, variants: ["x"], user: "ada@lab.example" };
const NOW = new Date("2026-01-31T12:00:00.500Z");
const jwt = (claims: object) => `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

describe("a run's input", () => {
  test("is what the web page sends", () => {
    expect(JSON.parse(executionInput(RUN, "secret"))).toEqual({
      authorization: "secret",
      choice: "default",
      scenario_path_S3: "base/",
      launcher_arg: { training_folder: "/tmp", params: { a: { b: 1 } } },
      variants: ["x"],
      metadata: { user_email: "ada@lab.example" },
    });
  });

  test("has an empty token where there is none", () => expect(JSON.parse(executionInput(RUN)).authorization).toBe(""));

  test("is no larger than Step Functions takes", () => {
    const params = { text: "x".repeat(262_144) };
    expect(() => executionInput({ ...RUN, params })).toThrow(
      new Error("--param must leave the run's input at most 262144 bytes, got 262334; put data into the scenario"),
    );
  });

  test.each([
    [executionInput(RUN), "base"],
    ['{"scenario_path_S3":"a"}', "a"],
    ["{}", undefined],
    ["{", undefined],
    ["null", undefined],
    [undefined, undefined],
  ])("%# names a scenario, or none", (input, scenario) => expect(scenarioOf(input)).toBe(scenario));

  test("begins a run whose name says what and when", () => {
    expect(runName("base", NOW, "1f2e")).toBe("base-20260131T120000-1f2e");
    expect(runName("Île de France", NOW, "1f2e")).toBe("-le-de-France-20260131T120000-1f2e");
    expect(runName("x".repeat(100), NOW, "1f2e").length).toBeLessThanOrEqual(80);
  });
});

describe("a token", () => {
  test("that has expired is refused, and not shown", () => {
    const end = NOW.getTime() / 1000;
    expect(() => refuseExpired(jwt({ exp: end - 7200 }), NOW.getTime())).toThrow(
      new Error(
        "SLIPWAY_MODEL_TOKEN must be a token that is still valid, got one that expired 2 h 0 min ago; sign in again",
      ),
    );
  });

  test.each([[jwt({ exp: NOW.getTime() / 1000 + 60 })], [jwt({})], ["opaque"], ["a.b.c"]])("%# may be valid", (token) =>
    expect(() => refuseExpired(token, NOW.getTime())).not.toThrow(),
  );

  test("is taken out of what others have written", () =>
    expect(withoutTokens(`{"authorization": "${jwt({ sub: "x" })}", "n": 1}`)).toBe(
      '{"authorization": "***", "n": 1}',
    ));
});

test.each([
  [0, "0.0 s"],
  [-5, "0.0 s"],
  [440, "0.4 s"],
  [9_960, "10 s"],
  [59_400, "59 s"],
  [59_600, "1 min 0 s"],
  [185_000, "3 min 5 s"],
  [3_725_000, "1 h 2 min"],
])("%d ms are %s", (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));

test.each([
  ["10m", "2026-01-31T11:50:00.500Z"],
  ["1h30m", "2026-01-31T10:30:00.500Z"],
  ["500ms", "2026-01-31T12:00:00.000Z"],
  ["2026-01-30", "2026-01-30T00:00:00.000Z"],
  ["2026-01-30T10:00", "2026-01-30T10:00:00.000Z"],
  ["2026-01-30T10:00:00+02:00", "2026-01-30T08:00:00.000Z"],
  ["1700000000", "2023-11-14T22:13:20.000Z"],
])("--since %s is %s", (text, time) => expect(sinceTime(text, NOW).toISOString()).toBe(time));
