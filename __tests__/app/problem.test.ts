import { type FileProblem, messageOf, problemData } from "../../app/problem";
import { sentences as observatory } from "../constructs/observatory/sentences";
import { sentences as pipelines } from "../constructs/pipelines/sentences";
import { sentences as plugins } from "../constructs/plugins/sentences";
import { sentences as services } from "../constructs/services/sentences";
import { sentences as environments } from "../environments/sentences";
import { COMMON } from "../support/sentences";

const AT = { file: "environments/model/paris.ts", path: "compute.lambda.memoryMiB" };
const problem = (message: string): FileProblem => ({ ...AT, message });

describe("a problem of a file", () => {
  test("is a line for people", () => {
    expect(messageOf(problem("must be 1, got 2; write 1"))).toBe(
      "environments/model/paris.ts: compute.lambda.memoryMiB must be 1, got 2; write 1",
    );
    expect(messageOf({ ...problem("must export an environment"), path: "" })).toBe(
      "environments/model/paris.ts: must export an environment",
    );
    expect(messageOf({ ...problem("must be readable"), path: "", line: 2, column: 12 })).toBe(
      "environments/model/paris.ts:2:12: must be readable",
    );
  });

  test.each([
    ["must be 1 to 9, got 0; count", { rule: "must be 1 to 9", value: 0, hint: "count" }],
    ['must be a name, got "a; b, got c"; choose', { rule: "must be a name", value: "a; b, got c", hint: "choose" }],
    ['must be a name, got "a\\"; b"; choose', { rule: "must be a name", value: 'a"; b', hint: "choose" }],
    ['must be a list, got {"a":[1]}; write [ ]', { rule: "must be a list", value: { a: [1] }, hint: "write [ ]" }],
    ["must be a text, got a function; write one", { rule: "must be a text", value: "a function", hint: "write one" }],
    ['must name each once, got "a" twice; take one out', { value: "a", hint: "twice; take one out" }],
    ['must be a folder, got "a", which is a file; name one', { value: "a", hint: "which is a file; name one" }],
    ['must be there once, got "a" as hosts[0] too', { value: "a", hint: "as hosts[0] too" }],
    ["is required; it is the bucket's region", { rule: "is required", hint: "it is the bucket's region" }],
    ["must export an environment", { rule: "must export an environment" }],
  ])("is data for programs: %s", (message, data) =>
    expect(problemData(problem(message))).toMatchObject({ ...AT, ...data }),
  );

  test("keeps line and column", () => {
    const at = { ...problem("must be readable, got a sign; correct it"), line: 2, column: 12 };
    expect(problemData(at)).toEqual({
      ...AT,
      line: 2,
      column: 12,
      rule: "must be readable",
      value: "a sign",
      hint: "correct it",
    });
  });

  // Whatever is got, no sentence of a domain is cut at a wrong place.
  test.each(Object.entries({ COMMON, environments, observatory, pipelines, plugins, services }))(
    "is cut where it was put together: %s",
    (_, table) => {
      for (const sentence of Object.values<string>(table)) {
        const message = sentence.replaceAll("<>", '"a; b, got \\"c\\""');
        const { rule, hint } = problemData(problem(message));
        const [wanted = ""] = message.split(message.includes(", got ") ? ", got " : "; ");
        expect([rule, message.startsWith(rule), message.endsWith(hint ?? "")]).toEqual([wanted, true, true]);
        expect(hint).not.toBe("");
      }
    },
  );
});
