import { didYouMean } from "../../shared/did-you-mean";
import type { DefinitionPath } from "../render/definition-source";
import { type DefinitionMachine, type DefinitionState, isParts } from "../render/definition-walk";
import {
  CATCHER_FIELDS,
  fieldsOf,
  INNER_FIELDS,
  MACHINE_FIELDS,
  NEEDED,
  RETRIER_FIELDS,
  RULE_FIELDS,
  STATE_TYPES,
} from "./fields";
import { type Finding, got } from "./finding";

type Parts = Readonly<Record<string, unknown>>;

/** What AWS takes of a state's name. */
const LONGEST_NAME = 80;

/** What is wrong with the fields of a state machine and its states: unknown ones, absent ones, types and names. */
export function shapeFindings({ path, value, states }: DefinitionMachine): Finding[] {
  const known = path.length === 0 ? MACHINE_FIELDS : INNER_FIELDS;
  const all = isParts(value.States) ? Object.entries(value.States) : [];
  return [
    ...unknownFields(path, value, known),
    ...(typeof value.StartAt === "string" ? [] : [absent([...path, "StartAt"], value.StartAt, "a state's name")]),
    ...(all.length > 0 ? [] : [absent([...path, "States"], value.States, "an object of states")]),
    ...all.flatMap(([name, state]) => [
      ...nameFindings([...path, "States", name], name),
      ...(isParts(state) ? [] : [absent([...path, "States", name], state, "an object with a Type")]),
    ]),
    ...states.flatMap(stateFindings),
  ];
}

function nameFindings(path: DefinitionPath, name: string): Finding[] {
  if (name.length > 0 && name.length <= LONGEST_NAME) return [];
  return [
    { path, message: `must have a name of 1 to ${LONGEST_NAME} characters, got ${name.length}; AWS takes no other` },
  ];
}

function stateFindings({ path, value, language }: DefinitionState): Finding[] {
  const { Type: type, QueryLanguage: asked } = value;
  if (typeof type !== "string" || !STATE_TYPES.includes(type)) {
    const meant = typeof type === "string" ? didYouMean(type, STATE_TYPES) : undefined;
    const message = `must be one of ${STATE_TYPES.join(", ")}, got ${got(type)}; ${meant ?? "correct it there"}`;
    return [{ path: [...path, "Type"], message }];
  }
  const needed = (NEEDED[type] ?? []).filter((names) => !names.some((name) => name in value));
  return [
    ...(asked === undefined || asked === language
      ? []
      : [
          {
            path: [...path, "QueryLanguage"],
            message: `must be JSONPath or JSONata, got ${got(asked)}; correct it there`,
          },
        ]),
    ...unknownFields(path, value, fieldsOf(type, language), `a ${type} state in ${language}`),
    ...needed.map((names) => ({
      path,
      isBeside: true,
      message: `must have ${names.join(" or ")}, got none; a ${type} state needs it`,
    })),
    ...listFields([...path, "Retry"], value.Retry, RETRIER_FIELDS, "a retrier"),
    ...ruleFields([...path, "Choices"], value.Choices),
    ...listFields([...path, "Catch"], value.Catch, CATCHER_FIELDS, "a catcher"),
  ];
}

function listFields(path: DefinitionPath, list: unknown, known: readonly string[], what: string): Finding[] {
  return (Array.isArray(list) ? list : []).flatMap((each: unknown, index) =>
    isParts(each) ? unknownFields([...path, index], each, known, what) : [],
  );
}

/** Rules may hold others, by And, Or and Not. */
function ruleFields(path: DefinitionPath, rules: unknown): Finding[] {
  return (Array.isArray(rules) ? rules : []).flatMap((rule: unknown, index) => {
    if (!isParts(rule)) return [];
    const place = [...path, index];
    return [
      ...unknownFields(place, rule, RULE_FIELDS, "a rule"),
      ...["And", "Or"].flatMap((key) => ruleFields([...place, key], rule[key])),
      ...(isParts(rule.Not) ? unknownFields([...place, "Not"], rule.Not, RULE_FIELDS, "a rule") : []),
    ];
  });
}

function unknownFields(path: DefinitionPath, value: Parts, known: readonly string[], what = "a definition"): Finding[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: [...path, key],
      message: `is not a field of ${what}; ${didYouMean(key, known) ?? "remove it or correct its spelling"}`,
    }));
}

function absent(path: DefinitionPath, value: unknown, what: string): Finding {
  return { path, message: `must be ${what}, got ${got(value)}; see states-language.net` };
}
