import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageFile } from "../package-file";
import { ask, type Finding, isAtLeast, type Surroundings } from "./finding";

/** As package.json says. */
export const OLDEST_CDKTF = "0.21";
/** As the package of cdktn-cli says. */
const OLDEST_NODE_FOR_CDKTN = "22.19";

/** What the project synthesizes with, and its command, cdktf's or that of the fork. `slipway` needs neither command. */
export async function framework(surroundings: Surroundings): Promise<Finding[]> {
  const { folder } = surroundings;
  if (!existsSync(join(folder, "cdktf.json"))) {
    return [{ name: "cdktf-cli", state: "unneeded", found: "no project here" }];
  }
  const fork = packageFile("cdktn", folder);
  return fork === undefined ? [await cdktf(surroundings)] : [...twoFrameworks(folder, fork), cdktn(folder)];
}

/** Beside the fork, `cdktf` must be a folder that passes it on: Slipway loads the other one. */
function twoFrameworks(folder: string, fork: string): Finding[] {
  const file = packageFile("cdktf", folder);
  // A framework is a module of jsii; what passes another on is none.
  const isFramework = file !== undefined && "jsii" in manifest(file);
  if (!isFramework) return [];
  const found = `cdktf ${manifest(file).version} beside cdktn ${manifest(fork).version}`;
  const remedy = 'Slipway would load cdktf; let it load cdktn, as README.md shows under "Use CDK Terrain"';
  return [{ name: "framework", state: "problem", found, remedy }];
}

/** The cdktf command of the project, and the terminal library that it cannot start without. */
async function cdktf({ environment, folder }: Surroundings): Promise<Finding> {
  const name = "cdktf-cli";
  const install = `only npx cdktf needs it: npm install --save-dev cdktf-cli@${OLDEST_CDKTF}`;
  const file = packageFile("cdktf-cli", folder);
  if (file === undefined) return { name, state: "warning", found: "none in this project", remedy: install };
  const { version } = manifest(file);
  if (!isAtLeast(version, OLDEST_CDKTF)) return { name, state: "warning", found: version, remedy: install };
  const load = `require(require.resolve("@cdktf/node-pty-prebuilt-multiarch", { paths: [${JSON.stringify(dirname(file))}] }))`;
  const { failure } = await ask([process.execPath, "-e", load], environment);
  if (failure === undefined) return { name, state: "ok", found: `${version} (${dirname(file)})` };
  const remedy = `for npx cdktf on Node ${process.versions.node} it needs the override that README.md names under "Compatibility"`;
  return { name, state: "warning", found: `${version}, whose terminal library does not load`, remedy };
}

/** The command of the fork. */
function cdktn(folder: string, node = process.versions.node): Finding {
  const name = "cdktn-cli";
  const file = packageFile(name, folder);
  if (file === undefined) {
    const remedy = "only npx cdktn needs it: npm install --save-dev cdktn-cli@0.24";
    return { name, state: "warning", found: "none in this project", remedy };
  }
  const { version } = manifest(file);
  if (isAtLeast(node, OLDEST_NODE_FOR_CDKTN)) return { name, state: "ok", found: `${version} (${dirname(file)})` };
  const remedy = `run npx cdktn with Node ${OLDEST_NODE_FOR_CDKTN} or newer; slipway runs with this one too`;
  return { name, state: "warning", found: `${version}, which does not run on Node ${node}`, remedy };
}

function manifest(file: string): { readonly version: string } {
  return JSON.parse(readFileSync(file, "utf8")) as { version: string };
}
