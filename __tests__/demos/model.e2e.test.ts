import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { modelDemo } from "./model-demo";

const ROOT = resolve(__dirname, "../..");

/** What lies in the folders that a real deployment of this checkout uses. */
function traces(): string[] {
  const folders = ["terraform.tfstate.d", "cdktf.out"].map((name) => join(ROOT, name)).filter(existsSync);
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return files.map((file) => `${file} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`).sort();
}

const STATE = join(ROOT, "terraform.tfstate.d", "quetzal-paris", "terraform.tfstate");

describe("npm run demo", () => {
  let made = false;

  // A real deployment's state, where there is none: the demo must not see it.
  beforeAll(() => {
    made = !existsSync(STATE);
    if (!made) return;
    mkdirSync(dirname(STATE), { recursive: true });
    writeFileSync(STATE, "the state of a real deployment");
  });
  afterAll(() => {
    if (made) rmSync(dirname(STATE), { recursive: true });
  });

  test("deploys, changes and destroys a model, and leaves no trace in the checkout", () => {
    const before = {
      traces: traces(),
      environments: readFileSync(join(ROOT, "examples/environments/model/quetzal-paris.ts"), "utf8"),
    };
    const demos = () => readdirSync(join(ROOT, ".sandbox")).filter((name) => name.startsWith("demo-"));
    const others = demos();
    modelDemo();
    expect(before.traces.some((trace) => trace.startsWith(STATE))).toBe(true);
    expect(traces()).toEqual(before.traces);
    expect(readFileSync(join(ROOT, "examples/environments/model/quetzal-paris.ts"), "utf8")).toBe(before.environments);
    expect(demos()).toEqual(others);
  });
});
