import { terraformProgram } from "../../constructs/shared/terraform-program";
import { findPython } from "../../sandbox/python";
import { ask, type Finding, isAtLeast, programFile, type Surroundings, toldBy } from "./finding";

/** As package.json says. */
export const OLDEST_NODE = "20.12";
/** Both from here on lock a state in S3 without a table. */
const OLDEST_TERRAFORM = "1.10";

const INSTALL: Readonly<Record<string, string>> = {
  Terraform: "install 1.10 or newer: developer.hashicorp.com/terraform/install",
  OpenTofu: "install 1.10 or newer: opentofu.org/docs/intro/install",
};

/** Which registry is asked, and what texts say, follows the command's name. */
const BY_NAME =
  "OpenTofu is known by its command: let TERRAFORM_BINARY_NAME name a program whose name begins with tofu";

export function node(version: string): Finding {
  const name = "Node";
  if (isAtLeast(version, OLDEST_NODE)) return { name, state: "ok", found: version };
  return { name, state: "problem", found: version, remedy: `install ${OLDEST_NODE} or newer: nodejs.org` };
}

/** Terraform, or OpenTofu where TERRAFORM_BINARY_NAME names it. */
export async function terraform({ environment }: Surroundings): Promise<Finding> {
  const named = environment.TERRAFORM_BINARY_NAME;
  const { command, product: name } = terraformProgram(environment);
  const other = command === "terraform" ? "tofu" : "terraform";
  const [here, instead] = await Promise.all([versionOf(command, environment), versionOf(other, environment)]);
  const usable = instead.version !== undefined && isAtLeast(instead.version, OLDEST_TERRAFORM);
  const { product = name, version, file } = here;
  const install = INSTALL[product] ?? INSTALL.Terraform;
  if (version !== undefined) {
    const found = `${product} ${version} (${file})`;
    if (product !== name) return { name, state: "problem", found, remedy: BY_NAME };
    if (isAtLeast(version, OLDEST_TERRAFORM)) return { name, state: "ok", found };
    return { name, state: "problem", found, remedy: `${install}${usable ? `; or ${useOther(other, instead)}` : ""}` };
  }
  const found = file === undefined ? `no ${command} on the PATH` : `${file} does not answer: ${here.failure}`;
  if (usable) {
    const found2 = `${found}, but ${instead.product} ${instead.version}`;
    return { name, state: "problem", found: found2, remedy: useOther(other, instead) };
  }
  const unset = named ? ", or let TERRAFORM_BINARY_NAME name another" : "";
  return { name, state: "problem", found, remedy: `${install}${unset}` };
}

interface Version {
  readonly product?: string;
  readonly version?: string;
  readonly file?: string;
  readonly failure?: string;
}

async function versionOf(command: string, environment: NodeJS.ProcessEnv): Promise<Version> {
  const file = programFile(command, environment);
  if (file === undefined) return {};
  // `version` would refuse arguments that are meant for other commands.
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith("TF_CLI_ARGS"));
  const answer = await ask([command, "version"], { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1" });
  const [, product, version] = /^(\w+) v(\d+\.\d+\.\d+\S*)/m.exec(answer.said ?? "") ?? [];
  if (product !== undefined && version !== undefined) return { product, version, file };
  return { file, failure: answer.failure ?? "its version cannot be read" };
}

function useOther(command: string, { product }: Version): string {
  const how = command === "terraform" ? "unset TERRAFORM_BINARY_NAME" : `set TERRAFORM_BINARY_NAME=${command}`;
  return `to use ${product}, ${how}`;
}

/** Python, which only the sandbox runs on. */
export async function python({ environment }: Surroundings): Promise<Finding> {
  const name = "Python";
  try {
    const command = await findPython({ environment });
    const [version, venv] = await Promise.all([
      ask([...command, "-c", "import sys; print(sys.version.split()[0], '(' + sys.executable + ')')"], environment),
      ask([...command, "-c", "import venv, ensurepip"], environment),
    ]);
    const found = version.said ?? command.join(" ");
    if (venv.failure === undefined) return { name, state: "ok", found };
    const remedy = "only the sandbox needs both: apt install python3-venv, or Python from python.org";
    return { name, state: "warning", found: `${found}, without venv or pip`, remedy };
  } catch (error) {
    return { name, state: "warning", ...toldBy(error) };
  }
}
