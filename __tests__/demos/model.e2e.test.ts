import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

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
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "demo"], { cwd: ROOT, encoding: "utf8" });
    expect(stderr).not.toMatch(/Error/);
    for (const line of [
      "Apply complete! Resources: 18 added, 0 changed, 0 destroyed.",
      "provider hashicorp/aws ",
      "No changes: what is deployed is what the file says",
      "Apply complete! Resources: 0 added, 1 changed, 0 destroyed.",
      "8032 MiB, 300 s, /tmp 4016 MiB",
      "Apply complete! Resources: 0 added, 0 changed, 18 destroyed.",
      "nothing is left",
    ]) {
      expect(stdout).toContain(line);
    }
    expect(status).toBe(0);
    expect(before.traces.some((trace) => trace.startsWith(STATE))).toBe(true);
    expect(traces()).toEqual(before.traces);
    expect(readFileSync(join(ROOT, "examples/environments/model/quetzal-paris.ts"), "utf8")).toBe(before.environments);
    expect(demos()).toEqual(others);
  });
});
