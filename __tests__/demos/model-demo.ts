import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** Runs `npm run demo` to its end, and checks what it tells of the life of a model; returns that. */
export function modelDemo(env: NodeJS.ProcessEnv = process.env): string {
  const demo = spawnSync("npm", ["run", "--silent", "demo"], { cwd: ROOT, encoding: "utf8", env });
  const { status, stdout, stderr } = demo;
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
  return stdout;
}
