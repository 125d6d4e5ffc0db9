import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import type { Agreeing, AnyRules, PresentDrift } from "./drift";
import { requireOneFramework } from "./one-framework";
import { unknownProps } from "./props";
import { isOptional, type Problem, problemsOf, type Rule } from "./rules";

/**
 * Holds a construct's props against rules by their names and throws every problem at once, each with the construct's
 * path. What only Terraform knows (a token) passes, and so does an absent prop whose rule is optional; another one is required.
 * A prop without a rule is refused, by the compiler and here.
 *
 * @param between finds what is wrong between them; it gets those that are there and are no tokens
 */
export function checkProps<P extends object, Rules extends AnyRules>(
  scope: IConstruct,
  props: P,
  rules: Rules & Agreeing<PresentDrift<P, Rules>>,
  between?: (known: Partial<P>) => readonly Problem[],
): void {
  check(scope, props, rules, between);
}

function check<P extends object>(
  scope: IConstruct,
  props: P,
  rules: AnyRules,
  between: (known: Partial<P>) => readonly Problem[] = () => [],
): void {
  requireOneFramework(scope);
  const names = Object.keys(rules) as (keyof P & string)[];
  const entries = names.map((name) => [name, props[name]] as const);
  const known = Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && !hasToken(value)),
  ) as Partial<P>;
  const problems = (Object.entries(rules) as [keyof P & string, Rule][]).flatMap(([name, rule]) => {
    const value = props[name];
    if (Token.isUnresolved(value) || (value === undefined && isOptional(rule))) return [];
    const found = problemsOf(rule, value);
    // What has a token in it is there, but not known.
    const isPartlyKnown = value !== undefined && known[name] === undefined;
    const certain = isPartlyKnown ? found.filter(({ path }) => !isUnknown(value, path)) : found;
    return certain.map(({ path, message }) => {
      const separator = path === "" || path.startsWith("[") ? "" : ".";
      return { path: `${name}${separator}${path}`, message };
    });
  });
  refuse(scope, [...unknownProps(scope, props, rules), ...problems, ...between(known)]);
}

/** Constructs among the props that must be there, each with what it is: without this, the first use of one would be a TypeError. */
export function missing<P extends object>(props: P, needed: { readonly [K in keyof P]?: string }): Problem[] {
  return Object.entries(needed)
    .filter(([name]) => props[name as keyof P] === undefined)
    .map(([path, what]) => ({ path, message: `is required; give it ${what}` }));
}

/** Throws all that is wrong with a construct, each problem with the construct's path. */
export function refuse(scope: IConstruct, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new Error(problems.map(({ path, message }) => `[${scope.node.path}] ${path} ${message}`).join("\n"));
}

/** The same at synthesis, about what may still be added after the construct. */
export function refuseAtSynthesis(scope: IConstruct, problems: () => readonly Problem[]): void {
  scope.node.addValidation({ validate: () => problems().map(({ path, message }) => `${path} ${message}`) });
}

/** Stacks of environment files. */
const LOADED = new WeakSet<IConstruct>();

/** Notes that what is made in a stack comes from an environment file, whose settings were checked when it was loaded. */
export function markLoaded(stack: IConstruct): void {
  LOADED.add(stack);
}

/** Whether what a construct is made of was checked when its environment file was loaded. */
export function isLoaded(scope: IConstruct): boolean {
  return scope.node.scopes.some((each) => LOADED.has(each));
}

/**
 * {@link checkProps} for settings that an environment file has by the same rules: in the stack of a file they were checked
 * when it was loaded, and are not checked again. What a construct makes of settings, such as a name, needs checkProps.
 */
export function checkSettings<P extends object, Rules extends AnyRules>(
  scope: IConstruct,
  props: P,
  rules: Rules & Agreeing<PresentDrift<P, Rules>>,
  between?: (known: Partial<P>) => readonly Problem[],
): void {
  if (!isLoaded(scope)) check(scope, props, rules, between);
}

/** Whether what lies at a path, such as `subnetIds[1]`, is not known, or cannot be found. */
function isUnknown(value: unknown, path: string): boolean {
  let part = value;
  for (const [, key, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    if (typeof part !== "object" || part === null) return true;
    part = (part as Readonly<Record<string, unknown>>)[key ?? (index as string)];
  }
  return hasToken(part);
}

function hasToken(value: unknown, above: readonly unknown[] = []): boolean {
  if (Token.isUnresolved(value)) return true;
  if (typeof value !== "object" || value === null || above.includes(value)) return false;
  return Object.values(value).some((part) => hasToken(part, [...above, value]));
}
