import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { circlesOf } from "./circles";

const ROOT = resolve(__dirname, "../..");
const FOLDERS = ["app", "cli", "constructs", "demos", "domains", "engine", "local", "sandbox", "stacks", "testing"];
const paths = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`),
);

describe("folders side by side", () => {
  test("do not import each other", () => {
    expect(paths.length).toBeGreaterThan(500);
    expect(circlesOf(Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), "utf8")])))).toEqual(
      [],
    );
  });

  const PLAN = 'import { ask } from "../states/ask";\n';
  test.each([
    ["at once", 'import { plan } from "../plan/plan";\n'],
    ["by what they export", 'export { plan } from "../plan/plan";\n'],
    ["after a type", 'import type { Plan } from "../plan/plan";\nimport { plan } from "../plan/plan";\n'],
    [
      "later",
      'import type { Plan } from "../plan/plan";\nconst plans = lazy<typeof import("../plan/plan")>(() => require("../plan/plan"));\n',
    ],
  ])("are found where they import each other %s", (_, text) => {
    expect(circlesOf({ "engine/plan/plan.ts": PLAN, "engine/states/ask.ts": text })).toEqual([
      "engine/plan and engine/states: engine/plan/plan.ts, engine/states/ask.ts",
    ]);
  });

  test.each([
    ["a type", 'import type { Plan } from "../plan/plan";\n'],
    ["what lies in it", 'import { plan } from "./plan/plan";\n'],
    ["nothing of the other", 'import { plan } from "../project";\n'],
  ])("may import %s", (_, text) => {
    expect(circlesOf({ "engine/plan/plan.ts": PLAN, "engine/states/ask.ts": text })).toEqual([]);
  });
});
