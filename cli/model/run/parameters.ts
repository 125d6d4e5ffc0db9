import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { isList, isRecord, isText, partsOf } from "../../../constructs/shared/rules";
import { shown } from "../../../constructs/shared/shown";

/** The values of a run by category and name, as the model's program gets them. */
export type Parameters = Readonly<Record<string, unknown>>;

/** The parameters and variants of a scenario, for one choice. */
export interface Offered {
  readonly params: Parameters;
  readonly variants: readonly string[];
  /** Whether the scenario says what there is: then nothing else is taken. */
  readonly isListed: boolean;
}

export const NOTHING_OFFERED: Offered = { params: {}, variants: [], isListed: false };

/**
 * What is in a scenario's `inputs/params.json`, as the web page reads it: a list of categories with their parameters, and of variants,
 * each for one choice or several.
 *
 * @param choice the word that the run is started with
 */
export function offeredBy(content: unknown, choice: string): Offered {
  if (!isList(content)) return NOTHING_OFFERED;
  const own = content.map((each) => partsOf(each)).filter(({ model = "default" }) => [model].flat().includes(choice));
  const categories = own.filter(({ category, params }) => isText(category) && isList(params));
  const params = Object.fromEntries(
    categories.map(({ category, params }) => [String(category), valuesIn(params as readonly unknown[])]),
  );
  const variants = own.flatMap((each) => (isList(each.variants) ? each.variants : [])).filter(isText);
  return { params, variants, isListed: categories.length > 0 };
}

function valuesIn(params: readonly unknown[]): Parameters {
  const entries = params.map((each) => partsOf(each)).filter(({ name }) => isText(name));
  return Object.fromEntries(
    entries.map(({ name, value, type }) => {
      const isNumber = typeof type === "string" && type.toLowerCase() === "number";
      return [String(name), isNumber ? Number(value) : value];
    }),
  );
}

/** The parameters with the values of `--param`: `category.name=value`, or `name=value`. Throws all problems at once. */
export function withGiven({ params, isListed }: Offered, given: readonly string[]): Parameters {
  const problems: string[] = [];
  let result = params;
  for (const text of given) {
    const [, path = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    const place = path === "" ? undefined : placeOf(path, params, isListed);
    if (path === "") problems.push(`--param must be name=value, got ${shown(text)}; for example footpaths.speed=4`);
    else if (typeof place === "string") problems.push(place);
    else if (place !== undefined) result = put(result, place, typed(value, at(params, place)));
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return result;
}

/** The path of a value, or the problem. */
function placeOf(path: string, params: Parameters, isListed: boolean): readonly string[] | string {
  const known = Object.entries(params).flatMap(([category, values]) =>
    Object.keys(values as Parameters).map((name) => [category, name] as const),
  );
  if (!isListed) return path.split(".");
  const found = known.filter(([category, name]) => `${category}.${name}` === path || name === path);
  if (found.length === 1) return found[0] as readonly string[];
  const names = known.map((parts) => parts.join("."));
  if (found.length > 1) {
    const all = found.map((parts) => parts.join(".")).join(", ");
    return `--param must name one parameter, got ${shown(path)}; there are ${all}`;
  }
  const advice = didYouMean(path, [...names, ...known.map(([, name]) => name)]) ?? `there are ${names.join(", ")}`;
  return `--param must be a parameter of the scenario's inputs/params.json, got ${shown(path)}; ${advice}`;
}

function at(params: Parameters, [first = "", ...rest]: readonly string[]): unknown {
  const value = params[first];
  return rest.length === 0 || !isRecord(value) ? value : at(value, rest);
}

function put(params: Parameters, [first = "", ...rest]: readonly string[], value: unknown): Parameters {
  const inner = Object.hasOwn(params, first) ? partsOf(params[first]) : {};
  return { ...params, [first]: rest.length === 0 ? value : put(inner, rest, value) };
}

/** A text stays one where the scenario has one; else numbers, true, false, lists and objects are read as JSON. */
function typed(text: string, before: unknown): unknown {
  if (typeof before === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The variants of a run: those of `--variant`, else all of the scenario. */
export function variantsFor({ variants }: Offered, given: readonly string[]): readonly string[] {
  if (given.length === 0) return variants;
  const unknown = variants.length === 0 ? undefined : given.find((each) => !variants.includes(each));
  if (unknown === undefined) return given;
  const advice = didYouMean(unknown, variants) ?? "the scenario's inputs/params.json has these";
  throw new Error(`--variant must be one of ${variants.join(", ")}, got ${shown(unknown)}; ${advice}`);
}
