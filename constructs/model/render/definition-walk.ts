import type { DefinitionPath } from "./definition-source";

type Parts = Readonly<Record<string, unknown>>;

/** A state, and where it is. */
export interface DefinitionState {
  readonly name: string;
  readonly path: DefinitionPath;
  readonly value: Parts;
  readonly language: "JSONPath" | "JSONata";
}

/** A state machine: the whole, a branch of a Parallel state, or what a Map state does with each item. */
export interface DefinitionMachine {
  readonly path: DefinitionPath;
  readonly value: Parts;
  /** Those that are objects. */
  readonly states: readonly DefinitionState[];
}

/** Every state machine of a definition, the whole first, then those in its states, in the order of the text. */
export function machinesIn(
  value: unknown,
  path: DefinitionPath = [],
  inherited: unknown = "JSONPath",
): DefinitionMachine[] {
  if (!isParts(value)) return [];
  const usual = value.QueryLanguage ?? inherited;
  const states = Object.entries(isParts(value.States) ? value.States : {}).flatMap(
    ([name, state]): DefinitionState[] => {
      if (!isParts(state)) return [];
      const language = (state.QueryLanguage ?? usual) === "JSONata" ? "JSONata" : "JSONPath";
      return [{ name, path: [...path, "States", name], value: state, language }];
    },
  );
  const below = states.flatMap((state) =>
    machinesOf(state).flatMap((machine) => machinesIn(machine.value, machine.path, usual)),
  );
  return [{ path, value, states }, ...below];
}

/** The machines in a state, not those in them. */
export function machinesOf({ value, path }: Pick<DefinitionState, "value" | "path">) {
  const { Branches } = value;
  const branches = Array.isArray(Branches) ? Branches.map((each, index) => [["Branches", index], each] as const) : [];
  const items = ["Iterator", "ItemProcessor"].map((key) => [[key], value[key]] as const);
  return [...branches, ...items].flatMap(([below, machine]) =>
    isParts(machine) ? [{ path: [...path, ...below] as DefinitionPath, value: machine }] : [],
  );
}

/** Where a run may go from a state: each place that names another, its path and the name. */
export function targetsOf({ value, path }: Pick<DefinitionState, "value" | "path">) {
  const { Next, Default, Choices, Catch } = value;
  const inList = (key: string, list: unknown) =>
    (Array.isArray(list) ? list : []).map(
      (each: unknown, index) => [[key, index, "Next"], isParts(each) ? each.Next : undefined] as const,
    );
  const all = [
    [["Next"], Next] as const,
    ...inList("Choices", Choices),
    [["Default"], Default] as const,
    ...inList("Catch", Catch),
  ];
  return all.flatMap(([below, to]) =>
    typeof to === "string" ? [{ path: [...path, ...below] as DefinitionPath, to }] : [],
  );
}

export function isParts(value: unknown): value is Parts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
