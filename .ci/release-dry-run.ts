// A release without its end, in a copy: changesets give the version its number and the changelog its section.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { inc, lt } from "semver";

const ROOT = resolve(__dirname, "..");
const CHANGESETS = require.resolve("@changesets/cli/bin.js");
const TEXT = "A change of the dry run.";

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), "slipway-release-"));
  try {
    for (const path of ["package.json", "CHANGELOG.md", ".changeset"]) {
      cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    }
    const before = manifest(folder);
    writeFileSync(join(folder, ".changeset", "dry-run.md"), `---\n"${before.name}": patch\n---\n\n${TEXT}\n`);
    execFileSync(process.execPath, [CHANGESETS, "version"], { cwd: folder, encoding: "utf8", stdio: "pipe" });
    const { version } = manifest(folder);
    const changelog = readFileSync(join(folder, "CHANGELOG.md"), "utf8");
    const problems = [
      ...(lt(version, inc(before.version, "patch") ?? "") ? [`version must rise, got ${version}`] : []),
      ...(changelog.startsWith(`# Changelog\n\n## ${version}\n`) ? [] : [`CHANGELOG.md must begin with ${version}`]),
      ...(changelog.includes(`\n- ${TEXT}\n`) ? [] : ["CHANGELOG.md must have the change"]),
      ...(changelog.endsWith(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8").slice("# Changelog\n\n".length))
        ? []
        : ["CHANGELOG.md must keep what it had"]),
    ];
    if (problems.length > 0) throw new Error(problems.join("\n"));
    console.log(`✔ a release would be ${version}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function manifest(folder: string): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

try {
  main();
} catch (error) {
  const { stderr, message } = error as { stderr?: string; message: string };
  console.error(stderr || message);
  process.exitCode = 1;
}
