import { shown, visible } from "../../../constructs/shared/shown";
import { parseHcl } from "../../../engine/hcl";

/** Values of variables, as a `.tfvars` file sets them. */
export interface Tfvars {
  /** As messages name it. */
  readonly file: string;
  readonly values: ReadonlyMap<string, { readonly value: unknown; readonly line: number }>;
}

/** Comments, and the texts in which what looks like one is none. */
const COMMENTS = /"(?:\\.|[^"\\\n])*"|#.*|\/\/.*|\/\*[\s\S]*?\*\//g;
/** Where the parser found the first mistake, and what it says of it. */
const MISTAKE = /tfvars:(\d+),(\d+)[-\d,]*: ([^;\]]+)/;

/** Reads a file in Terraform's language; a mistake in it comes with its line and column. */
export async function readTfvars(file: string, text: string): Promise<Tfvars> {
  const parsed = await parseHcl("tfvars", text).catch((error: unknown) => {
    throw mistake(file, error);
  });
  const lines = withoutComments(text).split("\n");
  const lineOf = (name: string) =>
    1 +
    Math.max(
      0,
      lines.findIndex((line) => nameIn(line) === name),
    );
  return {
    file,
    values: new Map(Object.entries(parsed).map(([name, value]) => [name, { value, line: lineOf(name) }])),
  };
}

function mistake(file: string, error: unknown): Error {
  const said = error instanceof Error ? error.message : String(error);
  const [, line, column, reason] = MISTAKE.exec(said) ?? [];
  const place = line === undefined ? "" : `:${line}:${column}`;
  return new Error(visible(`${file}${place}: must be a tfvars file, got ${shown(reason ?? said)}; correct it there`));
}

/** The same lines, blank where a comment was. */
function withoutComments(text: string): string {
  return text.replace(COMMENTS, (part) => (part.startsWith('"') ? part : part.replace(/[^\n]/g, " ")));
}

function nameIn(line: string): string | undefined {
  return /^\s*([\w-]+)\s*=/.exec(line)?.[1];
}
