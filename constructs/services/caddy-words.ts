/** A word of a Caddyfile's lines. */
export interface Word {
  readonly text: string;
  /** The number of its line. */
  readonly line: number;
  /** Whether its line begins with it. */
  readonly isFirst: boolean;
  /** Whether it opens or closes a block: in quotes it does not. */
  readonly isBrace: boolean;
  /** The first words of the blocks around it, the outermost first. */
  readonly within: readonly string[];
}

/** What lines of a Caddyfile are made of, as Caddy reads them. */
export interface Words {
  readonly words: readonly Word[];
  /** The lines of braces that close no block, and of those whose block is not closed. */
  readonly closing: readonly number[];
  readonly opening: readonly number[];
  /** The line of a quote or a text that does not end, or of an end that goes on in a next line. */
  readonly unended?: number;
}

type Scanned = Omit<Word, "within">;

/** @see https://caddyserver.com/docs/caddyfile/concepts */
export function wordsOf(lines: readonly string[]): Words {
  const { scanned, unended } = scan(lines);
  const words: Word[] = [];
  const closing: number[] = [];
  const open: { readonly head: string; readonly line: number }[] = [];
  let head = "";
  for (const word of scanned) {
    const { text, line, isFirst, isBrace } = word;
    if (isFirst) head = text;
    if (isBrace && text === "}" && open.pop() === undefined) closing.push(line);
    words.push({ ...word, within: open.map((each) => each.head) });
    if (isBrace && text === "{") open.push({ head, line });
  }
  return { words, closing, opening: open.map(({ line }) => line), ...(unended !== undefined && { unended }) };
}

/** A word, with or without quotes, a text with a mark at its end, a comment, or a backslash at the end of a line. */
const NEXT =
  /(?<blank>[^\S\n]+)|(?<end>\n)|(?<goesOn>\\\n)|(?<comment>#[^\n]*)|<<(?<mark>[\w-]+)\n(?<text>[\s\S]*?)\n[^\S\n]*\k<mark>(?=\s|$)|"(?<quoted>(?:\\[\s\S]|[^"\\])*)"|`(?<plain>[^`]*)`|(?<word>(?!<<[\w-]+(?:\n|$))(?:\\.|[^\s"`\\]|(?<=\S)["`])+)|(?<unended>[\s\S])/y;

function scan(lines: readonly string[]): { readonly scanned: Scanned[]; readonly unended?: number } {
  const all = lines.join("\n");
  const scanned: Scanned[] = [];
  let line = 0;
  let isFirst = true;
  NEXT.lastIndex = 0;
  for (let found = NEXT.exec(all); found !== null && found[0] !== ""; found = NEXT.exec(all)) {
    const { end, blank, comment, goesOn, unended, text, quoted, plain, word } = found.groups ?? {};
    if (unended !== undefined) return { scanned, unended: line };
    if (end !== undefined) isFirst = true;
    else if (blank === undefined && comment === undefined && goesOn === undefined) {
      const isBrace = word === "{" || word === "}";
      scanned.push({ text: text ?? quoted ?? plain ?? word ?? "", line, isFirst, isBrace });
      isFirst = false;
    }
    line += found[0].split("\n").length - 1;
  }
  return { scanned };
}
