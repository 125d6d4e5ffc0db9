import type { AgentScript } from "../settings";
import { dockerfile, dockerfileProblems } from "./dockerfile";

/** A folder that an image is built from. */
export interface ImageFolder {
  /** From the project's folder. */
  readonly folder: string;
  /** What a rendered Dockerfile begins with. */
  readonly base?: string;
  /** The agent of a rendered Dockerfile. */
  readonly script?: AgentScript;
  readonly allowLatest?: boolean;
}

/** What is wrong: with the folder, with the script, or with a line of the folder's Dockerfile. */
export interface FolderProblem {
  readonly of: "folder" | "script.path" | "Dockerfile";
  /** `must …, got …; …`, of a Dockerfile with its line before it. */
  readonly message: string;
}

/** The files of a folder, with `/` between their names, and what of it cannot be read. */
export interface FolderContent {
  readonly files: readonly string[];
  readonly problems: readonly FolderProblem[];
}

/** What was found where the folder should be. */
export interface FoundFolder extends FolderContent {
  /** The folder's own name. */
  readonly name: string;
  /** The text of its Dockerfile, where it has one. */
  readonly dockerfile?: string;
}

/** What is sent to the engine, and what is wrong with it. */
export interface ImageContent extends FolderContent {
  /** The Dockerfile, where the folder has none. */
  readonly rendered?: string;
}

/** Judges what was found in a folder that an image is built from, and adds the Dockerfile that it lacks. */
export function imageContent(image: ImageFolder, found: FoundFolder | undefined): ImageContent {
  const { folder: said, base, script, allowLatest = false } = image;
  if (found === undefined) {
    return { files: [], problems: [problem(`must be a folder, got "${said}"; a path begins at the project's folder`)] };
  }
  const { name, files, problems, dockerfile: own } = found;
  if (problems.length > 0) return { files, problems };
  if (own !== undefined) {
    return { files, problems: dockerfileProblems(own, allowLatest).map((message) => ({ of: "Dockerfile", message })) };
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
  return { files, rendered: dockerfile({ base, folder: name, script, requirements }), problems: [] };
}

function problem(message: string): FolderProblem {
  return { of: "folder", message };
}
