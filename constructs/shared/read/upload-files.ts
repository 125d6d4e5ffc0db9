import { existsSync, statSync } from "node:fs";
import type { ContainerUpload } from "../container/settings";
import type { Problem } from "../rules";
import { projectPath } from "./project-path";

/** What is wrong with the files of the project that are written into a container. */
export function uploadFileProblems(uploads: readonly ContainerUpload[], project = "."): Problem[] {
  return uploads.flatMap((upload, index) => {
    if ("content" in upload || isFile(projectPath(upload.source, project))) return [];
    const message = `must be a file, got ${JSON.stringify(upload.source)}; a path begins at the project's folder`;
    return [{ path: `uploads[${index}].source`, message }];
  });
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
