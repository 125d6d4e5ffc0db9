import { shown } from "../shown";
import { type Conditions, listOf, meets } from "./conditions";
import { type Context, matchesText } from "./text";
import { all, any, not, unknown, type Verdict, verdict, YES } from "./verdict";

/** Who asks: `{ Service: "lambda.amazonaws.com" }`, `{ AWS: roleArn }`, `{ Federated: … }`; `"*"` is somebody without a name. */
export type Principal = "*" | Readonly<Record<string, string>>;

/** What is asked of a policy. */
export interface Asked {
  readonly action: string;
  readonly resource: string | undefined;
  readonly principal: Principal | undefined;
  readonly context: Context;
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

/** What is wrong with a statement. */
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
  ];
}

/** Whether a statement is about what is asked. */
export function isAbout(statement: Statement, asked: Asked): Verdict {
  return all([
    actionOf(statement, asked),
    resourceOf(statement, asked),
    principalOf(statement, asked),
    meets(statement.Condition ?? {}, asked.context),
  ]);
}

function actionOf({ Action, NotAction }: Statement, { action }: Asked): Verdict {
  const rules = { wildcards: true, ignoreCase: true };
  const matches = (patterns: unknown) => any(listOf(patterns).map((pattern) => matchesText(pattern, action, rules)));
  return Action === undefined ? not(matches(NotAction)) : matches(Action);
}

function resourceOf({ Effect, Resource, NotResource }: Statement, { resource, context }: Asked): Verdict {
  if (Resource === undefined && NotResource === undefined) return YES;
  if (resource === undefined) return unknown("which resource is asked for; name it");
  const rules = { wildcards: true, context };
  const patterns = listOf(Resource ?? NotResource);
  const matches = any(patterns.map((pattern) => matchesText(pattern, resource, rules)));
  if (Resource === undefined) return not(matches);
  if (Effect === "Allow" || matches.is !== false || !/[*?]/.test(resource)) return matches;
  const within = patterns.filter((pattern) => matchesText(resource, pattern, rules).is === true);
  return within.length === 0
    ? matches
    : unknown(`${resource} as a whole, of which ${within.join(", ")} is denied; ask for one resource`);
}

function principalOf({ Principal, NotPrincipal }: Statement, { principal }: Asked): Verdict {
  const named = Principal ?? NotPrincipal;
  if (named === undefined) return YES;
  if (principal === undefined) return unknown("who asks; give the principal");
  const is = any(namesOf(named).map(([type, name]) => isPrincipal(type, name, principal)));
  return Principal === undefined ? not(is) : is;
}

function namesOf(named: unknown): [type: string, name: string][] {
  if (typeof named !== "object" || named === null) return [["*", String(named)]];
  return Object.entries(named).flatMap(([type, names]) => listOf(names).map((name): [string, string] => [type, name]));
}

function isPrincipal(type: string, name: string, asked: Principal): Verdict {
  if (name === "*" && (type === "*" || type === "AWS")) return YES;
  if (asked === "*") return verdict(false);
  const [[askedType, askedName] = ["", ""]] = Object.entries(asked);
  if (askedType !== type) return verdict(false);
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  const own = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(askedName)?.[1] ?? askedName;
  // An account stands for all who are in it.
  if (type === "AWS" && account !== undefined && own === account) return YES;
  return matchesText(name, askedName, { wildcards: false });
}
