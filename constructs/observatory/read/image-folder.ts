import { readFileSync, realpathSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { projectPath } from "../../shared/read/project-path";
import {
  type FolderProblem,
  type FoundFolder,
  type ImageContent,
  type ImageFolder,
  imageContent,
} from "../render/image-folder";
import { folderContent, kindOf } from "./folder-content";

/** Reads a folder that an image is built from. */
export function readImageFolder(image: ImageFolder, project = "."): ImageContent {
  const folder = projectPath(image.folder, project);
  if (isAbove(folder, project)) return { files: [], problems: [above(image.folder)] };
  return imageContent(image, foundIn(folder));
}

/** Whether a folder holds the project's; nothing of it is looked at then. */
function isAbove(folder: string, project: string): boolean {
  if (kindOf(folder) !== "folder") return false;
  const [outer, inner] = [realpathSync(folder), realpathSync(project)];
  return outer !== inner && `${inner}${sep}`.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`);
}

function above(folder: string): FolderProblem {
  const advice = "all of it would go to the engine: give the image a folder of its own";
  return { of: "folder", message: `must be a folder that does not hold the project, got "${folder}"; ${advice}` };
}

function foundIn(folder: string): FoundFolder | undefined {
  if (kindOf(folder) !== "folder") return undefined;
  const content = folderContent(folder);
  const found = { ...content, name: basename(folder) };
  if (content.problems.length > 0 || !content.files.includes("Dockerfile")) return found;
  return { ...found, dockerfile: readFileSync(join(folder, "Dockerfile"), "utf8") };
}
