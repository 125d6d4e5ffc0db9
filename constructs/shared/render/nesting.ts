/** How many lists and objects in each other are read: a reader goes down by a call for each, and its stack has an end. */
export const DEEPEST_NESTING = 500;

/** Texts in quotes are passed over. */
const SIGNS = /"(?:[^"\\\n]|\\.)*"|[[{]|[\]}]/g;

/** Where a text of JSON, or of YAML, opens more lists and objects in each other than are read; nothing where it does not. */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(SIGNS)) {
    if (sign === "[" || sign === "{") depth += 1;
    else if (sign === "]" || sign === "}") depth = Math.max(0, depth - 1);
    if (depth > DEEPEST_NESTING) return index;
  }
  return undefined;
}

/** The rule and what was got, for a message that begins with where it is. */
export const TOO_DEEP = `must have at most ${DEEPEST_NESTING} lists and objects in each other, got more; take some apart`;
