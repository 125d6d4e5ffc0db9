import { closest, distance } from "fastest-levenshtein";

/** The word of some that was probably meant: `did you mean "memoryMiB"?`; nothing when none is near. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const longer = known.find((name) => begins(typed, name.toLowerCase()));
  const near = longer ?? nearest(typed, known);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** Whether a word is another one with a slip of the pen, or its beginning. */
export function isSpelledAlike(word: string, known: string): boolean {
  const [typed, name] = [word.toLowerCase(), known.toLowerCase()];
  return begins(typed, name) || distance(typed, name) <= typed.length / 5;
}

function begins(typed: string, name: string): boolean {
  return typed.length > 2 && name.startsWith(typed);
}

/** The nearest word, of which two letters may differ, or some of a long one. */
function nearest(typed: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(typed, known);
  return distance(typed, near.toLowerCase()) <= Math.max(2, typed.length * 0.4) ? near : undefined;
}
