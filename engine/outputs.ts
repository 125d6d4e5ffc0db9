import { type PreparationOptions, prepareToRead } from "./preparation";
import type { Project } from "./project";
import { wholeState } from "./pulled-state";
import type { StackJson } from "./stack-json";
import { statesNamed } from "./states/named-states";
import { addressesOf, type State } from "./states/state";

/** An output of a stack, as its state has it. */
export interface Output {
  readonly stack: string;
  /** After the stack and a dot, where several stacks have it. */
  readonly name: string;
  readonly value: unknown;
  readonly sensitive: boolean;
}

/** The outputs of all stacks of a workspace, in the order of their deployment, without those of things that are gone. */
export async function outputsOf(
  project: Project,
  workspace: string,
  options: PreparationOptions,
): Promise<readonly Output[]> {
  const isOrphan = project.isOrphan(workspace);
  if (!isOrphan && !project.hasFile(workspace)) {
    // Nothing is left of it but its states.
    const states = await statesNamed(project, workspace, options.environment);
    return named(states.flatMap(({ stack, state }) => outputsIn(stack, state, {})));
  }
  if (!isOrphan) project.soundWorkspace(workspace, options.print);
  const env = await prepareToRead(project, workspace, options);
  const all: Output[] = [];
  for (const stack of project.stacks(workspace)) {
    all.push(...outputsIn(stack, await wholeState(project, stack, env, options.print), project.declared(stack)));
  }
  return named(all);
}

/** Those of a state. `slipway destroy --retain` leaves outputs of what it destroyed. */
function outputsIn(stack: string, state: State | undefined, { output = {} }: Pick<StackJson, "output">): Output[] {
  const there = new Set(addressesOf(state));
  const isThere = (name: string) => usedIn(output[name]?.value).every((address) => there.has(address));
  return Object.entries(state?.outputs ?? {}).flatMap(([name, { value, sensitive = false }]) =>
    isThere(name) ? [{ stack, name, value, sensitive }] : [],
  );
}

/** Addresses of the resources that an expression uses. */
function usedIn(value: unknown): string[] {
  const text = JSON.stringify(value) ?? "";
  const uses = text.matchAll(/(?<![\w.])((?:aws|docker|digitalocean|kubernetes|terraform)_\w+)\.([\w-]+)/g);
  return [...uses].map(([, type, name]) => `${type}.${name}`);
}

/** Names that several stacks have get the stack's before them. */
function named(all: readonly Output[]): readonly Output[] {
  const names = all.map(({ name }) => name);
  const isTwice = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  return all.map((each) => (isTwice(each.name) ? { ...each, name: `${each.stack}.${each.name}` } : each));
}
