import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const runFolders = () => {
  const folder = join(ROOT, ".slipway");
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("demo-")) : [];
};

test("the demo runs the sample twice, changes a file, and leaves nothing", () => {
  const before = runFolders();
  const args = ["--no-warnings", "--import", "tsx", "demos/pipelines.ts"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  for (const line of [
    "training: done, 6 datums run",
    "training: done, 0 datums run, 6 as before",
    "training: done, 1 datum run, 5 as before",
    "training sample-ingestion/training/oslo-2024.txt × sample-precompute/ took",
  ]) {
    expect(stdout).toContain(line);
  }
  expect(runFolders()).toEqual(before);
});
