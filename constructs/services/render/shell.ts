/** What the scripts for the shell of a front's container are made of, whatever proxy is in it. */

const SAY = `say() { printf '%s\\n' "$*" >&2; }`;

export function script(...parts: readonly string[]): string {
  // In braces, so that the shell has read it whole before it begins: a connection that ends leaves nothing half done.
  return `{\n${[SAY, ...parts].join("\n")}\n}\n`;
}

/** Hands a text to a command as its input. */
export function here(command: string, text: string): string[] {
  return [
    `${command} <<'END_OF_FILE'`,
    Buffer.from(text)
      .toString("base64")
      .replace(/(.{76})/g, "$1\n"),
    "END_OF_FILE",
  ];
}
