import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { FoundFiles, FoundFolder } from "../render/folder-files";
import { md5Of } from "./file-content";

type Unread = FoundFiles["unread"][number];

/** Reads every file of a folder that is to travel. */
export function filesIn(folder: string, isTaken: (path: string) => boolean): FoundFolder {
  const kind = kindOf(folder);
  if (kind !== "folder") return { kind };
  const { paths, unlisted } = pathsIn(folder, isTaken);
  const files: Record<string, string> = {};
  const unread: Unread[] = [];
  // A name that is not UTF-8 cannot be opened.
  for (const path of paths.filter((each) => !each.includes("\ufffd"))) {
    try {
      files[path] = md5Of(join(folder, path));
    } catch (error) {
      unread.push({ path, code: codeOf(error) });
    }
  }
  return { kind, paths, files, unlisted, unread };
}

/** What the system presents as files: some of it holds secrets of the user who runs this. */
const SHOWN = /^\/(proc|sys|dev)(\/|$)/;

/** What is at a path. */
export function kindOf(path: string): "folder" | "file" | "nothing" {
  try {
    const found = statSync(path);
    if (SHOWN.test(realpathSync(path))) return "nothing";
    return found.isDirectory() ? "folder" : "file";
  } catch {
    return "nothing";
  }
}

/** What is to travel, and what of it cannot be read. A link to a file travels as the file; a link to a folder does not. */
function pathsIn(root: string, isTaken: (path: string) => boolean) {
  const paths: string[] = [];
  const unlisted: Unread[] = [];
  const walk = (folder: string) => {
    for (const entry of entriesOf(join(root, folder), (code) => unlisted.push({ path: folder, code }))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!isTaken(entry.isDirectory() ? `${path}/` : path)) continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() || isLinkToFile(join(root, path))) paths.push(path);
      else unlisted.push({ path, code: "a link, or something else that is no file" });
    }
  };
  walk("");
  return { paths: paths.sort(), unlisted };
}

function entriesOf(folder: string, onError: (code: string) => void) {
  try {
    return readdirSync(folder.split("/").join(sep), { withFileTypes: true });
  } catch (error) {
    onError(codeOf(error));
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

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
