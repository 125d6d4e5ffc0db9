import { createHash } from "node:crypto";
import { type FoundFolder, fileProblems } from "../../shared/render/folder-files";
import type { PluginCollectionSettings } from "../settings";

/** What a folder holds, and what is wrong with it. */
export interface Collection {
  /** The MD5 of each file, which S3 tells of what it has, by the path in the folder, with `/`, in the order of the paths. */
  readonly files: Readonly<Record<string, string>>;
  /** `must …, got …; …`, each about the folder. */
  readonly problems: readonly string[];
}

/** What was found where a collection's folder should be. */
export type FoundCollection = { readonly kind: "nested" } | FoundFolder;

/** What a version's prefix adds. */
const VERSION_BYTES = "/versions/".length + 12;

/** The folder in a folder that shows that one above the collection was named, such as `task-plugins`, which has `dioptra_builtins`. */
export function nestedFolder({ prefix }: Pick<PluginCollectionSettings, "prefix">): string {
  return prefix.split("/").at(-1) ?? "";
}

/** Judges what was found in a collection's folder. */
export function collectionOf(settings: PluginCollectionSettings, found: FoundCollection): Collection {
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
  const problems = fileProblems(found, Buffer.byteLength(`${prefix}/`) + VERSION_BYTES);
  if (found.paths.length > 0 || problems.length > 0) return { files: found.files, problems };
  return none(`must hold files, got "${said}" without any; the bucket's would all be removed`);
}

/** One hash of all files: of their paths and their content. */
export function contentHash({ files }: Pick<Collection, "files">): string {
  const lines = Object.entries(files).map(([path, md5]) => `${md5} ${path}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}
