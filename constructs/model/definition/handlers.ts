import type { DefinitionPath } from "../render/definition-source";
import { type DefinitionState, isParts } from "../render/definition-walk";
import { type Finding, got } from "./finding";
import { MOST, rangeFindings } from "./ranges";

const ALL = "States.ALL";
/** A year and a day: what AWS takes of a delay is less. */
const LONGEST_DELAY = 31_622_399;

/** What is wrong with the retriers and catchers of a state. @see https://states-language.net/#errors */
export function handlerFindings({ path, value }: DefinitionState): Finding[] {
  return [
    ...handlers([...path, "Retry"], value.Retry, retrierFindings),
    ...handlers([...path, "Catch"], value.Catch, catcherFindings),
  ];
}

type Parts = Readonly<Record<string, unknown>>;

function handlers(path: DefinitionPath, list: unknown, own: (path: DefinitionPath, each: Parts) => Finding[]) {
  if (list === undefined) return [];
  if (!Array.isArray(list)) return [must(path, "a list, in [ ]", list)];
  return list.flatMap((each: unknown, index): Finding[] => {
    const place = [...path, index];
    if (!isParts(each)) return [must(place, "an object with ErrorEquals", each)];
    const errors = [...place, "ErrorEquals"];
    return [...errorFindings(place, each, index === list.length - 1), ...own(place, each)].map((finding) =>
      finding.path.length === errors.length - 1 ? { ...finding, isBeside: true } : finding,
    );
  });
}

function errorFindings(path: DefinitionPath, { ErrorEquals: errors }: Parts, isLast: boolean): Finding[] {
  const place = [...path, "ErrorEquals"];
  if (errors === undefined) return [lacks(path, "ErrorEquals")];
  if (!Array.isArray(errors) || errors.length === 0) return [must(place, "a list of errors, one at least", errors)];
  const others = errors.flatMap((each: unknown, index) =>
    typeof each === "string" ? [] : [must([...place, index], "an error's name", each)],
  );
  if (!errors.includes(ALL)) return others;
  if (errors.length > 1) {
    const message = `must have ${ALL} alone, got ${got(errors)}; it stands for all errors`;
    return [...others, { path: place, message }];
  }
  if (isLast) return [];
  return [
    { path: place, message: `must be in the last of its list, got ${got(errors)}; what is behind it gets no error` },
  ];
}

function retrierFindings(path: DefinitionPath, retrier: Parts): Finding[] {
  const { JitterStrategy: jitter, IntervalSeconds, MaxDelaySeconds, MaxAttempts, BackoffRate } = retrier;
  const seconds = { least: 1, unit: "seconds" };
  return [
    ...rangeFindings([...path, "IntervalSeconds"], IntervalSeconds, { ...seconds, most: MOST }),
    ...rangeFindings([...path, "MaxDelaySeconds"], MaxDelaySeconds, { ...seconds, most: LONGEST_DELAY }),
    ...rangeFindings([...path, "MaxAttempts"], MaxAttempts, { least: 0, most: MOST }),
    ...rangeFindings([...path, "BackoffRate"], BackoffRate, { least: 1, isWhole: false }),
    ...(jitter === undefined || jitter === "FULL" || jitter === "NONE"
      ? []
      : [must([...path, "JitterStrategy"], "FULL or NONE", jitter)]),
  ];
}

function catcherFindings(path: DefinitionPath, { Next, ResultPath }: Parts): Finding[] {
  return [
    ...(Next === undefined ? [lacks(path, "Next")] : []),
    ...(Next === undefined || typeof Next === "string" ? [] : [must([...path, "Next"], "a state's name", Next)]),
    ...resultPathFindings([...path, "ResultPath"], ResultPath),
  ];
}

/** A result goes into the state's data: into a place in it, not into the context. */
export function resultPathFindings(path: DefinitionPath, value: unknown): Finding[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string" && /^\$(?!\$)(\.|\[|$)/.test(value)) return [];
  return [must(path, "a path into the data, such as $.choice", value)];
}

function must(path: DefinitionPath, rule: string, value: unknown): Finding {
  return { path, message: `must be ${rule}, got ${got(value)}; see states-language.net` };
}

function lacks(path: DefinitionPath, name: string): Finding {
  return { path, message: `must have ${name}, got none; the language wants it there` };
}
