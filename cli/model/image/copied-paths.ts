import { DockerfileParser, type Instruction, ModifiableInstruction } from "dockerfile-ast";

/** What a build with BuildKit sends of a context. */
export type Copied = readonly string[] | "everything";

/**
 * The files and folders of the context that a Dockerfile copies: BuildKit sends nothing else. From the context, with `/`;
 * everything, if one of them is not known.
 *
 * @param args values of build arguments
 */
export function copiedPaths(text: string, args: Readonly<Record<string, string>>): Copied {
  const known: Record<string, string> = {};
  const paths: string[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    const content = (instruction.getArgumentsContent() ?? "").trim();
    if (keyword === "ARG" || keyword === "ENV") learn(known, keyword, content, args);
    const flags = flagsOf(instruction);
    if (keyword === "RUN" && flags.some((flag) => /^mount=.*type=bind/.test(flag) && !/from=/.test(flag))) {
      return "everything";
    }
    if (keyword !== "COPY" && keyword !== "ADD") continue;
    if (flags.some((flag) => flag.startsWith("from="))) continue;
    for (const source of sourcesOf(content)) {
      const path = pathOf(source, known);
      if (path === undefined) return "everything";
      paths.push(path);
    }
  }
  return [...new Set(paths)];
}

/** The values of `ARG NAME=value` and `ENV NAME=value`. */
function learn(
  known: Record<string, string>,
  keyword: string,
  content: string,
  args: Readonly<Record<string, string>>,
): void {
  for (const [, name = "", , double, single, bare] of content.matchAll(/(\w+)(=(?:"([^"]*)"|'([^']*)'|(\S*)))?/g)) {
    const written = double ?? single ?? bare;
    const given = keyword === "ARG" ? args[name] : undefined;
    const value = given ?? (written === undefined ? undefined : expanded(written, known));
    if (value !== undefined) known[name] = value;
  }
}

/** `from=builder` of `--from=builder`. */
function flagsOf(instruction: Instruction): string[] {
  if (!(instruction instanceof ModifiableInstruction)) return [];
  return instruction.getFlags().map((flag) => `${flag.getName()}=${flag.getValue() ?? ""}`);
}

/** The words of COPY and ADD but the last, if they are of the context. */
function sourcesOf(content: string): string[] {
  // The lines of a heredoc below the first are the content of a file.
  const [line = ""] = /^<<|\s<</.test(content) ? content.split("\n") : [content.replaceAll(/\\\r?\n/g, " ")];
  return wordsOf(line)
    .slice(0, -1)
    .filter((word) => !/^(<<|[a-z][a-z0-9+.-]*:\/\/|git@)/.test(word));
}

function wordsOf(text: string): string[] {
  if (!text.startsWith("[")) return text.split(/\s+/).filter((word) => word !== "");
  try {
    return (JSON.parse(text) as readonly unknown[]).map(String);
  } catch {
    return [];
  }
}

/** Undefined where it is the whole context, or not known. */
function pathOf(source: string, known: Readonly<Record<string, string>>): string | undefined {
  const text = expanded(source, known);
  if (text === undefined) return undefined;
  const parts = text.split(/[\\/]+/).filter((part) => part !== "" && part !== ".");
  const pattern = parts.findIndex((part) => /[*?[]/.test(part));
  const sure = pattern === -1 ? parts : parts.slice(0, pattern);
  return sure.length === 0 || sure.includes("..") ? undefined : sure.join("/");
}

/** Undefined where a variable has no value that is known. */
function expanded(text: string, known: Readonly<Record<string, string>>): string | undefined {
  let isKnown = true;
  const value = text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) => {
    const found = known[braced ?? bare ?? ""];
    if (found === undefined) isKnown = false;
    return found ?? "";
  });
  return isKnown && !value.includes("$") ? value : undefined;
}
