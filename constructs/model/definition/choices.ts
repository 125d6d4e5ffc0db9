import type { DefinitionPath } from "../render/definition-source";
import { type DefinitionState, isParts } from "../render/definition-walk";
import { COMPARISONS } from "./fields";
import { type Finding, got } from "./finding";
import { timestampFindings } from "./ranges";

type Parts = Readonly<Record<string, unknown>>;

/** What is wrong with the rules of a Choice state. @see https://states-language.net/#choice-state */
export function choiceFindings({ path, value: { Type, Choices }, language }: DefinitionState): Finding[] {
  if (Type !== "Choice" || Choices === undefined) return [];
  return listFindings([...path, "Choices"], Choices, (place, rule) => [
    ...(typeof rule.Next === "string" ? [] : [needs(place, "Next", "a state's name", rule.Next)]),
    ...(language === "JSONPath" ? ruleFindings(place, rule) : conditionFindings(place, rule)),
  ]);
}

function listFindings(
  path: DefinitionPath,
  list: unknown,
  each: (path: DefinitionPath, rule: Parts) => Finding[],
): Finding[] {
  if (!Array.isArray(list) || list.length === 0) return [must(path, "a list of rules, one at least", list)];
  return list.flatMap((rule: unknown, index) => {
    const place = [...path, index];
    return isParts(rule) ? each(place, rule) : [must(place, "a rule, in { }", rule)];
  });
}

function conditionFindings(path: DefinitionPath, rule: Parts): Finding[] {
  const strangers = ["Variable", ...COMPARISONS].filter((key) => key in rule);
  return [
    ...("Condition" in rule ? [] : [needs(path, "Condition", "", undefined)]),
    ...strangers.map((key) => stranger([...path, key], "JSONata", "write a Condition")),
  ];
}

function ruleFindings(path: DefinitionPath, rule: Parts): Finding[] {
  const here = COMPARISONS.filter((key) => key in rule);
  const [first] = here;
  const isOfRules = here.some((key) => ["And", "Or", "Not"].includes(key));
  const isMisspelled = here.length === 0 && Object.keys(rule).some((key) => !OTHERS.includes(key));
  return [
    ...("Condition" in rule ? [stranger([...path, "Condition"], "JSONPath", "write Variable and a comparison")] : []),
    ...(here.length === 1 || isMisspelled
      ? []
      : [{ path, isBeside: true, message: `must have one comparison, got ${counted(here)}; combine several by And` }]),
    ...(first === undefined || isOfRules || "Variable" in rule ? [] : [needs(path, "Variable", "", undefined)]),
    ...here.flatMap((key) => comparisonFindings([...path, key], key, rule[key])),
  ];
}

const OTHERS = ["Comment", "Next", "Assign", "Output", "Condition", "Variable"];

function counted(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(" and ");
}

function comparisonFindings(path: DefinitionPath, key: string, value: unknown): Finding[] {
  if (key === "And" || key === "Or") return listFindings(path, value, innerFindings);
  if (key === "Not") return isParts(value) ? innerFindings(path, value) : [must(path, "a rule, in { }", value)];
  // Of paths the schemas know more.
  if (key.endsWith("Path")) return typeof value === "string" ? [] : [must(path, "a path, such as $.choice", value)];
  if (key.startsWith("Timestamp")) return timestampFindings(path, value);
  const [kind, words] = kindOf(key);
  return typeof value === kind ? [] : [must(path, words, value)];
}

function kindOf(key: string): readonly [string, string] {
  if (key.startsWith("Numeric")) return ["number", "a number"];
  return key.startsWith("String") ? ["string", "a text"] : ["boolean", "true or false"];
}

/** Only the outermost rule leads to a state. */
function innerFindings(path: DefinitionPath, rule: Parts): Finding[] {
  const outer = ["Next", "Assign"].filter((key) => key in rule);
  return [
    ...outer.map((key) => ({
      path: [...path, key],
      message: `must be in the outermost rule, got one inside; move it`,
    })),
    ...ruleFindings(path, rule),
  ];
}

function needs(path: DefinitionPath, name: string, what: string, value: unknown): Finding {
  if (value !== undefined) return must([...path, name], what, value);
  return { path, isBeside: true, message: `must have ${name}, got none; the language wants it there` };
}

function stranger(path: DefinitionPath, language: string, advice: string): Finding {
  return { path, message: `is not a field of a rule in ${language}; ${advice}` };
}

function must(path: DefinitionPath, rule: string, value: unknown): Finding {
  return { path, message: `must be ${rule}, got ${got(value)}; see states-language.net` };
}
