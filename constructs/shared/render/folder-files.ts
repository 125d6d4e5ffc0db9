import ignore from "ignore";

/** What never travels: what Python and editors leave behind, and what git and systems keep. */
const LEFT_BEHIND = [
  ...["__pycache__/", "*.py[cod]", ".ipynb_checkpoints/", ".mypy_cache/", ".pytest_cache/", ".ruff_cache/"],
  ...["*.swp", "*.swo", "*~", ".#*", "#*#", ".idea/", ".vscode/", ".DS_Store", "Thumbs.db", ".git/", ".gitignore"],
];

/** What was found where a folder should be. */
export type FoundFolder = { readonly kind: "nothing" | "file" } | FoundFiles;

/** The files of a folder. */
export interface FoundFiles {
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
interface Unread {
  readonly path: string;
  readonly code: string;
}

/** The longest key that S3 accepts, in bytes. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const LONGEST_KEY = 1024;

/** Returns a function that says whether a path is to travel; the path of a folder ends with `/`. */
export function travels(exclude: readonly string[]): (path: string) => boolean {
  const rules = ignore({ ignorecase: false }).add([...LEFT_BEHIND, ...exclude]);
  // The library throws on a key such as ../a.
  return (path) => !ignore.isPathValid(path) || !rules.ignores(path);
}

/**
 * What is wrong with the files of a folder that goes to a bucket: `must …, got …; …`, each about the folder.
 *
 * @param bytesBefore of what comes before a path in a key
 */
export function fileProblems({ paths, unlisted, unread }: FoundFiles, bytesBefore: number): string[] {
  return [
    ...unlisted.map(unreadable),
    ...nameProblems(paths, bytesBefore),
    ...twinProblems(paths),
    ...unread.map(unreadable),
  ];
}

/** Whether both S3 and a disk can hold a name. In a name that is not UTF-8, \ufffd stands for the wrong bytes. */
export function isHeld(path: string): boolean {
  return !/[\p{Cc}\p{Cs}\ufffd\\]|^__proto__$/u.test(path);
}

function unreadable({ path, code }: Unread): string {
  return `must hold what can be read, got ${code} for "${path}"; change its rights, or exclude it`;
}

function nameProblems(paths: readonly string[], bytesBefore: number): string[] {
  return paths.flatMap((path) => {
    const bytes = Buffer.byteLength(path) + bytesBefore;
    if (bytes > LONGEST_KEY) return [`must have paths that fit into ${LONGEST_KEY} bytes, got "${path}"; shorten it`];
    if (isHeld(path)) return [];
    return [`must have names that S3 can hold, got ${JSON.stringify(path)}; rename it`];
  });
}

/** On a file system that ignores case, one would overwrite the other. */
export function twinProblems(paths: readonly string[]): string[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const folded = path.normalize("NFC").toLowerCase();
    const twin = seen.get(folded);
    seen.set(folded, path);
    if (twin === undefined) return [];
    return [`must have names that differ in more than case, got "${twin}" and "${path}"; rename one`];
  });
}
