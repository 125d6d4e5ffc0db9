import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { projectPath } from "../../shared/read/project-path";
import { type FoundFolder, type ImageContent, type ImageFolder, imageContent } from "../render/image-folder";
import { folderContent, kindOf } from "./folder-content";

/** Reads a folder that an image is built from. */
export function readImageFolder(image: ImageFolder, project = "."): ImageContent {
  return imageContent(image, foundIn(projectPath(image.folder, project)));
}

function foundIn(folder: string): FoundFolder | undefined {
  if (kindOf(folder) !== "folder") return undefined;
  const content = folderContent(folder);
  const found = { ...content, name: basename(folder) };
  if (content.problems.length > 0 || !content.files.includes("Dockerfile")) return found;
  return { ...found, dockerfile: readFileSync(join(folder, "Dockerfile"), "utf8") };
}
