import { quotedWord } from "../../shared/render/shell-word";

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

/** A script that exports variables, `NAME=value`, without showing them on a command line. Names that a shell cannot have are left out. */
export function exportedScript(variables: readonly string[], text: string): string {
  const lines = variables.flatMap((each) => {
    const [, name, value = ""] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(each) ?? [];
    return name === undefined ? [] : [`export ${name}=${quotedWord(value)}`];
  });
  return [...lines, text].join("\n");
}
