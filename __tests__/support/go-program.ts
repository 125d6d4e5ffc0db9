import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/**
 * A program that is built from a Go module, once for each of its versions; says so, and is undefined, where Go or the module is not to be
 * had.
 *
 * @param path of its package, with the version: `github.com/zegl/kube-score/cmd/kube-score@v1.20.0`
 */
export function goProgram(path: string): string | undefined {
  const [, name = "", version = ""] = /([^/@]+)@(\S+)$/.exec(path) ?? [];
  const folder = join(ROOT, "node_modules/.cache/slipway-tests", `${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  const env = { ...process.env, GOBIN: folder };
  const { status, stderr, error } = spawnSync("go", ["install", path], { encoding: "utf8", env });
  if (status === 0) return program;
  console.log(`left out: ${path} must be built, got ${error?.message ?? stderr.trim()}`);
  return undefined;
}
