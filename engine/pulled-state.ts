import { localStateFile } from "../constructs/shared/read/local-state";
import { initialized } from "./initialization";
import { outputOf } from "./process";
import { programHere } from "./program";
import type { Project } from "./project";
import { resourcesOf, type State, stateFrom, stateIn } from "./states/state";
import { reasonOf } from "./terraform-events";
import { terraform } from "./terraform-process";

/** A resource in a state, one for each of its instances; only what is read here. */
export interface PulledResource {
  /** `aws_iam_role.Model_Role_1A2B`, of several with their key behind it. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The resources of a stack, as its state has them, wherever that is. It holds secrets in plain text. */
export async function pulledState(
  project: Project,
  stack: string,
  environment: NodeJS.ProcessEnv,
): Promise<PulledResource[]> {
  const command = [project.terraform, "state", "pull"];
  const { status, stdout, stderr } = await outputOf(command, { cwd: project.stackFolder(stack), environment });
  if (status !== 0) throw new Error(`${stack}: ${programHere().word} state pull failed, got "${stderr.trim()}"`);
  return resourcesOf(stateFrom(stdout)).flatMap(({ type, name, instances = [] }) =>
    instances.map(({ index_key: key, attributes = {} }) => ({
      address: `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
      type,
      attributes,
    })),
  );
}

/** The whole state of a stack whose folder may not be ready yet; undefined where there is none. */
export async function wholeState(
  project: Project,
  stack: string,
  env: NodeJS.ProcessEnv,
  print: (line: string) => void = () => {},
): Promise<State | undefined> {
  const pull = () => terraform(project, stack, ["state", "pull"], { env });
  const { what, run } = await initialized(project, stack, env, pull, print);
  if (run.code !== 0 || what === "init") {
    throw new Error([...reasonOf(run.events), `${stack}: its state could not be read; the reason is above`].join("\n"));
  }
  const text = run.events.map(({ "@message": line }) => line).join("\n");
  return stateFrom(text.slice(Math.max(0, text.indexOf("{"))));
}

/** The whole state of a stack, without Terraform where it is a file. */
export async function stateNow(
  project: Project,
  stack: string,
  environment: NodeJS.ProcessEnv,
): Promise<State | undefined> {
  const file = localStateFile(project.stackFolder(stack));
  if (file !== undefined) return stateIn(file);
  return wholeState(project, stack, environment);
}
