import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { planSnapshot } from "../../../testing";
import { guarded } from "../../../testing/plan/guard";

const { TMPDIR } = process.env;
afterEach(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});

test("a guard whose test ends stops what runs, and removes the folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "guard-"));
  writeFileSync(join(folder, "plan"), "");
  const guard = guarded(folder);
  const [running, ended] = [1, 2].map(() => spawn("sleep", ["60"])) as [
    ReturnType<typeof spawn>,
    ReturnType<typeof spawn>,
  ];
  for (const { pid } of [running, ended]) guard.started(pid);
  guard.ended(ended.pid);
  // As when the process ends: the operating system closes what it has open.
  const closed = once(running, "close");
  guard.end();
  expect(await closed).toEqual([null, "SIGTERM"]);
  while (existsSync(folder)) await new Promise((done) => setTimeout(done, 50));
  expect(ended.exitCode).toBeNull();
  ended.kill();
});

test("a plan that fails leaves no folder and no guard", async () => {
  const folder = mkdtempSync(join(tmpdir(), "guard-"));
  process.env.TMPDIR = folder;
  const stack = new TerraformStack(Testing.app(), "lab");
  await expect(planSnapshot(stack, { terraform: "false" })).rejects.toThrow("false init must succeed, got exit code 1");
  await expect(planSnapshot(stack, { terraform: "no-such-program" })).rejects.toThrow("must be installed");
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
