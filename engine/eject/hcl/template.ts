/**
 * A text of Terraform's JSON, which is a template: as a quoted template, or as an expression if it is nothing else. `${a.b}` becomes
 * `a.b`.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function template(text: string): string {
  const parts = partsOf(text);
  const [first] = parts;
  if (parts.length === 1 && first?.startsWith("${")) return wholeExpression(first.slice(2, -1).trim());
  return `"${parts.map((part) => (isTemplate(part) ? part : quoted(part))).join("")}"`;
}

/** A text with a mark in place of each template, so that it parses as JSON, and a function that puts the templates back. */
export function marked(text: string): { readonly text: string; readonly restored: (part: string) => string } {
  const parts = partsOf(text);
  const mark = (index: number) => `\ue000${index}\ue001`;
  return {
    text: parts.map((part, index) => (isTemplate(part) ? mark(index) : part)).join(""),
    restored: (part) => part.replace(/\ue000(\d+)\ue001/g, (_, index: string) => parts[Number(index)] ?? ""),
  };
}

/** The same for lines of text, as a heredoc, which `terraform fmt` keeps. */
export function heredoc(text: string): string {
  return `<<EOT\n${text}EOT`;
}

/** Whether a text reads better as a heredoc. */
export function isLines(text: string): boolean {
  return (
    /\n.*\n$/s.test(text) && !/^\s*EOT\s*$/m.test(text) && !/[^\P{Cc}\n\t]/u.test(text) && !/[$%]\{~|~\}/.test(text)
  );
}

/** Outside of brackets, an expression ends with its line. */
function wholeExpression(text: string): string {
  return text.includes("\n") ? `(${text})` : text;
}

function isTemplate(part: string): boolean {
  return /^[$%]\{/.test(part);
}

/** The templates of a text and the texts between them, in order. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let begin = 0;
  for (let at = 0; at < text.length; ) {
    if (isEscape(text, at)) at += 3;
    else if (!begins(text, at)) at += 1;
    else {
      const end = templateEnd(text, at);
      if (at > begin) parts.push(text.slice(begin, at));
      parts.push(text.slice(at, end));
      begin = at = end;
    }
  }
  if (begin < text.length) parts.push(text.slice(begin));
  return parts;
}

function isEscape(text: string, at: number): boolean {
  return text.startsWith("$${", at) || text.startsWith("%%{", at);
}

function begins(text: string, at: number): boolean {
  return text.startsWith("${", at) || text.startsWith("%{", at);
}

/** The index after the brace that closes the template. */
function templateEnd(text: string, begin: number): number {
  let depth = 1;
  for (let at = begin + 2; at < text.length; at += 1) {
    if (text[at] === '"') at = stringEnd(text, at);
    else if (text[at] === "{") depth += 1;
    else if (text[at] === "}") depth -= 1;
    if (depth === 0) return at + 1;
  }
  throw new Error(`a template must have an end, got ${JSON.stringify(text.slice(begin, begin + 60))}`);
}

/** The index of the quote that closes the string, which may have templates in it. */
function stringEnd(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at += 1) {
    if (text[at] === '"') return at;
    if (text[at] === "\\") at += 1;
    else if (isEscape(text, at)) at += 2;
    else if (begins(text, at)) at = templateEnd(text, at) - 1;
  }
  return text.length;
}

function quoted(part: string): string {
  return JSON.stringify(part)
    .slice(1, -1)
    .replace(/\\([bf])/g, (_, letter: string) => (letter === "b" ? "\\u0008" : "\\u000c"));
}
