import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Testing } from "cdktf";
import { isSound, loadEnvironments } from "../../app/load";
import { stackMaker } from "../../app/stack-maker";
import { problemsOf } from "../../constructs/shared/rules";
import { DOMAINS, domainNamed, type Environment, type Environments } from "../../domains/domains";

// Here each construct checks what it gets, as in somebody else's stack.
jest.mock("../../constructs/shared/check-props", () => ({
  ...jest.requireActual("../../constructs/shared/check-props"),
  markLoaded: () => {},
}));

const ROOT = resolve(__dirname, "../..");
const FOLDER = mkdtempSync(join(tmpdir(), "checked-"));
const SOUND = loadEnvironments(join(__dirname, "environments"), ROOT).filter(isSound);

type Path = readonly (string | number)[];

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, part]) =>
    pathsIn(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? inside : [path, ...inside];
}

/** A copy in which one value is another. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  const part = (value as Readonly<Record<string | number, unknown>>)[key];
  if (Array.isArray(value)) return value.map((each, index) => (index === key ? changed(part, rest, to) : each));
  return { ...(value as object), [key]: changed(part, rest, to) };
}

/** What is hardly ever right in the place of a value. */
function wrong(value: unknown): readonly unknown[] {
  if (typeof value === "number") return ["x"];
  if (typeof value === "string") return [5, "~ no such thing\n"];
  return typeof value === "boolean" ? ["yes"] : [null, [null]];
}

const at = (value: unknown, path: Path) =>
  path.reduce<unknown>((part, key) => (part as Readonly<Record<string | number, unknown>>)[key], value);

function refusedByLoader(domain: keyof Environments, environment: unknown): boolean {
  const { rules, fileProblems } = domainNamed(domain);
  const { schema, within } = rules();
  // Also of what is no environment at all: nothing may end it but a problem.
  const problems = [...problemsOf(schema, environment), ...within(environment)];
  if (problems.length > 0) return true;
  return (fileProblems?.(environment as Environment, ROOT, () => undefined).length ?? 0) > 0;
}

/** What the constructs say of an environment. */
function refusal(domain: keyof Environments, workspace: string, environment: unknown): string {
  const app = Testing.app({ outdir: join(FOLDER, "cdktf.out"), fakeCdktfJsonPath: true });
  try {
    stackMaker(domain)(app, { workspace, environment: environment as Environment }, FOLDER);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** The constructs of an environment file leave its settings to the loader: what they would refuse, it must refuse. */
describe("a wrong value that the loader lets pass", () => {
  afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

  test.each(DOMAINS.map(({ name }) => name))("is refused by no construct of %s either", (domain) => {
    const tried = SOUND.filter((each) => each.domain === domain).flatMap(({ workspace, environment }) =>
      pathsIn(environment).flatMap((path) =>
        wrong(at(environment, path)).map((to) => ({
          workspace,
          path,
          to,
          environment: changed(environment, path, to),
        })),
      ),
    );
    const passed = tried.filter(({ environment }) => !refusedByLoader(domain, environment));
    expect(tried.length).toBeGreaterThan(passed.length);
    const refused = passed.flatMap(({ workspace, path, to, environment }) => {
      const said = refusal(domain, workspace, environment);
      return said === "" ? [] : [`${path.join(".")} = ${JSON.stringify(to)}: ${said}`];
    });
    expect(refused).toEqual([]);
  });
});
