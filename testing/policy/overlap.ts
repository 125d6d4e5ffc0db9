import { pieces } from "../json-text";
import { MARK, patternPieces, type TextRules, withValues } from "./text";

/** A letter, `?` for any one, or `*` for any number of letters. */
type Letter = string | typeof ONE | typeof ANY;

const ONE = Symbol("one letter");
const ANY = Symbol("any letters");

/** Whether a text has wildcards: it stands for several. */
export function isSeveral(text: string): boolean {
  return pieces(text).some((piece) => !piece.isReference && /[*?]/.test(piece.text));
}

/** Whether two patterns may have a text in common: what only Terraform knows may be any text. */
export function mayOverlap(pattern: string, text: string, rules: TextRules): boolean {
  const parts = patternPieces(pattern, rules);
  const a = lettersOf(
    parts.map((part) => ("why" in part ? { text: "${}", isReference: true } : part)),
    rules,
  );
  const b = lettersOf(pieces(text), rules);
  while (typeof a[0] === "string" && a[0] === b[0]) {
    a.shift();
    b.shift();
  }
  const isMarked = (letters: readonly Letter[]) => typeof letters[0] === "string" && letters[0].startsWith(MARK);
  // ARNs of two types.
  if (isMarked(a) && isMarked(b)) return false;
  return haveCommon(open(a), open(b));
}

function lettersOf(parts: Parameters<typeof withValues>[0], rules: TextRules): Letter[] {
  return withValues(parts, rules).flatMap((part): Letter[] => {
    if (part.isReference) return [part.text];
    if (part.isValue) return [...part.text];
    return Array.from(part.text, (letter) => (letter === "*" ? ANY : letter === "?" ? ONE : letter));
  });
}

/** A reference behind what both begin with may be any text. */
function open(letters: readonly Letter[]): Letter[] {
  return letters.map((letter) => (typeof letter === "string" && letter.length > 2 ? ANY : letter));
}

function haveCommon(a: readonly Letter[], b: readonly Letter[]): boolean {
  // For a place of a and each place of b, whether what is behind them has a text in common.
  let after: boolean[] = [];
  for (let at = a.length; at >= 0; at--) {
    const row: boolean[] = [];
    for (let to = b.length; to >= 0; to--) {
      const [one, other] = [a[at], b[to]];
      if (one === ANY || other === ANY) {
        row[to] = (one !== undefined && (after[to] ?? false)) || (other !== undefined && (row[to + 1] ?? false));
      } else if (one === undefined || other === undefined) row[to] = one === other;
      else row[to] = (one === ONE || other === ONE || one === other) && (after[to + 1] ?? false);
    }
    after = row;
  }
  return after[0] ?? false;
}
