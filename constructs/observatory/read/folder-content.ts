import { accessSync, constants, type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { type LeftOut, leftOut } from "../render/dockerignore";
import type { FolderContent, FolderProblem } from "../render/image-folder";

/** So many files may be sent to the engine; of a folder with more the rest is not looked at. */
const MOST_FILES = 10_000;
/** So many names are looked at, those that .dockerignore leaves out included. */
const MOST_NAMES = 200_000;

/** Everything that .dockerignore does not name. A link travels as what it leads to. */
export function folderContent(folder: string): FolderContent {
  const { isIgnored, problems } = ignored(folder);
  if (problems.length > 0) return { files: [], problems };
  const left = { files: MOST_FILES, names: MOST_NAMES };
  const found = walk({ folder, path: "", above: [realpathSync(folder)], isIgnored, left });
  if (left.files < 0 || left.names < 0) return { files: [], problems: [tooMany()] };
  return { files: [...found.files].sort(), problems: found.problems };
}

/** What is at a path, or where a link leads that is there. */
export function kindOf(path: string): "file" | "folder" | "something else" | "nothing" {
  try {
    const found = statSync(path);
    if (found.isFile()) return "file";
    return found.isDirectory() ? "folder" : "something else";
  } catch {
    return "nothing";
  }
}

function ignored(folder: string): LeftOut {
  const nothing = (problems: readonly FolderProblem[]) => ({ isIgnored: () => false, problems });
  const isThere = namesIn(folder)?.some(({ name }) => name === ".dockerignore") ?? false;
  if (!isThere) return nothing([]);
  const list = join(folder, ".dockerignore");
  return isReadable(list) ? leftOut(readFileSync(list, "utf8")) : nothing([unreadable(folder, ".dockerignore")]);
}

interface Step {
  /** Absolute. */
  readonly folder: string;
  /** What is looked at, from the folder; empty for itself. */
  readonly path: string;
  /** The real paths of the folders on the way. */
  readonly above: readonly string[];
  readonly isIgnored: LeftOut["isIgnored"];
  /** How many files and names may come. */
  readonly left: { files: number; names: number };
}

function walk({ folder, path, above, isIgnored, left }: Step): FolderContent {
  const names = namesIn(join(folder, path));
  if (names === undefined) {
    const isLeftOut = path !== "" && isIgnored(path);
    return { files: [], problems: isLeftOut ? [] : [unreadable(folder, path || ".")] };
  }
  const all = names.map((entry): FolderContent => {
    left.names -= 1;
    if (left.files < 0 || left.names < 0) return { files: [], problems: [] };
    const below = path === "" ? entry.name : `${path}/${entry.name}`;
    const isLeftOut = isIgnored(below);
    if (isLeftOut && entry.isSymbolicLink()) return { files: [], problems: [] };
    const place = join(folder, below);
    if (!isOfDocker(below) && kindOf(place) === "folder") {
      const real = realPath(place);
      if (real === undefined) return { files: [], problems: isLeftOut ? [] : [unreadable(folder, below)] };
      if (above.some((each) => isIn(each, real))) return { files: [], problems: [endless(below)] };
      return walk({ folder, path: below, above: [...above, real], isIgnored, left });
    }
    if (isLeftOut) return { files: [], problems: [] };
    left.files -= 1;
    return { files: [below], problems: isReadable(place) ? [] : [unreadable(folder, below)] };
  });
  return { files: all.flatMap(({ files }) => files), problems: all.flatMap(({ problems }) => problems) };
}

/** What Docker reads itself must be a file. */
function isOfDocker(path: string): boolean {
  return path === "Dockerfile" || path === ".dockerignore";
}

function namesIn(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

/** Nothing where it went away meanwhile. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isIn(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function unreadable(folder: string, path: string): FolderProblem {
  const kind = kindOf(join(folder, path));
  const got =
    kind === "file" || kind === "nothing"
      ? `"${path}"`
      : `${kind === "folder" ? "the folder" : "the pipe or device"} "${path}"`;
  const advice = `${kind === "file" ? "change its rights" : "take it away"}, or ${isOfDocker(path) ? "create it again" : "name it in .dockerignore"}`;
  return { of: "folder", message: `must hold files that can be read, got ${got}; ${advice}` };
}

function tooMany(): FolderProblem {
  const advice = "give the image a folder of its own, or name what it does not need in .dockerignore";
  return { of: "folder", message: `must hold at most ${MOST_FILES} files, got more; ${advice}` };
}

function endless(path: string): FolderProblem {
  const advice = "take it away, or name it in .dockerignore";
  return { of: "folder", message: `must hold no link to a folder that holds it, got "${path}"; ${advice}` };
}
