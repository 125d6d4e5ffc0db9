import { partsOf } from "../../constructs/shared/rules";
import { evaluated, expressionOf } from "./intrinsic";
import { valueAt } from "./reference-path";

/** What paths begin at: the input, and the context, whose paths begin with `$$`. */
export interface Scope {
  readonly input: unknown;
  readonly context: unknown;
}

/** The value of a path in a scope; undefined where it leads nowhere. */
export function valueIn(path: string, { input, context }: Scope): unknown {
  return path.startsWith("$$") ? valueAt(path.slice(1), context) : valueAt(path, input);
}

/** The same; a path that leads nowhere is an error, as in AWS. */
export function requiredAt(path: string, scope: Scope): unknown {
  const found = valueIn(path, scope);
  if (found === undefined) throw new PathError(path);
  return found;
}

/** The value of a path, or of a call of an intrinsic function. */
export function expressed(text: unknown, scope: Scope): unknown {
  const expression = expressionOf(text);
  try {
    return expression && evaluated(expression, (path) => requiredAt(path, scope));
  } catch (error) {
    // The function does not take such arguments.
    throw error instanceof PathError ? error : new PathError(String(text));
  }
}

/** A path that leads nowhere. */
export class PathError extends Error {
  constructor(readonly path: string) {
    super(`path ${path} must lead to a value of the input, got none`);
  }
}

/** A value in which a key such as `scenario.$` has a path, as `Parameters` and `ResultSelector` have them. */
export function filled(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((each) => filled(each, scope));
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith(".$") ? [key.slice(0, -2), expressed(value, scope)] : [key, filled(value, scope)],
    ),
  );
}

/** Expressions that cannot be evaluated here, such as a call of `States.UUID`. */
export function unknownPaths(template: unknown): string[] {
  if (typeof template !== "object" || template === null) return [];
  return Object.entries(partsOf(template)).flatMap(([key, value]) => {
    if (!key.endsWith(".$")) return unknownPaths(value);
    return expressionOf(value) !== undefined ? [] : [`"${key}": ${JSON.stringify(value)}`];
  });
}
