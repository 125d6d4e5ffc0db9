import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CROSSBAR, docker, OCS } from "../observatory/site-project";

const ROOT = resolve(__dirname, "../..");
const LAB = join(ROOT, "examples/environments/observatory/lab.ts");

/** What a real lab of this checkout, and its engine, would see of the demo. Other tests may run beside it. */
function traces() {
  const states = join(ROOT, "terraform.tfstate.d");
  const folder = (path: string) => (existsSync(path) ? readdirSync(path).sort() : []);
  return {
    lab: createHash("sha256").update(readFileSync(LAB)).digest("hex"),
    states: folder(states),
    demos: folder(join(ROOT, ".sandbox")).filter(
      (name) => name.startsWith("demo-") && existsSync(join(ROOT, ".sandbox", name, "environments/observatory")),
    ),
  };
}

/** The containers, networks and volumes of a lab. */
function partsOf(lab: string): string[] {
  return [
    docker("container", "ls", "--all", "--format", "{{.Names}}"),
    docker("network", "ls", "--format", "{{.Name}}"),
    docker("volume", "ls", "--format", "{{.Name}}"),
  ]
    .flatMap((names) => names.split("\n"))
    .filter((name) => name.startsWith(`${lab}-`));
}

describe("npm run demo:observatory", () => {
  test("deploys, works with, changes and destroys a lab, and leaves no trace", () => {
    const before = traces();
    const options = ["--ocs", OCS, "--crossbar", CROSSBAR];
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "demo:observatory", "--", ...options], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(stderr).not.toMatch(/Error|must/);
    const [lab] = /lab-[0-9a-f]{6}/.exec(stdout) ?? [];
    const told = stdout.replace(/lab-[0-9a-f]{6}/g, "<lab>");
    for (const line of [
      "Apply complete! Resources: 16 added, 0 changed, 0 destroyed.",
      "barebones1   BarebonesAgent   running, ",
      'OK: Started process "count".',
      "it counts: ",
      "the acquisition runs, with 16 channels",
      "No changes: what is deployed is what the file says",
      "only <lab>-fake-data1 is new, and all agents are on the bus",
      "Apply complete! Resources: 0 added, 0 changed, 16 destroyed.",
      "nothing is left",
    ]) {
      expect(told).toContain(line);
    }
    expect(status).toBe(0);
    expect(traces()).toEqual(before);
    expect(partsOf(String(lab))).toEqual([]);
  });
});
