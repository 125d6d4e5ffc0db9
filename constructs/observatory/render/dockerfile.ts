import type { Instruction } from "dockerfile-ast";
import { lazy } from "../../shared/lazy";
import type { AgentScript } from "../settings";

const ast = lazy<typeof import("dockerfile-ast")>(() => require("dockerfile-ast"));

/** What a rendered Dockerfile is made of. */
export interface RenderedDockerfile {
  readonly base: string;
  /** The folder's name, which is the agent's folder in the image. */
  readonly folder: string;
  readonly script: AgentScript;
  /** Whether the folder has a requirements.txt. */
  readonly requirements: boolean;
}

/**
 * The Dockerfile of an agent outside of OCS's plugins.
 *
 * @see https://ocs.readthedocs.io/en/main/developer/agent_development/index.html
 */
export function dockerfile({ base, folder, script, requirements }: RenderedDockerfile): string {
  const { path, entrypoint = "main" } = script;
  return [
    `FROM ${base}`,
    // Docker puts variables in, and takes quotes out.
    `WORKDIR /app/agents/${folder.replace(/[\\"'$]/g, "\\$&")}/`,
    ...(requirements ? ["COPY requirements.txt .", "RUN pip3 install --no-cache-dir -r requirements.txt"] : []),
    "COPY . .",
    'ENTRYPOINT ["dumb-init", "ocs-agent-cli"]',
    `CMD ${JSON.stringify(["--agent", path, "--entrypoint", entrypoint])}`,
    "",
  ].join("\n");
}

/** What the image of a folder is called. */
export function imageWord(folder: string): string {
  const word = folder.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return word.replace(/^-|-$/g, "") || "agent";
}

/** The image that a Dockerfile begins with. */
export function baseOf(text: string): string | undefined {
  return ast.DockerfileParser.parse(text).getFROMs()[0]?.getImage() ?? undefined;
}

/** What is wrong with a Dockerfile, each with its line. */
export function dockerfileProblems(text: string, allowLatest: boolean): string[] {
  const file = ast.DockerfileParser.parse(text);
  const instructions = file.getInstructions();
  const froms = file.getFROMs();
  if (froms.length === 0) return ["1: must begin with FROM, got none; name the image that it is built on"];
  const stages = froms.flatMap((from) => from.getBuildStage() ?? []);
  const problems = froms.flatMap((from) => {
    const image = from.getImage() ?? "";
    const tag = from.getImageTag();
    const isOther = stages.includes(image) || image.includes("$") || image === "scratch";
    if (allowLatest || isOther || from.getImageDigest() !== null || (tag !== null && tag !== "latest")) return [];
    return [`${line(from)}: FROM must not be latest, got "${image}"; name a tag or a digest, or set allowLatest`];
  });
  const last = (keyword: string) => instructions.filter((each) => each.getKeyword() === keyword).at(-1);
  const [entrypoint, command] = [last("ENTRYPOINT"), last("CMD")];
  return [
    ...problems,
    ...[entrypoint, command].flatMap((each) => (each === undefined ? [] : formProblem(each))),
    ...(command === undefined ? [] : wordProblems(command)),
  ];
}

/** In the form of a shell, what is said for the container is lost, and signals do not reach the agent. */
function formProblem(instruction: Instruction): string[] {
  const keyword = instruction.getKeyword();
  const text = instruction.getArgumentsContent() ?? "";
  if (text.trimStart().startsWith("[")) return [];
  return [
    `${line(instruction)}: ${keyword} must be a list of words, got ${JSON.stringify(text)}; write ${keyword} ["…", "…"]`,
  ];
}

/** Nothing splits `"--agent x.py --entrypoint main"`, and OCS overlooks it. */
function wordProblems(command: Instruction): string[] {
  return wordsOf(command)
    .filter((word) => /^--\S+\s/.test(word))
    .map((word) => `${line(command)}: CMD must have each word by itself, got "${word}"; nothing splits it`);
}

function wordsOf(instruction: Instruction): string[] {
  try {
    const words: unknown = JSON.parse(instruction.getArgumentsContent() ?? "[]");
    return Array.isArray(words) ? words.map(String) : [];
  } catch {
    return [];
  }
}

function line(instruction: Instruction): number {
  return instruction.getRange().start.line + 1;
}
