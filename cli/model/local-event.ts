import { isText, partsOf } from "../../constructs/shared/rules";
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
}

/** What a function or a workflow is given: the file's content, or what the options say. */
export function eventOf(options: EventOptions): Readonly<Record<string, unknown>> {
  const { event, notebook, scenario, param = [], choice } = options;
  if (event !== undefined) return eventIn(event);
  return {
    ...(notebook !== undefined && { notebook_path: notebook }),
    scenario_path_S3: `${scenario?.replace(/^\/+|\/+$/g, "")}/`,
    launcher_arg: { training_folder: "/tmp", params: paramsOf(param) },
    metadata: {},
    ...(choice !== undefined && { choice }),
  };
}

function eventIn(file: string): Readonly<Record<string, unknown>> {
  const text = readText("--event", file).replace(/^\uFEFF/, "");
  const refusal = (got: string) => new Error(`--event must be a file with a JSON object, got ${shown(file)}: ${got}; correct it`);
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

/** `year=2030` is a number, `name=oslo` a text, and so is `name="2030"`. */
function paramsOf(all: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    all.map((each) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(each) ?? [];
      if (isText(name) && value !== undefined) return [name, valueOf(value)];
      throw new Error(`--param must be a name and a value, got ${shown(each)}; for example year=2030`);
    }),
  );
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
