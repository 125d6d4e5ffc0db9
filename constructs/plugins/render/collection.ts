import { createHash } from "node:crypto";
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

/** What was found where a collection's folder should be. */
export type FoundFolder = { readonly kind: "nothing" | "file" | "nested" } | FoundFiles;

/** The files of a folder. */
interface FoundFiles {
  readonly kind: "folder";
  /** What is to travel, with `/`, in order. */
  readonly paths: readonly string[];
  /** The MD5 of each that was read. */
  readonly files: Readonly<Record<string, string>>;
  /** What could not be listed. */
  readonly unlisted: readonly Unread[];
  /** What is to travel, and could not be read. */
  readonly unread: readonly Unread[];
}

/** Something of a folder that cannot be read, and why. */
export interface Unread {
  readonly path: string;
  readonly code: string;
}

/** S3 takes keys of so many bytes. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_KEY = 1024;
/** What a version's prefix adds. */
const VERSION_BYTES = "/versions/".length + 12;

/** Tells of a path, which ends with `/` where it is a folder, whether it is to travel. */
export function travels(exclude: readonly string[]): (path: string) => boolean {
  const rules = ignore({ ignorecase: false }).add([...LEFT_BEHIND, ...exclude]);
  return (path) => !rules.ignores(path);
}

/** The folder in a folder that shows that one above the collection was named, such as `task-plugins`, which has `dioptra_builtins`. */
export function nestedFolder({ prefix }: Pick<PluginCollectionSettings, "prefix">): string {
  return prefix.split("/").at(-1) ?? "";
}

/** Judges what was found in a collection's folder. */
export function collectionOf(settings: PluginCollectionSettings, found: FoundFolder): Collection {
  const { folder: said, prefix } = settings;
  const none = (problem: string) => ({ files: {}, problems: [problem] });
  if (found.kind === "nested") {
    const inner = `${said.replace(/\/+$/, "")}/${nestedFolder(settings)}`;
    return none(`must be the collection itself, got "${said}"; name ${inner}`);
  }
  if (found.kind !== "folder") {
    const got = found.kind === "nothing" ? "which is not there" : "which is a file";
    return none(`must be a folder, got "${said}", ${got}; a path begins at the project's folder`);
  }
  const { paths, files, unlisted, unread } = found;
  const problems = [
    ...unlisted.map(unreadable),
    ...nameProblems(paths, prefix),
    ...twinProblems(paths),
    ...unread.map(unreadable),
  ];
  if (paths.length > 0 || problems.length > 0) return { files, problems };
  return none(`must hold files, got "${said}" without any; the bucket's would all be removed`);
}

/** One hash of all files: of their paths and their content. */
export function contentHash({ files }: Pick<Collection, "files">): string {
  const lines = Object.entries(files).map(([path, md5]) => `${md5} ${path}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}

function unreadable({ path, code }: Unread): string {
  return `must hold what can be read, got ${code} for "${path}"; change its rights, or exclude it`;
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
