import { type Parts, partsOf } from "../../constructs/shared/rules";
import { shown } from "../../constructs/shared/shown";
import { readText } from "../out";

/** What a run on this machine is given. */
export interface EventOptions {
  /** A file with the event, or with the workflow's input. */
  readonly event?: string;
  readonly notebook?: string;
  readonly scenario?: string;
  /** As `name=value`. */
  readonly param?: readonly string[];
  /** What the workflow's Choice states look at. */
  readonly choice?: string;
  /** What the workflow's Map states go over. */
  readonly variant?: readonly string[];
}

/** What a function or a workflow is given: the file's content, or what the options say. */
export function eventOf(options: EventOptions): Parts {
  const { event, notebook, scenario, param = [], choice = "default", variant = [] } = options;
  if (event !== undefined) return eventIn(event);
  const run = {
    scenario_path_S3: `${scenario?.replace(/^\/+|\/+$/g, "")}/`,
    launcher_arg: { training_folder: "/tmp", params: paramsOf(param) },
    metadata: { user_email: "slipway model local" },
  };
  // A workflow gets what the web page sends; no function is asked whether its token is good.
  return notebook === undefined
    ? { authorization: "", choice, variants: variant, ...run }
    : { notebook_path: notebook, ...run };
}

function eventIn(file: string): Parts {
  const text = readText("--event", file).replace(/^\uFEFF/, "");
  const refusal = (got: string) =>
    new Error(`--event must be a file with a JSON object, got ${shown(file)}: ${got}; correct it`);
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

/** `year=2030` is a number, `name=oslo` a text, and so is `name="2030"`; `footpaths.speed=4` is in a category. */
function paramsOf(all: readonly string[]): Parts {
  return all.reduce<Parts>((params, each) => {
    const [, path = "", value = ""] = /^([^=]+)=(.*)$/s.exec(each) ?? [];
    if (path === "") throw new Error(`--param must be name=value, got ${shown(each)}; for example footpaths.speed=4`);
    return put(params, path.split("."), typed(value));
  }, {});
}

function put(params: Parts, [first = "", ...rest]: readonly string[], value: unknown): Parts {
  const inner = Object.hasOwn(params, first) ? partsOf(params[first]) : {};
  return { ...params, [first]: rest.length === 0 ? value : put(inner, rest, value) };
}

function typed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
