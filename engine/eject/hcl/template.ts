/**
 * A text of Terraform's JSON, which is a template, as the same template between quotes, or as the expression that it is as a whole:
 * `${a.b}` is `a.b`.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function template(text: string): string {
  const parts = partsOf(text);
  const [first] = parts;
  if (parts.length === 1 && first?.startsWith("${")) return wholeExpression(first.slice(2, -1).trim());
  return `"${parts.map((part) => (isTemplate(part) ? part : quoted(part))).join("")}"`;
}

/** A text with a mark for each template in it, which a text in JSON is then, and what puts them back. */
export function marked(text: string): { readonly text: string; readonly restored: (part: string) => string } {
  const parts = partsOf(text);
  const mark = (index: number) => `\ue000${index}\ue001`;
  return {
    text: parts.map((part, index) => (isTemplate(part) ? mark(index) : part)).join(""),
    restored: (part) => part.replace(/\ue000(\d+)\ue001/g, (_, index: string) => parts[Number(index)] ?? ""),
  };
}

/** The same of lines, as Terraform's own formatter keeps them. */
export function heredoc(text: string): string {
  return `<<EOT\n${text}EOT`;
}

/** Whether a text is lines that read better as they are. */
export function isLines(text: string): boolean {
  return (
    /\n.*\n$/s.test(text) && !/^\s*EOT\s*$/m.test(text) && !/[^\P{Cc}\n\t]/u.test(text) && !/[$%]\{~|~\}/.test(text)
  );
}

/** An expression may go over lines in brackets alone. */
function wholeExpression(text: string): string {
  return text.includes("\n") ? `(${text})` : text;
}

function isTemplate(part: string): boolean {
  return /^[$%]\{/.test(part);
}

/** What is between templates, and these, in their order. */
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

/** Behind the brace that ends the template which begins there. */
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

/** At the quote that ends the text which begins there; it may have templates. */
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
