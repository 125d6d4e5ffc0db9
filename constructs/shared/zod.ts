// What is used of zod. The package has it as one file, bundled with just these parts of zod (`npm run build:zod`): zod as
// it is published is a hundred files, which take longer to load than a stack to make. Add what a schema needs.
import { strictObject, type ZodType } from "zod";
import type { Agreeing, AnyRules, RulesDrift } from "./drift";

export type { core, ZodType } from "zod";
export {
  array,
  custom,
  literal,
  number,
  record,
  string,
  union,
  ZodArray,
  ZodExactOptional,
  ZodObject,
  ZodOptional,
  ZodRecord,
  ZodUnion,
} from "zod";

/** The rules of an object of a type, by its keys. */
export type ObjectRules<T, Rules> = ZodType<T> & { readonly shape: Rules };

/**
 * Makes the rules of a type: one for each of its keys, and none for another, or the compiler says what differs. Zod's own
 * ways to make an object are left out above, so that no rules drift away from their type.
 *
 * @example
 * z.rulesOf<LambdaCompute>()({ memoryMiB, timeoutSeconds, storageMiB });
 */
export function rulesOf<T extends object>() {
  return <Rules extends AnyRules>(
    rules: Rules & Agreeing<RulesDrift<T, Rules>>,
    said: { readonly error?: (issue: { readonly input?: unknown }) => string } = {},
  ) => objectOf(rules as never, said) as ObjectRules<T, Rules>;
}

// Of zod's own types for this the compiler would make a million more.
const objectOf: (rules: never, said: object) => unknown = strictObject;
