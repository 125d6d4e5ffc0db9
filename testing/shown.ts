const LONGEST = 300;

/** A value in a message: JSON on one line, matchers by their names, cut where it is long. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (isMatching(value)) return nameOf(value);
  const names: string[] = [];
  // A matcher is an object, whose name is no text of JSON: it is put in at the end.
  const text = JSON.stringify(value, (_, part: unknown) =>
    isMatching(part) ? `\ue000${names.push(nameOf(part)) - 1}\ue000` : part,
  );
  const named = text.replace(/"\ue000(\d+)\ue000"/g, (_, index: string) => names[Number(index)] ?? "");
  return named.length > LONGEST ? `${named.slice(0, LONGEST)}…` : named;
}

/** A matcher of Jest, of Vitest or of this kit. */
export interface AsymmetricMatcher {
  asymmetricMatch(actual: unknown): boolean;
}

export function isMatching(value: unknown): value is AsymmetricMatcher {
  return typeof value === "object" && value !== null && "asymmetricMatch" in value;
}

/** `StringMatching /^lab/` of a test runner; our own matchers say it themselves. */
function nameOf(matcher: AsymmetricMatcher): string {
  const { sample } = matcher as { readonly sample?: unknown };
  const of = sample === undefined ? "" : ` ${isRegExp(sample) ? String(sample) : shown(sample)}`;
  return `${String(matcher)}${of}`;
}

/** By its name, for a test runner has a RegExp of its own. */
function isRegExp(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object RegExp]";
}
