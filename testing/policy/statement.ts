import { shown } from "../shown";
import { type Conditions, listOf, meets, operatorOf } from "./conditions";
import { isSeveral, mayOverlap } from "./overlap";
import { isExempt, isNamed, type Principal } from "./principal";
import { type Context, type Known, matchesText } from "./text";
import { all, any, not, unknown, type Verdict, YES } from "./verdict";

/** What is asked of a policy. */
export interface Asked {
  readonly action: string;
  readonly resource: string | undefined;
  readonly principal: Principal | undefined;
  readonly context: Context;
  /** What the stack says of references. */
  readonly known: Known | undefined;
}

/** A statement of a policy, in AWS's words. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Conditions;
}

const KEYS = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

/** What is wrong with a statement: AWS refuses it too. */
export function statementProblems(statement: unknown, at: string): string[] {
  if (typeof statement !== "object" || statement === null || Array.isArray(statement)) {
    return [`${at} must be an object, got ${shown(statement)}`];
  }
  const given = statement as Readonly<Record<string, unknown>>;
  const both = (name: string) => name in given && `Not${name}` in given;
  return [
    ...(["Allow", "Deny"].includes(String(given.Effect))
      ? []
      : [`${at}.Effect must be Allow or Deny, got ${shown(given.Effect)}`]),
    ...("Action,NotAction".split(",").some((key) => key in given)
      ? []
      : [`${at} must have Action or NotAction, got ${Object.keys(given).join(", ") || "nothing"}`]),
    ...["Action", "Resource", "Principal"]
      .filter(both)
      .map((name) => `${at} must have ${name} or Not${name}, got both`),
    ...Object.keys(given)
      .filter((key) => !KEYS.includes(key))
      .map((key) => `${at} must have only ${KEYS.join(", ")}, got ${key}`),
    ...(["Resource", "NotResource", "Principal", "NotPrincipal"].some((key) => key in given)
      ? []
      : [`${at} must have Resource or NotResource, got ${Object.keys(given).join(", ") || "nothing"}`]),
    ...["Action", "NotAction"].flatMap((key) =>
      (key in given ? listOf(given[key]) : [])
        .filter((action) => !/^(\*|[^:]*\$\{.*|[\w*?-]+:.+)$/s.test(action))
        .map((action) => `${at}.${key} must have a service, such as "s3:GetObject", got ${shown(action)}`),
    ),
    ...conditionProblems(given.Condition ?? {}, at),
  ];
}

function conditionProblems(conditions: unknown, at: string): string[] {
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject(conditions)) return [`${at}.Condition must be an object, got ${shown(conditions)}`];
  return Object.entries(conditions as object).flatMap(([operator, keys]) => [
    ...(operatorOf(operator) !== undefined || operator.includes("${")
      ? []
      : [`${at}.Condition must have operators of AWS, got ${operator}`]),
    ...(isObject(keys) ? [] : [`${at}.Condition.${operator} must be an object, got ${shown(keys)}`]),
  ]);
}

/**
 * Whether a statement is about what is asked.
 *
 * @param hasVariables whether its policy is of a version that puts variables in
 */
export function isAbout(statement: Statement, asked: Asked, hasVariables: boolean): Verdict {
  return all([
    actionOf(statement, asked),
    resourceOf(statement, asked, hasVariables),
    principalOf(statement, asked),
    meets(statement.Condition ?? {}, { ...asked, hasVariables }),
  ]);
}

function actionOf({ Action, NotAction }: Statement, { action }: Asked): Verdict {
  const rules = { wildcards: true, ignoreCase: true };
  const matches = (patterns: unknown) => any(listOf(patterns).map((pattern) => matchesText(pattern, action, rules)));
  return Action === undefined ? not(matches(NotAction)) : matches(Action);
}

function resourceOf(
  { Effect, Resource, NotResource }: Statement,
  { resource, context, known }: Asked,
  hasVariables: boolean,
): Verdict {
  if (Resource === undefined && NotResource === undefined) return YES;
  if (resource === undefined) return unknown("which resource is asked for; name it");
  const isPattern = isSeveral(resource);
  const rules = { wildcards: true, context: hasVariables ? context : undefined, known, isPattern };
  const patterns = listOf(Resource ?? NotResource);
  const matches = any(patterns.map((pattern) => matchesText(pattern, resource, rules)));
  const is = Resource === undefined ? not(matches) : matches;
  if (!isPattern || matches.is !== false || (Effect === "Allow" && Resource !== undefined)) return is;
  // It is not whole in one of them; a part of it may be.
  const parts = patterns.filter((pattern) => mayOverlap(pattern, resource, rules));
  if (parts.length === 0) return is;
  const what = Resource === undefined ? "left out" : "denied";
  return unknown(`${resource} as a whole, of which ${parts.join(", ")} is ${what}; ask for one resource`);
}

function principalOf({ Effect, Principal, NotPrincipal }: Statement, { principal, known }: Asked): Verdict {
  const named = Principal ?? NotPrincipal;
  if (named === undefined) return YES;
  if (principal === undefined) return unknown("who asks; give the principal");
  if (Principal !== undefined) return isNamed(named, principal, known);
  return not(isExempt(named, principal, Effect, known));
}
