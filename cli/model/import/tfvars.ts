import { shown, visible } from "../../../constructs/shared/shown";
import { parseHcl } from "../../../engine/hcl";

/** Values of variables, as a `.tfvars` file sets them. */
export interface Tfvars {
  /** As messages name it. */
  readonly file: string;
  readonly values: ReadonlyMap<string, { readonly value: unknown; readonly line: number }>;
}

/** Comments and heredocs, and the texts in which what looks like one is none. */
const NOT_READ = /"(?:\\.|[^"\\\n])*"|#.*|\/\/.*|\/\*[\s\S]*?\*\/|<<-?([\w-]+)\r?\n[\s\S]*?\n[ \t]*\1(?=\r?\n|$)/g;
/** Where the parser found the first mistake, and what it says of it. */
const MISTAKE = /tfvars:(\d+),(\d+)[-\d,]*: ([^;\]]+)/;

/** Reads a file in Terraform's language; a mistake in it comes with its line and column. */
export async function readTfvars(file: string, text: string): Promise<Tfvars> {
  const parsed = await parseHcl("tfvars", text).catch((error: unknown) => {
    throw mistake(file, error);
  });
  const lines = linesOf(text);
  return {
    file,
    values: new Map(Object.entries(parsed).map(([name, value]) => [name, { value, line: lines.get(name) ?? 1 }])),
  };
}

function mistake(file: string, error: unknown): Error {
  const said = error instanceof Error ? error.message : String(error);
  const [, line, column, reason] = MISTAKE.exec(said) ?? [];
  const place = line === undefined ? "" : `:${line}:${column}`;
  return new Error(visible(`${file}${place}: must be a tfvars file, got ${shown(reason ?? said)}; correct it there`));
}

/** On which line each name is set, from 1. */
function linesOf(text: string): Map<string, number> {
  const plain = text.replace(NOT_READ, (part) => (part.startsWith('"') ? part : part.replace(/[^\n]/g, " ")));
  const found = new Map<string, number>();
  for (const [index, line] of plain.split("\n").entries()) {
    const name = /^\s*([\w-]+)\s*[={"]/.exec(line)?.[1];
    if (name !== undefined && !found.has(name)) found.set(name, index + 1);
  }
  return found;
}
