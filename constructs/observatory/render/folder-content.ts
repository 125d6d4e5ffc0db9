import { accessSync, constants, type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import dockerignore from "@balena/dockerignore";

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

type Ignores = (path: string) => boolean;

function ignored(folder: string): { readonly isIgnored: Ignores; readonly problems: readonly FolderProblem[] } {
  const none: Ignores = () => false;
  const list = join(folder, ".dockerignore");
  const isThere = namesIn(folder)?.some(({ name }) => name === ".dockerignore") ?? false;
  if (!isThere) return { isIgnored: none, problems: [] };
  if (!isReadable(list)) return { isIgnored: none, problems: [unreadable(folder, ".dockerignore")] };
  const text = readFileSync(list, "utf8");
  const wrong = text.split(/\r?\n/).flatMap((line, index) => (isRule(line) ? [] : [wrongRule(line, index + 1)]));
  if (wrong.length > 0) return { isIgnored: none, problems: wrong };
  const rules = dockerignore({ ignorecase: false }).add(text);
  return { isIgnored: (path) => path !== "Dockerfile" && rules.ignores(path), problems: [] };
}

/** The library makes regular expressions of lines, which may be none. */
function isRule(line: string): boolean {
  try {
    dockerignore({ ignorecase: false }).add(line).ignores("x");
    return true;
  } catch {
    return false;
  }
}

interface Step {
  /** Absolute. */
  readonly folder: string;
  /** What is looked at, from the folder; empty for itself. */
  readonly path: string;
  /** The real paths of the folders on the way. */
  readonly above: readonly string[];
  readonly isIgnored: Ignores;
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
  const advice = `${kind === "file" ? "change its rights" : "take it away"}, or ${isOfDocker(path) ? "make it anew" : "name it in .dockerignore"}`;
  return { of: "folder", message: `must hold files that can be read, got ${got}; ${advice}` };
}

function endless(path: string): FolderProblem {
  const advice = "take it away, or name it in .dockerignore";
  return { of: "folder", message: `must hold no link to a folder that holds it, got "${path}"; ${advice}` };
}

function wrongRule(line: string, number: number): FolderProblem {
  const message = `must have patterns in .dockerignore, got ${JSON.stringify(line)} in line ${number}; correct it there`;
  return { of: "folder", message };
}
