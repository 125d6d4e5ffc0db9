import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { TOO_DEEP, tooDeepAt } from "../../shared/render/nesting";

/** Where something is in a definition: `["States", "STEP 1", "Next"]`. */
export type DefinitionPath = readonly (string | number)[];

/** A file with a definition, as far as it can be read. */
export interface DefinitionSource {
  /** What is in it; nothing where it is no JSON. */
  readonly value: unknown;
  /** What keeps it from being read, each with file, line and column. */
  readonly problems: readonly string[];
  /** `steps.json:12:5`, of a key or an element; of what is not there, the nearest around it. */
  place(path: DefinitionPath): string;
  /** The same place as a number of signs before it. */
  offset(path: DefinitionPath): number;
}

/** What in a text is no JSON, and which sign stands for it where it is read on. */
interface Mark {
  readonly offset: number;
  readonly length: number;
  readonly problem: string;
  readonly instead: string;
}

const COMMENT = "must be JSON without comments, got one; remove it";
const TO_FILL = "must be a value, got a mark in < >; write the model's own there";

/** Texts are passed over; comments of three kinds and marks such as `<model-name>` are found. */
const MARKS = /"(?:[^"\\\n]|\\.)*"|(#[^\n\r]*|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)|(<[\w. -]{1,60}>)/g;

/** Errors of the parser, in words. */
const WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: "a word or sign that JSON has not",
  InvalidNumberFormat: "a number that JSON has not",
  PropertyNameExpected: "no name in quotes",
  ValueExpected: "no value",
  ColonExpected: "no colon",
  CommaExpected: "no comma",
  CloseBraceExpected: "no closing brace",
  CloseBracketExpected: "no closing bracket",
  EndOfFileExpected: "more behind its end",
  UnexpectedEndOfString: "a text without its closing quote",
};

/**
 * Reads a definition's JSON, and finds the place of everything in it. Comments and marks of a template are reported one by one, and
 * the rest is read all the same. Nothing of the text is shown: the path may be that of another file, with secrets in it.
 *
 * @param file its path, for what is said of it
 */
export function definitionSource(file: string, content: string): DefinitionSource {
  const source = content.replace(/^\uFEFF/, "");
  // What a reader puts in the place of bytes that are no UTF-8, and every other byte of UTF-16.
  if (source.includes("\uFFFD") || source.includes("\0")) {
    return unreadable(`${file} must be UTF-8, got another encoding; save it as UTF-8`, file);
  }
  const lines = lineStarts(source);
  const at = (offset: number) => {
    const line = lines.findLastIndex((start) => start <= offset);
    return `${file}:${line + 1}:${offset - (lines[line] ?? 0) + 1}`;
  };
  const deep = tooDeepAt(source);
  if (deep !== undefined) return unreadable(`${at(deep)} ${TOO_DEEP}`, file);
  const marks = marksIn(source);
  const said = marks.map(({ offset, problem }) => `${at(offset)} ${problem}`);
  const errors: ParseError[] = [];
  const root = parseTree(withoutMarks(source, marks), errors, { disallowComments: true });
  const [first] = errors;
  // One mistake makes the parser find others behind it.
  if (first !== undefined || root === undefined) {
    const word = WORDS[first === undefined ? "ValueExpected" : printParseErrorCode(first.error)] ?? "a mistake";
    return unreadable([...said, `${at(first?.offset ?? 0)} must be JSON, got ${word}; correct it there`], file);
  }
  const offset = (path: DefinitionPath) => offsetOf(root, path);
  const twins = twinsIn(root).map(
    ({ offset, key }) => `${at(offset)} "${key}" must be there once, got it twice; remove one`,
  );
  return { value: readOut(root), problems: [...said, ...twins], place: (path) => at(offset(path)), offset };
}

function unreadable(problems: string | readonly string[], file: string): DefinitionSource {
  return { value: undefined, problems: [problems].flat(), place: () => file, offset: () => 0 };
}

function lineStarts(source: string): number[] {
  return [0, ...Array.from(source.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => index + end.length)];
}

function marksIn(source: string): Mark[] {
  return Array.from(source.matchAll(MARKS)).flatMap(({ index: offset, 0: { length }, 1: comment, 2: mark }) => {
    if (comment !== undefined) return [{ offset, length, problem: COMMENT, instead: " " }];
    return mark === undefined ? [] : [{ offset, length, problem: TO_FILL, instead: "0" }];
  });
}

/** Everything else stays where it is. */
function withoutMarks(source: string, marks: readonly Mark[]): string {
  const parts = marks.map(({ offset, length, instead }, index) => {
    const before = marks[index - 1];
    const from = before === undefined ? 0 : before.offset + before.length;
    return source.slice(from, offset) + instead.padEnd(length, " ");
  });
  const last = marks.at(-1);
  return parts.join("") + source.slice(last === undefined ? 0 : last.offset + last.length);
}

function offsetOf(root: Node, path: DefinitionPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, [...path.slice(0, length)]);
    // A property's key comes first.
    if (node !== undefined) return (node.parent?.type === "property" ? node.parent : node).offset;
  }
  return root.offset;
}

function twinsIn(node: Node): { readonly offset: number; readonly key: string }[] {
  const children = node.children ?? [];
  const properties = node.type === "object" ? children : [];
  const keys = properties.map((property) => String(property.children?.[0]?.value).slice(0, 80));
  const own = properties.flatMap(({ offset }, index) => {
    const key = keys[index] ?? "";
    return keys.indexOf(key) < index ? [{ offset, key }] : [];
  });
  return [...own, ...children.flatMap(twinsIn)];
}

function readOut(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(readOut);
  if (node.type !== "object") return node.value;
  const entries = (node.children ?? []).map(({ children = [] }) => {
    const [key, value] = children;
    return [String(key?.value), value === undefined ? null : readOut(value)] as const;
  });
  return Object.fromEntries(entries);
}
