import { initialized } from "./initialization";
import { type PreparationOptions, prepare } from "./preparation";
import type { Project } from "./project";
import { statesNamed } from "./states/named-states";
import { reasonOf } from "./terraform-events";
import { terraform } from "./terraform-process";

/** An output of a stack, as its state has it. */
export interface Output {
  readonly stack: string;
  /** After the stack and a dot, where several stacks have it. */
  readonly name: string;
  readonly value: unknown;
  readonly sensitive: boolean;
}

/** The outputs of all stacks of a workspace, in the order of their deployment. */
export async function outputsOf(
  project: Project,
  workspace: string,
  options: PreparationOptions,
): Promise<readonly Output[]> {
  const isOrphan = project.isOrphan(workspace);
  if (!isOrphan && !project.hasFile(workspace)) return kept(project, workspace, options);
  if (!isOrphan) project.soundWorkspace(workspace, options.print);
  const env = await prepare(project, workspace, options);
  const all: Output[] = [];
  for (const stack of project.stacks(workspace)) {
    const read = () => terraform(project, stack, ["output", "-json", "-no-color"], { env });
    const { what, run } = await initialized(project, stack, env, read, options.print);
    if (run.code !== 0 || what === "init") {
      throw new Error(
        [...reasonOf(run.events), `${stack}: the outputs could not be read; the reason is above`].join("\n"),
      );
    }
    const json = run.events.map(({ "@message": line }) => line).join("\n");
    const outputs = JSON.parse(json.slice(Math.max(0, json.indexOf("{")))) as Record<
      string,
      Omit<Output, "name" | "stack">
    >;
    all.push(...Object.entries(outputs).map(([name, { value, sensitive }]) => ({ stack, name, value, sensitive })));
  }
  return named(all);
}

/** The outputs of a workspace of which nothing is left but its states. */
async function kept(
  project: Project,
  workspace: string,
  { environment }: PreparationOptions,
): Promise<readonly Output[]> {
  const states = await statesNamed(project, workspace, environment);
  return named(
    states.flatMap(({ stack, state: { outputs = {} } }) =>
      Object.entries(outputs).map(([name, { value, sensitive = false }]) => ({ stack, name, value, sensitive })),
    ),
  );
}

/** Names that several stacks have get the stack's before them. */
function named(all: readonly Output[]): readonly Output[] {
  const names = all.map(({ name }) => name);
  const isTwice = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  return all.map((each) => (isTwice(each.name) ? { ...each, name: `${each.stack}.${each.name}` } : each));
}
