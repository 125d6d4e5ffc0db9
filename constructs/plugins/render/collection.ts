import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import ignore from "ignore";
import type { PluginCollectionSettings } from "../settings";

/** What never travels: what Python and editors leave behind, and what git and systems keep. */
const LEFT_BEHIND = [
  ...["__pycache__/", "*.py[cod]", ".ipynb_checkpoints/", ".mypy_cache/", ".pytest_cache/", ".ruff_cache/"],
  ...["*.swp", "*.swo", "*~", ".#*", "#*#", ".idea/", ".vscode/", ".DS_Store", "Thumbs.db", ".git/", ".gitignore"],
];

/** What a folder holds, and what is wrong with it. */
export interface Collection {
  /** The MD5 of each file, which S3 tells of what it has, by the path in the folder, with `/`, in the order of the paths. */
  readonly files: Readonly<Record<string, string>>;
  /** `must …, got …; …`, each about the folder. */
  readonly problems: readonly string[];
}

/** S3 takes keys of so many bytes. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_KEY = 1024;
/** What a version's prefix adds. */
const VERSION_BYTES = "/versions/".length + 12;

/** Reads a folder of task plugins, every file of it. */
export function readCollection(
  { folder: said, prefix, exclude = [] }: PluginCollectionSettings,
  project = ".",
): Collection {
  const folder = resolve(project, said);
  const none = (problem: string) => ({ files: {}, problems: [problem] });
  const kind = kindOf(folder);
  if (kind !== "folder") {
    const got = kind === "nothing" ? "which is not there" : "which is a file";
    return none(`must be a folder, got "${said}", ${got}; a path begins at the project's folder`);
  }
  const last = prefix.split("/").at(-1) ?? "";
  // `task-plugins`, in which `dioptra_builtins` lies, would put one folder into another.
  if (kindOf(join(folder, last)) === "folder") {
    return none(`must be the collection itself, got "${said}"; name ${said.replace(/\/+$/, "")}/${last}`);
  }
  const { paths, unread } = pathsIn(folder, exclude);
  const problems = [...unread.map(unreadable), ...nameProblems(paths, prefix), ...twinProblems(paths)];
  const files: Record<string, string> = {};
  // A name that is no UTF-8 cannot be asked for.
  for (const path of paths.filter((each) => !each.includes("\ufffd"))) {
    try {
      files[path] = createHash("md5")
        .update(readFileSync(join(folder, path)))
        .digest("hex");
    } catch (error) {
      problems.push(unreadable({ path, code: (error as NodeJS.ErrnoException).code ?? "" }));
    }
  }
  if (paths.length > 0 || problems.length > 0) return { files, problems };
  return none(`must hold files, got "${said}" without any; the bucket's would all be removed`);
}

/** One hash of all files: of their paths and their content. */
export function contentHash({ files }: Pick<Collection, "files">): string {
  const lines = Object.entries(files).map(([path, md5]) => `${md5} ${path}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}

function unreadable({ path, code }: { readonly path: string; readonly code: string }): string {
  return `must hold what can be read, got ${code} for "${path}"; change its rights, or exclude it`;
}

/** What the system shows as files, and are none: some of it are secrets of whoever looks. */
const SHOWN = /^\/(proc|sys|dev)(\/|$)/;

function kindOf(path: string): "folder" | "file" | "nothing" {
  try {
    const found = statSync(path);
    if (SHOWN.test(realpathSync(path))) return "nothing";
    return found.isDirectory() ? "folder" : "file";
  } catch {
    return "nothing";
  }
}

/** What is to travel, and what of it cannot be read. A link to a file travels as the file, one to a folder does not. */
function pathsIn(root: string, exclude: readonly string[]) {
  const rules = ignore({ ignorecase: false }).add([...LEFT_BEHIND, ...exclude]);
  const paths: string[] = [];
  const unread: { path: string; code: string }[] = [];
  const walk = (folder: string) => {
    for (const entry of entriesOf(join(root, folder), (code) => unread.push({ path: folder, code }))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (rules.ignores(entry.isDirectory() ? `${path}/` : path)) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() || isLinkToFile(join(root, path))) paths.push(path);
      else unread.push({ path, code: "a link, or something else that is no file" });
    }
  };
  walk("");
  return { paths: paths.sort(), unread };
}

function entriesOf(folder: string, onError: (code: string) => void) {
  try {
    return readdirSync(folder.split("/").join(sep), { withFileTypes: true });
  } catch (error) {
    onError((error as NodeJS.ErrnoException).code ?? "");
    return [];
  }
}

function isLinkToFile(path: string): boolean {
  try {
    return statSync(path).isFile() && !SHOWN.test(realpathSync(path));
  } catch {
    return false;
  }
}

function nameProblems(paths: readonly string[], prefix: string): string[] {
  return paths.flatMap((path) => {
    const bytes = Buffer.byteLength(`${prefix}/${path}`) + VERSION_BYTES;
    if (bytes > LONGEST_KEY) return [`must have paths that fit into ${LONGEST_KEY} bytes, got "${path}"; shorten it`];
    // A name that is no UTF-8 is read with a sign in the place of what is wrong.
    if (!/[\p{Cc}\p{Cs}\ufffd\\]|^__proto__$/u.test(path)) return [];
    return [`must have names that S3 can hold, got ${JSON.stringify(path)}; rename it`];
  });
}

/** Where a worker's file system knows no case, one would be written over the other. */
function twinProblems(paths: readonly string[]): string[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const folded = path.normalize("NFC").toLowerCase();
    const twin = seen.get(folded);
    seen.set(folded, path);
    if (twin === undefined) return [];
    return [`must have names that differ in more than case, got "${twin}" and "${path}"; rename one`];
  });
}
