import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import dockerignore from "@balena/dockerignore";
import type { AgentScript } from "../settings";
import { dockerfile, dockerfileProblems } from "./dockerfile";

/** A folder that an image is built from. */
export interface ImageFolder {
  /** From the project's folder. */
  readonly folder: string;
  /** The project's folder. @default - the process's */
  readonly project?: string;
  /** What a rendered Dockerfile begins with. */
  readonly base?: string;
  /** The agent of a rendered Dockerfile. */
  readonly script?: AgentScript;
  readonly allowLatest?: boolean;
}

/** What is sent to the engine, and what is wrong with it. */
export interface ImageContent {
  /** Paths in the folder, with `/`. */
  readonly files: readonly string[];
  /** The Dockerfile, where the folder has none. */
  readonly rendered?: string;
  readonly problems: readonly FolderProblem[];
}

/** What is wrong: with the folder, with the script, or with a line of the folder's Dockerfile. */
export interface FolderProblem {
  readonly of: "folder" | "script.path" | "Dockerfile";
  /** `must …, got …; …`, of a Dockerfile with its line before it. */
  readonly message: string;
}

/** Reads a folder that an image is built from. */
export function readImageFolder(image: ImageFolder): ImageContent {
  const { folder: said, project = ".", base, script, allowLatest = false } = image;
  const folder = resolve(project, said);
  const fails = (of: FolderProblem["of"], message: string) => ({ files: [], problems: [{ of, message }] });
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return fails("folder", `must be a folder, got "${said}"; a path begins at the project's folder`);
  }
  const own = join(folder, "Dockerfile");
  const files = filesOf(folder);
  const unread = files.filter((path) => !isReadable(join(folder, path)));
  const problems = unread.map((path): FolderProblem => {
    return {
      of: "folder",
      message: `must hold files that can be read, got "${path}"; change its rights, or name it in .dockerignore`,
    };
  });
  if (problems.length > 0) return { files, problems };
  if (existsSync(own)) {
    const found = dockerfileProblems(readFileSync(own, "utf8"), allowLatest);
    return { files, problems: found.map((message) => ({ of: "Dockerfile", message })) };
  }
  if (base === undefined || script === undefined) {
    const advice = "add one, or say script, with which it is rendered";
    return fails("folder", `must have a Dockerfile, got "${said}" without; ${advice}`);
  }
  if (!script.path.startsWith("/") && !files.includes(script.path)) {
    const programs = files.filter((path) => path.endsWith(".py"));
    return fails(
      "script.path",
      `must be a file of ${said}, got "${script.path}"; it has ${programs.join(", ") || "no Python file"}`,
    );
  }
  const requirements = files.includes("requirements.txt");
  return { files, rendered: dockerfile({ base, folder: basename(folder), script, requirements }), problems: [] };
}

/** Everything that .dockerignore does not name. A link travels as what it leads to. */
function filesOf(folder: string): string[] {
  const list = join(folder, ".dockerignore");
  const rules = dockerignore({ ignorecase: false }).add(existsSync(list) ? readFileSync(list, "utf8") : "");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => path.split(sep).join("/"));
  const wanted = paths.filter((path) => path === "Dockerfile" || !rules.ignores(path));
  return wanted.filter((path) => !isFolder(join(folder, path))).sort();
}

/** What leads nowhere is no folder, and cannot be read. */
function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
