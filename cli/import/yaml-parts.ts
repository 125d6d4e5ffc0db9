import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, Scalar } from "yaml";
import { shown } from "../../constructs/shared/shown";
import { type PythonWord, pythonWord } from "./python-words";
import { pythonDocuments } from "./python-yaml";

/** A part of a YAML file, with the line where it begins. */
export type Part = WordPart | ListPart | MapPart;

/** A text, a number and the like. */
export interface WordPart extends PythonWord {
  readonly kind: "word";
  readonly line: number;
  /** As it stands in the file, without quotes. */
  readonly source: string;
}

interface ListPart {
  readonly kind: "list";
  readonly line: number;
  readonly items: readonly Part[];
}

export interface MapPart {
  readonly kind: "map";
  readonly line: number;
  readonly entries: readonly Entry[];
  /** What stood there and is lost, because its key comes again. */
  readonly lost: readonly (Entry & { readonly by: number })[];
}

interface Entry {
  readonly key: WordPart;
  readonly value: Part;
}

const TAGS: Readonly<Record<string, PythonWord["type"]>> = { str: "str", int: "int", float: "float", bool: "bool" };
const DEEPEST = 100;
/** Aliases of aliases make of a few lines more than any machine holds. */
const MOST_ALIASED = 10_000;

/** A YAML file as PyYAML's safe_load reads it. */
export function readYaml(file: string, text: string): Part {
  const lines = new LineCounter();
  const [document, second] = pythonDocuments(text, lines);
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw mistake(file, lines, error.pos[0], error.message);
  if (second !== undefined) throw mistake(file, lines, second.range?.[0] ?? 0, "several documents");
  if (document === undefined) return { kind: "word", line: 1, type: "None", text: "None", source: "" };
  return new Reader(file, lines, document).part(document.contents, 0);
}

/** The value of a key; the last one, as in Python. */
export function partAt(map: MapPart, key: string): Part | undefined {
  return map.entries.find((entry) => entry.key.text === key)?.value;
}

/** A word that is something. */
export function wordOf(map: MapPart, key: string): WordPart | undefined {
  const value = partAt(map, key);
  return value?.kind === "word" && value.type !== "None" ? value : undefined;
}

/** The parts of a list; none where there is no list. */
export function itemsOf(part: Part | undefined): readonly Part[] {
  return part?.kind === "list" ? part.items : [];
}

function mistake(file: string, lines: LineCounter, offset: number, message: string): Error {
  const { line, col } = lines.linePos(offset);
  return new Error(`${file}:${line}:${col}: must be YAML, got ${shown(message)}; correct it there`);
}

class Reader {
  private aliased = 0;

  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
    private readonly document: Document,
  ) {}

  /** `isAliased`: it stands below an alias, and is read again for it. */
  part(node: unknown, depth: number, isAliased = false): Part {
    const offset = offsetOf(node);
    const line = Math.max(this.lines.linePos(offset).line, 1);
    if (depth > DEEPEST) throw mistake(this.file, this.lines, offset, "parts that hold themselves");
    if (isAliased) this.aliased += 1;
    if (this.aliased > MOST_ALIASED) {
      throw mistake(this.file, this.lines, offset, `more than ${MOST_ALIASED} parts by aliases`);
    }
    if (isAlias(node)) return this.part(this.target(node), depth + 1, true);
    const below = (child: unknown) => this.part(child, depth + 1, isAliased);
    if (isSeq(node)) return { kind: "list", line, items: node.items.map(below) };
    if (isMap(node)) {
      const all = node.items.map(({ key, value }) => ({
        key: this.key(key, below(key)),
        value: below(value),
      }));
      return mapOf(line, all);
    }
    return this.word(node, line);
  }

  private target(node: Alias) {
    const found = node.resolve(this.document);
    if (found === undefined)
      throw mistake(this.file, this.lines, offsetOf(node), `*${node.source} without &${node.source}`);
    return found;
  }

  private key(node: unknown, part: Part): WordPart {
    if (part.kind !== "word") throw mistake(this.file, this.lines, offsetOf(node), "a key that is no word");
    return part;
  }

  private word(node: unknown, line: number): WordPart {
    if (!isScalar(node)) return { kind: "word", line, type: "None", text: "None", source: "" };
    const source = String(node.value ?? "");
    const tag = /^tag:yaml\.org,2002:(.+)$/.exec(node.tag ?? "")?.[1];
    const isPlain = node.type === Scalar.PLAIN || node.type === undefined;
    if (node.tag !== undefined && node.tag !== "!" && TAGS[tag ?? ""] === undefined) {
      throw mistake(this.file, this.lines, offsetOf(node), `the tag ${node.tag}, which OCS does not read`);
    }
    const isText = tag === "str" || node.tag === "!" || (tag === undefined && !isPlain);
    const { type, text } = isText ? { type: "str" as const, text: source } : pythonWord(source);
    return { kind: "word", line, type, text, source };
  }
}

function offsetOf(node: unknown): number {
  const { range } = Object(node) as { readonly range?: readonly number[] | null };
  return range?.[0] ?? 0;
}

/** The last of equal keys counts; what is merged with `<<` counts less than what stands there. */
function mapOf(line: number, all: readonly Entry[]): MapPart {
  const own = all.filter(({ key }) => !isMerge(key));
  const merged = all.filter(({ key }) => isMerge(key)).flatMap(({ value }) => mergedEntries(value));
  const entries = new Map<string, Entry>();
  const lost: (Entry & { by: number })[] = [];
  for (const entry of own) {
    const { text } = entry.key;
    const before = entries.get(text);
    if (before !== undefined) lost.push({ ...before, by: entry.key.line });
    entries.set(text, entry);
  }
  for (const entry of merged) if (!entries.has(entry.key.text)) entries.set(entry.key.text, entry);
  return { kind: "map", line, entries: [...entries.values()], lost };
}

function isMerge({ source, type }: WordPart): boolean {
  return type === "str" && source === "<<";
}

function mergedEntries(part: Part): readonly Entry[] {
  return part.kind === "map" ? part.entries : itemsOf(part).flatMap(mergedEntries);
}
