import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** The text of a document below a heading. */
function textBelow(heading: string, file: string): string {
  const text = readFileSync(join(ROOT, file), "utf8");
  return text.slice(text.indexOf(`\n${heading}\n`));
}

/** The first block of shell commands of a document, below a heading. */
export function commandsBelow(heading: string, file: string): string {
  const commands = /```sh\n(.*?)```/s.exec(textBelow(heading, file))?.[1];
  if (commands === undefined) throw new Error(`${file} must have commands below "${heading}", got none`);
  return commands;
}

/** The first block of code below a heading that begins with a file's name, `// lab-stack.ts`. */
export function fileBelow(heading: string, file: string, name: string): string {
  const block = new RegExp(`\`\`\`\\w+\n(// ${name.replaceAll(".", "\\.")}\n.*?)\`\`\``, "s");
  const code = block.exec(textBelow(heading, file))?.[1];
  if (code === undefined) throw new Error(`${file} must have a block "// ${name}" below "${heading}", got none`);
  return code;
}
