// Texts as words of a POSIX shell. Renderers and programs that Terraform runs import this file too, so it imports nothing.

/** A text as one word, in quotes. */
export function quotedWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A text as one word, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quotedWord(text);
}
