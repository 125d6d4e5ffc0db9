import { isList, isRecord, isText, type Problem, partsOf, pathText } from "./rules";
import { shown } from "./shown";

/** A secret of an environment file that a command prints. */
export interface SecretSource {
  /** Of the command in the file. */
  readonly path: string;
  /** The variable of the shell that has the value otherwise: `TF_VAR_database_password`. */
  readonly name: string;
  readonly command: readonly string[];
}

/** Settings whose values are secret variables by their names. */
const OF_VARIABLES = ["secretEnvironment", "values"];

/** The token that a model's authorization step asks for. Terraform does not need it. */
export const MODEL_TOKEN = "SLIPWAY_MODEL_TOKEN";

/** Settings that are tokens, by the names of their variables. */
const TOKENS = { DIGITALOCEAN_TOKEN: ["digitalocean", "token"], [MODEL_TOKEN]: ["workflow", "token"] } as const;

/** The secrets of an environment file that commands print, in the order of the file. It may be anything. */
export function secretSources(value: unknown): SecretSource[] {
  const tokens = Object.entries(TOKENS).flatMap(([name, path]) => {
    const token = partsOf(partsOf(partsOf(value)[path[0]])[path[1]]);
    return sourceOf(name, path, token.command);
  });
  return [...tokens, ...below(value, [], new Set())];
}

function below(value: unknown, path: readonly PropertyKey[], outer: ReadonlySet<unknown>): SecretSource[] {
  if (typeof value !== "object" || value === null || outer.has(value)) return [];
  const all = new Set([...outer, value]);
  const entries: [PropertyKey, unknown][] = isList(value) ? [...value.entries()] : Object.entries(value);
  const isOfVariables = OF_VARIABLES.includes(String(path.at(-1)));
  return entries.flatMap(([key, part]) => {
    const place = [...path, key];
    const { variable, command } = partsOf(part);
    if (isOfVariables && isText(variable)) return sourceOf(`TF_VAR_${variable}`, place, command);
    return below(part, place, all);
  });
}

function sourceOf(name: string, path: readonly PropertyKey[], command: unknown): SecretSource[] {
  const isCommand = isList(command) && command.length > 0 && command.every(isText);
  return isCommand ? [{ path: pathText([...path, "command"]), name, command }] : [];
}

/** A variable has one value, so two commands for it are refused. */
export function secretSourceProblems(value: unknown): Problem[] {
  if (!isRecord(value)) return [];
  const all = secretSources(value);
  return all.flatMap(({ path, name, command }) => {
    const first = all.find((each) => each.name === name);
    if (first === undefined || JSON.stringify(first.command) === JSON.stringify(command)) return [];
    const message = `must be the same as ${first.path}, which has the same variable, got ${shown(command)}; write one of them in both places, or name another variable`;
    return [{ path, message }];
  });
}
