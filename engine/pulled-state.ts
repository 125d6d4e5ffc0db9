import { outputOf } from "./process";
import type { Project } from "./project";

/** A resource in a state; only what is read here. */
export interface StateResource {
  /** `aws_iam_role.Model_Role_1A2B`, of several with their key behind it. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface State {
  readonly resources?: readonly {
    readonly mode: "managed" | "data";
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes?: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/** The resources of a stack, as its state has them, wherever that is. It holds secrets in plain text. */
export async function pulledState(
  project: Project,
  stack: string,
  environment: NodeJS.ProcessEnv,
): Promise<StateResource[]> {
  const command = [project.terraform, "state", "pull"];
  const { status, stdout, stderr } = await outputOf(command, { cwd: project.stackFolder(stack), environment });
  if (status !== 0) throw new Error(`${stack}: terraform state pull failed, got "${stderr.trim()}"`);
  // There is no state yet.
  if (stdout.trim() === "") return [];
  const { resources = [] } = JSON.parse(stdout) as State;
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances.map(({ index_key: key, attributes = {} }) => ({
        address: `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
        type,
        attributes,
      })),
    );
}
