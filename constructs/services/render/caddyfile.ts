/** Parts of a Caddyfile's text. */

export function block(head: string, body: readonly string[]): string[] {
  return [head === "" ? "{" : `${head} {`, ...body.map((line) => `\t${line}`), "}"];
}

export function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

export function quoted(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}
