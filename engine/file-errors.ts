const WORDS: Readonly<Record<string, string>> = {
  EACCES: "no right to it",
  EEXIST: "a file",
  EISDIR: "a folder",
  ELOOP: "a circle of links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "a name that is too long",
  ENOENT: "none there",
  ENOSPC: "a disk that is full",
  ENOTDIR: "a file where a folder must be",
  EPERM: "no right to it",
  EROFS: "a disk that cannot be written",
};

/** What an error of the file system says, in words. */
export function troubleOf(error: unknown): string {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  return WORDS[String(code)] ?? String(code ?? message ?? error);
}
