import type { DefinitionPath } from "../render/definition-source";
import { type DefinitionMachine, type DefinitionState, isParts } from "../render/definition-walk";
import { choiceFindings } from "./choices";
import { type Finding, got } from "./finding";
import { handlerFindings, resultPathFindings } from "./handlers";
import { MOST, rangeFindings, timestampFindings } from "./ranges";

/** What the language says of values and of fields together, and schemas do not. @see https://states-language.net/spec.html */
export function valueFindings(machine: DefinitionMachine): Finding[] {
  const { path, value, states } = machine;
  return [
    ...(path.length > 0 ? [] : wholeFindings(value)),
    ...states.flatMap((state) => [
      ...numberFindings(state),
      ...resultPathFindings([...state.path, "ResultPath"], state.value.ResultPath),
      ...branchFindings(state),
      ...togetherFindings(state),
      ...handlerFindings(state),
      ...choiceFindings(state),
      ...twinFindings(state),
    ]),
  ];
}

function wholeFindings({ TimeoutSeconds, Version }: Readonly<Record<string, unknown>>): Finding[] {
  const isKnown = Version === undefined || Version === "1.0";
  return [
    ...rangeFindings(["TimeoutSeconds"], TimeoutSeconds, { least: 1, most: MOST, unit: "seconds" }),
    ...(isKnown ? [] : [{ path: ["Version"], message: `must be "1.0", got ${got(Version)}; there is no other` }]),
  ];
}

/** Where a number may also be an expression. */
function isExpression({ language }: DefinitionState, value: unknown): boolean {
  return language === "JSONata" && typeof value === "string" && /^\{%/.test(value);
}

function numberFindings(state: DefinitionState): Finding[] {
  const { path, value } = state;
  const { TimeoutSeconds: limit, HeartbeatSeconds: heartbeat, Seconds, Timestamp } = value;
  const seconds = (key: string, least: number) =>
    isExpression(state, value[key])
      ? []
      : rangeFindings([...path, key], value[key], { least, most: MOST, unit: "seconds" });
  if (value.Type === "Wait") {
    const time = isExpression(state, Timestamp) ? [] : timestampFindings([...path, "Timestamp"], Timestamp);
    return Seconds === undefined ? time : [...seconds("Seconds", 0), ...time];
  }
  if (value.Type === "Map" && !isExpression(state, value.MaxConcurrency))
    return rangeFindings([...path, "MaxConcurrency"], value.MaxConcurrency, { least: 0 });
  if (value.Type !== "Task") return [];
  const found = [...seconds("TimeoutSeconds", 1), ...seconds("HeartbeatSeconds", 1)];
  if (found.length > 0 || typeof limit !== "number" || typeof heartbeat !== "number" || heartbeat < limit) return found;
  const message = `must be less than TimeoutSeconds, ${limit}, got ${heartbeat}; else the timeout comes first`;
  return [{ path: [...path, "HeartbeatSeconds"], message }];
}

function branchFindings({ path, value: { Type, Branches } }: DefinitionState): Finding[] {
  if (Type !== "Parallel" || Branches === undefined) return [];
  const place = [...path, "Branches"];
  const rule = "must be a list of branches, one at least";
  if (!Array.isArray(Branches) || Branches.length === 0)
    return [{ path: place, message: `${rule}, got ${got(Branches)}; see states-language.net` }];
  return [];
}

/** Fields of which a state has one: exactly, or at most. The first are those of all languages. */
const EXACTLY: Readonly<Record<string, readonly string[]>> = {
  Task: ["End", "Next"],
  Parallel: ["End", "Next"],
  Map: ["End", "Next"],
  Pass: ["End", "Next"],
  Wait: ["End", "Next"],
};
const TIMES = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
const AT_MOST: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Task: [withPath("TimeoutSeconds"), withPath("HeartbeatSeconds")],
  Map: [
    ["ItemProcessor", "Iterator"],
    ["ItemSelector", "Parameters"],
    ["Items", "ItemsPath"],
    ...["MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"].map(withPath),
  ],
  Fail: [withPath("Error"), withPath("Cause")],
};
/** The same in an object of a Map state. */
const AT_MOST_BELOW = [
  [["ItemReader", "ReaderConfig"], withPath("MaxItems")],
  [["ItemBatcher"], withPath("MaxItemsPerBatch")],
  [["ItemBatcher"], withPath("MaxInputBytesPerBatch")],
] as const;

function withPath(name: string): readonly string[] {
  return [name, `${name}Path`];
}

function togetherFindings({ path, value }: DefinitionState): Finding[] {
  const type = String(value.Type);
  const exactly = [...(type in EXACTLY ? [EXACTLY[type] ?? []] : []), ...(type === "Wait" ? [TIMES] : [])];
  const below = type !== "Map" ? [] : AT_MOST_BELOW;
  return [
    ...exactly.flatMap((fields) => oneOf(path, value, fields, "exactly")),
    ...(AT_MOST[type] ?? []).flatMap((fields) => oneOf(path, value, fields, "at most")),
    ...below.flatMap(([keys, fields]) => {
      const inner = keys.reduce<unknown>((part, key) => (isParts(part) ? part[key] : undefined), value);
      return isParts(inner) ? oneOf([...path, ...keys], inner, fields, "at most") : [];
    }),
  ];
}

function oneOf(
  path: DefinitionPath,
  value: Readonly<Record<string, unknown>>,
  fields: readonly string[],
  many: "at most" | "exactly",
): Finding[] {
  const has = fields.filter((field) => field in value);
  if (has.length === 1 || (has.length === 0 && many === "at most")) return [];
  const what = has.length === 0 ? "none" : has.join(" and ");
  const message = `must have ${many} one of ${fields.join(", ")}, got ${what}; correct it there`;
  return [{ path, message, isBeside: true, isAbsence: has.length === 0 }];
}

/** Templates, in which a name with .$ at its end takes a path; what a Pass state gives as its result is none. */
const TEMPLATES = [
  "Parameters",
  "ResultSelector",
  "ItemSelector",
  "ItemBatcher",
  "ItemReader",
  "ResultWriter",
  "Assign",
];

function twinFindings({ path, value, language }: DefinitionState): Finding[] {
  if (language !== "JSONPath") return [];
  return TEMPLATES.flatMap((key) => twinsIn(value[key], [...path, key]));
}

function twinsIn(value: unknown, path: DefinitionPath): Finding[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    const message = "must be there once, got it also with .$ at its end; remove one";
    return [...(`${key}.$` in value ? [{ path: place, message }] : []), ...twinsIn(inner, place)];
  });
}
