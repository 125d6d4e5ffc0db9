/** A variable of the front's container in the lines of a file: `{$NAME}`, or with a default behind a colon. */
const MENTION = /\{\$([A-Za-z_][A-Za-z0-9_]*)(?::[^}]*)?\}/g;

/** Writes values in the place of the variables that have one: a proxy without these variables reads the same then. */
export function withValues(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(MENTION, (mention, name: string) =>
    Object.hasOwn(values, name) ? (values[name] as string) : mention,
  );
}
