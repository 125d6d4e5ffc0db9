/**
 * The value of a text of JSON in which references of Terraform stand, such as `{"Resource":"${join("/", [a, b])}"}`: they may hold
 * quotes, so they are put aside while the text is read.
 *
 * @returns undefined where the text is no JSON
 */
export function parseText(text: string): unknown {
  const references: string[] = [];
  const aside = pieces(text)
    .map((piece) => (piece.isReference ? `\ue000${references.push(piece.text) - 1}\ue000` : piece.text))
    .join("");
  const back = (part: string) =>
    part.replace(/\ue000(\d+)\ue000/g, (_, index: string) => references[Number(index)] ?? "");
  try {
    return JSON.parse(aside, (_, value: unknown) => {
      if (typeof value === "string") return back(value);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [back(key), part]));
    });
  } catch {
    return undefined;
  }
}

/** A part of a text: a reference of Terraform, or what is between two of them. */
export interface Piece {
  readonly text: string;
  readonly isReference: boolean;
}

/** Cuts a text at its references. `$${` is no reference: Terraform writes `${` for it. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (!text.startsWith("${", at) || text[at - 1] === "$") continue;
    const end = endOf(text, at + 2);
    if (end === undefined) break;
    if (at > from) found.push({ text: text.slice(from, at), isReference: false });
    found.push({ text: text.slice(at, end), isReference: true });
    from = end;
    at = end - 1;
  }
  return from < text.length ? [...found, { text: text.slice(from), isReference: false }] : found;
}

/** Where a reference ends: behind the brace that closes it, not one in a text or in an object. */
function endOf(text: string, from: number): number | undefined {
  let depth = 1;
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    const letter = text[at];
    if (isQuoted && letter === "\\") at++;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (!isQuoted && letter === "{") depth++;
    else if (!isQuoted && letter === "}") depth--;
    if (depth === 0) return at + 1;
  }
  return undefined;
}
