// Synthesizes the same environment files with another commit and with this tree, and compares each stack's JSON byte for
// byte, but for the names of assets, which carry a hash of their content: npm run compare -- <commit>.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..");
/** Folders with `<domain>/<workspace>.ts`. */
const INPUTS = ["examples/environments", "__tests__/stacks/environments", "environments"];
/** What these name by paths from the project's folder. */
const NAMED = ["examples", "__tests__/stacks/files"];
const ASSET = /assets\/[^/"]+\/[0-9A-Fa-f]+\//g;

/** The files of each stack that a tree's code makes, by their paths below cdktf.out. */
function synthesized(tree: string): ReadonlyMap<string, string> {
  const project = join(tree, ".sandbox", "compared");
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  for (const folder of INPUTS.filter((each) => existsSync(join(ROOT, each)))) {
    cpSync(join(ROOT, folder), join(project, "environments"), { recursive: true });
  }
  for (const folder of NAMED) cpSync(join(ROOT, folder), join(project, folder), { recursive: true });
  // examples/ is a project too.
  cpSync(join(ROOT, "examples"), project, { recursive: true, force: false });
  writeFileSync(join(project, "cdktf.json"), JSON.stringify({ language: "typescript", app: "node main.ts" }));
  const main = `import { synthesize } from "../../app";\nsynthesize({ environments: \`\${__dirname}/environments\` });\n`;
  writeFileSync(join(project, "main.ts"), main);
  run(tree, "npm", ["run", "--silent", "build:apply"]);
  run(project, process.execPath, ["--import", "tsx", "main.ts"]);
  const output = join(project, "cdktf.out");
  const names = readdirSync(output, { recursive: true, encoding: "utf8" }).filter((name) => /\.json$/.test(name));
  return new Map(
    names.sort().map((name) => [name, readFileSync(join(output, name), "utf8").replace(ASSET, "assets/")]),
  );
}

function run(cwd: string, command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} must end with 0, got ${status}: ${stdout}${stderr}`);
}

function main(commit: string): void {
  mkdirSync(join(ROOT, ".sandbox"), { recursive: true });
  const tree = join(mkdtempSync(join(ROOT, ".sandbox", "before-")), "tree");
  try {
    run(ROOT, "git", ["worktree", "add", "--detach", tree, commit]);
    symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"), "junction");
    const [before, after] = [synthesized(tree), synthesized(ROOT)];
    const names = [...new Set([...before.keys(), ...after.keys()])];
    const different = names.filter((name) => before.get(name) !== after.get(name));
    for (const name of different) console.log(`differs: ${name}`);
    console.log(`${names.length - different.length} files are the same as in ${commit}, ${different.length} differ`);
    process.exitCode = different.length === 0 ? 0 : 1;
  } finally {
    spawnSync("git", ["worktree", "remove", "--force", tree], { cwd: ROOT });
    rmSync(resolve(tree, ".."), { recursive: true, force: true });
  }
}

main(process.argv[2] ?? "HEAD");
