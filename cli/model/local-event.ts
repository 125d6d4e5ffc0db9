import { DEEPEST_NESTING, tooDeepAt } from "../../constructs/shared/render/nesting";
import { type Parts, partsOf } from "../../constructs/shared/rules";
import { shown } from "../../constructs/shared/shown";
import { readText } from "../out";
import type { DeployedModel } from "./deployed-model";
import { choiceFor } from "./run/choice";
import { executionInput } from "./run/input";
import { type Machine, NO_CHOICE } from "./run/machine";
import { NOTHING_OFFERED, variantsFor, withGiven } from "./run/parameters";
import { offeredParameters, refuseUnknownScenario } from "./run/scenario";

/** Node decodes bytes that are not UTF-8 as this. */
const NOT_UTF8 = "\uFFFD";

/** What a run on this machine is given. */
export interface EventOptions {
  /** A file with the event, or with the workflow's input. */
  readonly event?: string;
  readonly notebook?: string;
  readonly scenario?: string;
  /** As `name=value`, or `category.name=value`. */
  readonly param?: readonly string[];
  /** What the workflow's Choice states look at. */
  readonly choice?: string;
  /** What the workflow's Map states go over. */
  readonly variant?: readonly string[];
}

/** The event of a file, if one is named. Problems in it, or in how parameters are written, are reported before AWS is asked. */
export function givenEvent({ event, param = [] }: EventOptions): Parts | undefined {
  if (event !== undefined) return eventIn(event);
  withGiven(NOTHING_OFFERED, param);
  return undefined;
}

/**
 * What a function or a workflow is given for a scenario of the bucket: the same as by `slipway model run`. Refuses what the bucket, the
 * scenario or the workflow does not have.
 *
 * @param machine the workflow; none for a notebook
 */
export async function eventOf(
  model: DeployedModel,
  options: EventOptions,
  { machine, warn }: { readonly machine?: Machine | undefined; readonly warn: (line: string) => void },
): Promise<Parts> {
  const { notebook, scenario = "", param = [], variant = [] } = options;
  const choice = machine === undefined ? NO_CHOICE : choiceFor(machine, options);
  await refuseUnknownScenario(model, scenario);
  const offered = await offeredParameters(model, { scenario, choice }, warn);
  const [params, variants] = [withGiven(offered, param), variantsFor(offered, variant)];
  // No function is asked whether its token is good.
  const input = partsOf(
    JSON.parse(executionInput({ scenario, choice, params, variants, user: "slipway model local" })) as unknown,
  );
  if (notebook === undefined) return input;
  const { scenario_path_S3, launcher_arg, metadata } = input;
  return { notebook_path: notebook, scenario_path_S3, launcher_arg, metadata };
}

function eventIn(file: string): Parts {
  const refusal = (got: string) =>
    new Error(`--event must be a file with a JSON object, got ${shown(file)}: ${got}; correct it`);
  const text = readText("--event", file).replace(/^\uFEFF/, "");
  if (text.includes(NOT_UTF8)) throw refusal("not all of it UTF-8");
  if (tooDeepAt(text) !== undefined) throw refusal(`more than ${DEEPEST_NESTING} lists and objects in each other`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Nothing of the text: it may have a token.
    throw refusal("no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refusal("no object");
  return partsOf(value);
}
