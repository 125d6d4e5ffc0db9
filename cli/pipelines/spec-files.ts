import { resolve } from "node:path";
import type { SpecFile } from "../../constructs/pipelines/pachyderm/render/import";
import { lazy } from "../../constructs/shared/lazy";
import { tooDeepAt } from "../../constructs/shared/render/nesting";
import { visible } from "../../constructs/shared/shown";
import { isDeeperThan } from "../depth";
import { readText } from "../out";

const yaml = lazy<typeof import("yaml")>(() => require("yaml"));
const jsonc = lazy<typeof import("jsonc-parser")>(() => require("jsonc-parser"));

/** Deeper than any specification: inputs in inputs, four levels each. */
const DEEPEST = 100;

/**
 * The specifications in files, as `pachctl` reads them: JSON, also with comments and several in one file, or YAML; a list is
 * several too. An error names all files that cannot be read.
 */
export function readSpecFiles(project: string, files: readonly string[]): SpecFile[] {
  const problems: string[] = [];
  const read = files.flatMap((file): SpecFile[] => {
    try {
      return specsIn(file, readText("<spec>", resolve(project, file)));
    } catch (error) {
      problems.push((error as Error).message);
      return [];
    }
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return read;
}

function specsIn(file: string, text: string): SpecFile[] {
  const refusal = (rule: string, got: string) =>
    new Error(`${visible(file)} must be ${rule}, got ${visible(got)}; mend it`);
  if (file.endsWith(".jsonnet")) {
    throw refusal("JSON or YAML", "a Jsonnet template, whose arguments are not here: jsonnet renders it");
  }
  const tooDeep = `objects or lists in more than ${DEEPEST} others`;
  if (tooDeepAt(text) !== undefined) throw refusal("a specification", tooDeep);
  const documents = documentsIn(text);
  if ("fault" in documents) throw refusal(documents.kind, documents.fault);
  for (const value of documents.values) {
    if (isDeeperThan(value, DEEPEST)) throw refusal("a specification", tooDeep);
  }
  const values = documents.values.flatMap((value) => (Array.isArray(value) ? value : [value]));
  if (values.length === 0) throw refusal("a specification", "nothing");
  return values.map((value, index) => ({ file: values.length === 1 ? file : `${file} (${index + 1})`, value }));
}

type Documents = { readonly values: readonly unknown[] } | { readonly kind: "JSON" | "YAML"; readonly fault: string };

function documentsIn(text: string): Documents {
  let fault = "";
  try {
    return { values: [JSON.parse(text)] };
  } catch (error) {
    fault = (error as Error).message;
  }
  const values = jsonValues(text);
  if (values !== undefined) return { values };
  const documents = yamlValues(text);
  // What begins as JSON was meant to be JSON.
  return "fault" in documents && /^\s*[{[]/.test(text) ? { kind: "JSON", fault } : documents;
}

/** JSON with comments and commas at the ends, one value behind the other; nothing when it is none. */
function jsonValues(text: string): unknown[] | undefined {
  const { createScanner, parse } = jsonc;
  const scanner = createScanner(text, true);
  const values: unknown[] = [];
  let [depth, start] = [0, -1];
  // Numbers of SyntaxKind, whose enumeration is no value at run time.
  for (let token = scanner.scan(); token !== END; token = scanner.scan()) {
    if (start < 0) {
      if (!OPEN.includes(token)) return undefined;
      start = scanner.getTokenOffset();
    }
    if (OPEN.includes(token)) depth += 1;
    if (!CLOSE.includes(token)) continue;
    depth -= 1;
    if (depth > 0) continue;
    const errors: import("jsonc-parser").ParseError[] = [];
    values.push(
      parse(text.slice(start, scanner.getTokenOffset() + scanner.getTokenLength()), errors, {
        allowTrailingComma: true,
      }),
    );
    if (errors.length > 0) return undefined;
    start = -1;
  }
  return start < 0 && values.length > 0 ? values : undefined;
}
const OPEN: readonly number[] = [1, 3];
const CLOSE: readonly number[] = [2, 4];
const END = 17;

function yamlValues(text: string): Documents {
  const { parseAllDocuments } = yaml;
  const documents = parseAllDocuments(text);
  const all = Array.isArray(documents) ? documents : [];
  const [error] = all.flatMap(({ errors }) => errors);
  if (error !== undefined) return { kind: "YAML", fault: error.message.split("\n")[0] ?? "" };
  try {
    return { values: all.map((each) => each.toJS() as unknown).filter((each) => each !== null && each !== undefined) };
  } catch (caught) {
    return { kind: "YAML", fault: (caught as Error).message };
  }
}
