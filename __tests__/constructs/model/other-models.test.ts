import { App, TerraformStack, Testing } from "cdktf";
import { Model, type ModelProps } from "../../../constructs/model";
import { stackAwsProvider } from "../../../constructs/shared/aws-provider";
import { markLoaded } from "../../../constructs/shared/check-props";
import { failure } from "../../support/synthesized";

const CONTAINED = (shorter: string, longer: string) =>
  `name must not be contained in another model's, got "${shorter}" in "${longer}"; users of the longer name could run ` +
  `this model: rename one, or accept it with sharesRunsWith: ["${longer}"]`;

/** What synthesis says of stacks with models, by the models' ids. */
function said(...stacks: readonly Readonly<Record<string, ModelProps>>[]): string[] {
  const app = new App({ outdir: Testing.app().outdir });
  const made = stacks.map((models, index) => {
    const stack = new TerraformStack(app, `stack-${index}`);
    stackAwsProvider(stack, { region: "ca-central-1" });
    for (const [id, props] of Object.entries(models)) new Model(stack, id, props);
    return stack;
  });
  return made.flatMap((stack) => {
    try {
      stack.runAllValidations();
      return [];
    } catch (error) {
      return (error as Error).message.split("\n").flatMap((line) => /^ {2}(\[.*)/.exec(line)?.[1] ?? []);
    }
  });
}

describe("models of one app", () => {
  test("may have names of their own", () => expect(said({ A: { name: "oslo" }, B: { name: "bergen" } })).toEqual([]));

  test("must not have a name that is contained in another's", () => {
    expect(said({ A: { name: "oslo" }, B: { name: "oslo-2" } })).toEqual([
      `[stack-0/A] ${CONTAINED("oslo", "oslo-2")}`,
    ]);
  });

  test("must not, in another stack either, and all are named at once", () => {
    expect(
      said({ A: { name: "oslo" } }, { B: { name: "oslo-2" }, C: { name: "os-2" }, D: { name: "my-os-2" } }),
    ).toEqual([`[stack-0/A] ${CONTAINED("oslo", "oslo-2")}`, `[stack-1/C] ${CONTAINED("os-2", "my-os-2")}`]);
  });

  test("may, where the shorter one says so", () => {
    expect(said({ A: { name: "oslo", sharesRunsWith: ["oslo-2"] }, B: { name: "oslo-2" } })).toEqual([]);
  });

  test("must not have one name, in one stack or in two", () => {
    expect(said({ A: { name: "oslo" }, B: { name: "oslo" } })).toEqual([
      '[stack-0/B] name must be that of one model, got "oslo" as stack-0/A has; rename one of them',
    ]);
    const [first, second] = said({ A: { name: "oslo" } }, { A: { name: "oslo" } });
    expect(first).toBe('[stack-1/A] name must be that of one model, got "oslo" as stack-0/A has; rename one of them');
    expect(second).toBeUndefined();
  });

  test("are compared by check, and not again, in the stack of an environment file", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "oslo");
    markLoaded(stack);
    stackAwsProvider(stack, { region: "ca-central-1" });
    for (const id of ["A", "B"]) new Model(stack, id, { name: "oslo" });
    expect(() => stack.runAllValidations()).not.toThrow();
  });
});

test("everything that is wrong with a model and its parts is said at once, also that a prop is missing", () => {
  const wrong = { memoryMiB: 64, corsOrigins: ["example.org"], tags: { "aws:a": "b" }, access: { rolePrefix: "a b" } };
  const message = failure((scope) => new Model(scope, "Model", wrong as unknown as ModelProps));
  expect(message.split("\n").map((line) => line.split(/ (must|is) /)[0])).toEqual([
    "[test/Model] access.identityPoolId",
    "[test/Model] access.rolePrefix",
    "[test/Model] corsOrigins[0]",
    "[test/Model] name",
    "[test/Model] tags.aws:a",
    "[test/Model] memoryMiB",
  ]);
  expect(message).toContain(
    "[test/Model] name is required; the bucket, the repository and the roles are named after it\n",
  );
});
