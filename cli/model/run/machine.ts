import { isDeepStrictEqual } from "node:util";
import { FIRST_DEFINITION } from "../../../constructs/model/render/definition";
import { machinesOf } from "../../../constructs/model/render/definition-walk";
import { partsOf } from "../../../constructs/shared/rules";

/** A state of a definition in Amazon States Language, as far as it is read here. */
export interface State {
  readonly Type?: string;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Arguments?: Readonly<Record<string, unknown>>;
  readonly Choices?: readonly { readonly Variable?: string; readonly StringEquals?: string; readonly Next?: string }[];
  readonly Default?: string;
  readonly Branches?: readonly Machine[];
  readonly Iterator?: Machine;
  readonly ItemProcessor?: Machine;
}

/** A definition, or a part of one. */
export interface Machine {
  readonly States?: Readonly<Record<string, State>>;
}

/** What the web page sends where its user has chosen nothing. */
export const NO_CHOICE = "default";

/** Reads a definition that a state machine has. */
export function machineOf(definition: string | undefined): Machine {
  try {
    return partsOf(JSON.parse(definition ?? "{}")) as Machine;
  } catch {
    return {};
  }
}

/** Whether it is the one that a state machine is made with, which does nothing. */
export function isFirstDefinition(machine: Machine): boolean {
  return isDeepStrictEqual(machine, machineOf(FIRST_DEFINITION));
}

/** All states by their names, also those within branches and maps. */
export function statesOf({ States = {} }: Machine): [string, State][] {
  return Object.entries(States).flatMap(([name, state]): [string, State][] => {
    const inner = machinesOf({ value: partsOf(state), path: [] });
    return [[name, state], ...inner.flatMap(({ value }) => statesOf(value as Machine))];
  });
}

/** Where `$.choice` of the input leads: the step by the word that is chosen. */
export function choicesOf({ States = {} }: Machine): Map<string, string> {
  const found = new Map<string, string>();
  for (const { Type, Choices = [], Default } of Object.values(States)) {
    const own = Choices.filter(({ Variable }) => Variable === "$.choice");
    if (Type !== "Choice" || own.length === 0) continue;
    for (const { StringEquals, Next } of own) {
      if (StringEquals !== undefined && Next !== undefined && !found.has(StringEquals)) found.set(StringEquals, Next);
    }
    if (Default !== undefined && !found.has(NO_CHOICE)) found.set(NO_CHOICE, Default);
  }
  return found;
}

/** The step that sends the caller's token on, if one does. */
export function authorizationStep(machine: Machine): string | undefined {
  const found = statesOf(machine).find(([, { Parameters, Arguments }]) =>
    /\$\.authorization\b|\$states\.(input|context\.Execution\.Input)\.authorization\b/.test(
      JSON.stringify([Parameters, Arguments]),
    ),
  );
  return found?.[0];
}

/** The name of the function that a step calls. */
export function functionOf(machine: Machine, step: string): string | undefined {
  const [, state] = statesOf(machine).find(([name]) => name === step) ?? [];
  const given = state?.Parameters?.FunctionName ?? state?.Arguments?.FunctionName ?? state?.Resource;
  if (typeof given !== "string") return undefined;
  if (!given.startsWith("arn:")) return /^[\w-]+/.exec(given)?.[0];
  return /^arn:[^:]*:lambda:[^:]*:\d*:function:([\w-]+)/.exec(given)?.[1];
}
