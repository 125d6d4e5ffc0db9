import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { shown } from "../../../constructs/shared/shown";
import { choicesOf, type Machine, NO_CHOICE, statesOf } from "./machine";

/** Options for where a run begins. */
export interface ChoiceOptions {
  readonly choice?: string;
  readonly from?: string;
}

/**
 * The word that starts a run at the step that was asked for, or `default`. Throws if the definition does not have it.
 *
 * @param machine the definition that will run
 */
export function choiceFor(machine: Machine, { choice, from }: ChoiceOptions): string {
  const choices = choicesOf(machine);
  const known = [...choices.keys()];
  if (choice !== undefined && from !== undefined) {
    throw new Error(`--from must be without --choice, got both; a choice says where a run begins`);
  }
  if (from !== undefined) return wordFor(from, choices, machine);
  const word = choice ?? NO_CHOICE;
  if (choices.has(word)) return word;
  if (choice !== undefined) {
    if (known.length === 0) {
      throw new Error(
        `--choice must be left out, got ${shown(choice)}; the workflow has no state that asks for $.choice`,
      );
    }
    const advice = didYouMean(choice, known) ?? "the workflow has these";
    throw new Error(`--choice must be one of ${known.join(", ")}, got ${shown(choice)}; ${advice}`);
  }
  if (known.length > 0) {
    throw new Error(`--choice must be one of ${known.join(", ")}, got none; the workflow begins nowhere without one`);
  }
  return word;
}

function wordFor(from: string, choices: ReadonlyMap<string, string>, machine: Machine): string {
  const [word] = [...choices].find(([, step]) => step === from) ?? [];
  if (word !== undefined) return word;
  const starts = [...choices.values()];
  const names = statesOf(machine).map(([name]) => name);
  if (!names.includes(from)) {
    const advice = didYouMean(from, names) ?? "slipway model workflow show draws it";
    throw new Error(`--from must be a step of the workflow, got ${shown(from)}; ${advice}`);
  }
  const where = starts.length === 0 ? "it has no such choice" : `it has one for ${starts.join(", ")}`;
  throw new Error(
    `--from must be a step to which a choice of the workflow leads, got ${shown(from)}; ${where}: add one, or leave --from out`,
  );
}
