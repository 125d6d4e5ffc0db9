import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { AgentScript } from "../settings";
import { dockerfile, dockerfileProblems } from "./dockerfile";
import { type FolderProblem, folderContent, kindOf } from "./folder-content";

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

export type { FolderProblem } from "./folder-content";

/** What is sent to the engine, and what is wrong with it. */
export interface ImageContent {
  /** Paths in the folder, with `/`. */
  readonly files: readonly string[];
  /** The Dockerfile, where the folder has none. */
  readonly rendered?: string;
  readonly problems: readonly FolderProblem[];
}

/** Reads a folder that an image is built from. */
export function readImageFolder(image: ImageFolder): ImageContent {
  const { folder: said, project = "." } = image;
  const folder = resolve(project, said);
  if (kindOf(folder) !== "folder") {
    return { files: [], problems: [problem(`must be a folder, got "${said}"; a path begins at the project's folder`)] };
  }
  const { files, problems } = folderContent(folder);
  return problems.length > 0 ? { files, problems } : withDockerfile(image, folder, files);
}

function withDockerfile(image: ImageFolder, folder: string, files: readonly string[]): ImageContent {
  const { folder: said, base, script, allowLatest = false } = image;
  if (files.includes("Dockerfile")) {
    const found = dockerfileProblems(readFileSync(join(folder, "Dockerfile"), "utf8"), allowLatest);
    return { files, problems: found.map((message) => ({ of: "Dockerfile", message })) };
  }
  if (base === undefined || script === undefined) {
    const advice = "add one, or say script, with which it is rendered";
    return { files: [], problems: [problem(`must have a Dockerfile, got "${said}" without; ${advice}`)] };
  }
  if (!script.path.startsWith("/") && !files.includes(script.path)) {
    const programs = files.filter((path) => path.endsWith(".py")).join(", ") || "no Python file";
    const message = `must be a file of ${said}, got "${script.path}"; it has ${programs}`;
    return { files: [], problems: [{ of: "script.path", message }] };
  }
  const requirements = files.includes("requirements.txt");
  return { files, rendered: dockerfile({ base, folder: basename(folder), script, requirements }), problems: [] };
}

function problem(message: string): FolderProblem {
  return { of: "folder", message };
}
