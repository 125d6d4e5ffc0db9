import { isRecord, isText, listOf, type Problem, wholeNumber } from "../../shared/rules";
import * as z from "../../shared/zod";
import { namespaces, objectName, secretKey, secretVariable } from "./schema";
import type { SecretSettings } from "./secret-settings";

/** The rules of a secret's settings. */
export const secretSettings = z.rulesOf<SecretSettings>()({
  name: objectName,
  namespaces,
  keys: listOf(secretKey, "keys"),
  values: z
    .record(secretKey, secretVariable, {
      // Whoever writes the secret itself there is not shown it.
      error: ({ input }) =>
        `must be an object of variables by their keys, got ${isText(input) ? "a text" : "something else"}; write it in { }`,
    })
    .exactOptional(),
  revision: wholeNumber(1, 2_147_483_647, "any other number writes the values again").exactOptional(),
});

/** What is wrong between a secret's keys and values. */
export function secretProblems({ keys, values }: { readonly keys?: unknown; readonly values?: unknown }): Problem[] {
  if (!Array.isArray(keys) || !isRecord(values)) return [];
  const lacking = keys.filter((key) => !Object.hasOwn(values, key));
  const unknown = Object.keys(values).filter((key) => !keys.includes(key));
  return [
    ...lacking.map((key) => ({
      path: `values.${key}`,
      message: `is required; give each key a variable, or leave values out for a secret that somebody else makes`,
    })),
    ...unknown.map((key) => ({
      path: `values.${key}`,
      message: `must be one of the keys (${keys.join(", ")}), got "${key}"; declare it, or take it out`,
    })),
  ];
}
