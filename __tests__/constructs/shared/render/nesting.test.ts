import { jsonProblem } from "../../../../constructs/model/render/scenario-json";
import { tooDeepAt } from "../../../../constructs/shared/render/nesting";

test.each([
  ["500 lists in each other", "[".repeat(500), undefined],
  ["501 lists in each other", "[".repeat(501), 500],
  ["501 objects in each other", '{"a":'.repeat(501), 2500],
  ["many lists side by side", "[],".repeat(5000), undefined],
  ["signs in a text", `"${"[".repeat(600)}\\"["`, undefined],
])("%s", (_, text, offset) => expect(tooDeepAt(text)).toBe(offset));

test("a scenario's file that is nested too deeply is named", () => {
  expect(jsonProblem("base/inputs/a.json", "[".repeat(100_000))).toBe(
    "base/inputs/a.json must have at most 500 lists and objects in each other, got more; take some apart",
  );
});
