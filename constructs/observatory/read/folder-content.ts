import { accessSync, constants, type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { type LeftOut, leftOut } from "../render/dockerignore";
import type { FolderContent, FolderProblem } from "../render/image-folder";

/** Everything that .dockerignore does not name. A link travels as what it leads to. */
export function folderContent(folder: string): FolderContent {
  const { isIgnored, problems } = ignored(folder);
  if (problems.length > 0) return { files: [], problems };
  const found = walk({ folder, path: "", above: [realpathSync(folder)], isIgnored });
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
}

function walk({ folder, path, above, isIgnored }: Step): FolderContent {
  const names = namesIn(join(folder, path));
  if (names === undefined) {
    const isLeftOut = path !== "" && isIgnored(path);
    return { files: [], problems: isLeftOut ? [] : [unreadable(folder, path || ".")] };
  }
  const all = names.map((entry): FolderContent => {
    const below = path === "" ? entry.name : `${path}/${entry.name}`;
    const isLeftOut = isIgnored(below);
    if (isLeftOut && entry.isSymbolicLink()) return { files: [], problems: [] };
    const place = join(folder, below);
    if (!isOfDocker(below) && kindOf(place) === "folder") {
      const real = realpathSync(place);
      if (above.some((each) => isIn(each, real))) return { files: [], problems: [endless(below)] };
      return walk({ folder, path: below, above: [...above, real], isIgnored });
    }
    if (isLeftOut) return { files: [], problems: [] };
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

function endless(path: string): FolderProblem {
  const advice = "take it away, or name it in .dockerignore";
  return { of: "folder", message: `must hold no link to a folder that holds it, got "${path}"; ${advice}` };
}
