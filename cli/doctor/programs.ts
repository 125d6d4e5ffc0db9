import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { findPython } from "../../sandbox/python";
import { type Finding, isAtLeast, type Surroundings, saidBy } from "./finding";

/** As package.json says. */
export const OLDEST_NODE = "20.12";
const OLDEST_TERRAFORM = "1.10";
const INSTALL_TERRAFORM = "install 1.10 or newer: developer.hashicorp.com/terraform/install";

export function node(version: string): Finding {
  const what = "Node";
  if (isAtLeast(version, OLDEST_NODE)) return { what, state: "ok", found: version };
  return { what, state: "problem", found: version, remedy: `install ${OLDEST_NODE} or newer: nodejs.org` };
}

/** Terraform, or OpenTofu where TERRAFORM_BINARY_NAME names it. */
export async function terraform({ environment }: Surroundings): Promise<Finding> {
  const what = "Terraform";
  const command = environment.TERRAFORM_BINARY_NAME || "terraform";
  const said = await saidBy([command, "version"], { ...environment, CHECKPOINT_DISABLE: "1" });
  const [, name = command, version] = /^(\w+) v(\d+\.\d+\.\d+\S*)/m.exec(said ?? "") ?? [];
  if (version !== undefined) {
    if (isAtLeast(version, OLDEST_TERRAFORM)) return { what, state: "ok", found: `${name} ${version}` };
    return { what, state: "problem", found: `${name} ${version}`, remedy: INSTALL_TERRAFORM };
  }
  const tofu = command === "tofu" ? undefined : await saidBy(["tofu", "version"], environment);
  if (tofu === undefined)
    return { what, state: "problem", found: `no ${command} that answers`, remedy: INSTALL_TERRAFORM };
  const found = `no ${command}, but ${tofu.split("\n")[0]}`;
  return { what, state: "problem", found, remedy: "to use OpenTofu, set TERRAFORM_BINARY_NAME=tofu" };
}

/** The cdktf command of the project, and the terminal library that it cannot start without. */
export async function cdktf({ environment, folder }: Surroundings): Promise<Finding> {
  const what = "cdktf-cli";
  try {
    const file = require.resolve("cdktf-cli/package.json", { paths: [folder] });
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
    const load = `require(require.resolve("@cdktf/node-pty-prebuilt-multiarch", { paths: [${JSON.stringify(dirname(file))}] }))`;
    const loads = (await saidBy([process.execPath, "-e", load], environment)) !== undefined;
    if (loads) return { what, state: "ok", found: version };
    const remedy = `on Node ${process.versions.node} it needs the override that README.md names under "Compatibility"`;
    return { what, state: "problem", found: `${version}, whose terminal library does not load`, remedy };
  } catch {
    return { what, state: "problem", found: "none in this project", remedy: "npm install --save-dev cdktf-cli@0.21" };
  }
}

/** Python, which the sandbox runs on. */
export async function python({ environment }: Surroundings): Promise<Finding> {
  const what = "Python";
  try {
    const command = await findPython({ environment });
    const version = await saidBy([...command, "--version"], environment);
    const venv = await saidBy([...command, "-c", "import venv, ensurepip"], environment);
    const found = version ?? command.join(" ");
    if (venv !== undefined) return { what, state: "ok", found };
    const remedy = "the sandbox needs both: apt install python3-venv, or Python from python.org";
    return { what, state: "warning", found: `${found}, without venv or pip`, remedy };
  } catch (error) {
    const [found = "", remedy = ""] = (error as Error).message.split("; ");
    return { what, state: "warning", found, remedy };
  }
}

/** A Docker engine, which no domain that is here needs. */
export async function docker({ environment }: Surroundings): Promise<Finding> {
  const what = "Docker";
  const version = await saidBy(["docker", "version", "--format", "{{.Server.Version}}"], environment);
  if (version !== undefined) return { what, state: "ok", found: `engine ${version}` };
  return {
    what,
    state: "unneeded",
    found: "no engine that answers; a model needs none, but to build images of your own",
  };
}
