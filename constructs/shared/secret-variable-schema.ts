import { didYouMean } from "./did-you-mean";
import { isRecord, isText } from "./rules";
import { commandProblems } from "./secret-command";
import type { SecretCommand, SecretVariable } from "./secret-variable";
import { unseen } from "./shown";
import * as z from "./zod";

/** Terraform keeps these for itself. @see https://developer.hashicorp.com/terraform/language/values/variables */
const RESERVED = ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

/**
 * The rules of a secret variable.
 *
 * @param example its name in messages
 */
export function secretVariable(example: string) {
  const isNamed = (value: unknown): value is SecretVariable =>
    isRecord(value) &&
    isText(value.variable) &&
    // Terraform would take a dash, no shell exports such a name.
    /^[A-Za-z_]\w{0,63}$/.test(value.variable) &&
    !RESERVED.includes(value.variable);
  return withCommand(
    z.custom<SecretVariable>(isNamed, {
      error: ({ input }) =>
        `must name a variable of Terraform, got ${unseen(input)}; write { variable: "${example}" }, whose value is in TF_VAR_${example}`,
    }),
    ["variable", "command"],
  );
}

/**
 * The rules of a secret that a command prints.
 *
 * @param example its name in a store, in messages
 */
export function secretCommand(example: string) {
  return withCommand(
    z.custom<SecretCommand>((value) => isRecord(value) && value.command !== undefined, {
      error: ({ input }) =>
        `must be a command that prints it, got ${unseen(input)}; write { command: ["pass", "show", "${example}"] }`,
    }),
    ["command"],
  );
}

/** The same with what is wrong with its command, and with keys that it has not. */
function withCommand<T>(rule: z.ZodType<T>, known: readonly string[]): z.ZodType<T> {
  return rule.superRefine((value, context) => {
    const add = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    const settings = value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(settings).filter((each) => !known.includes(each))) {
      add([key], `is not a known setting; ${didYouMean(key, known) ?? "remove it or correct its spelling"}`);
    }
    if (!("command" in settings)) return;
    for (const { word, message } of commandProblems(settings.command)) {
      add(["command", ...(word === undefined ? [] : [word])], message);
    }
  });
}
