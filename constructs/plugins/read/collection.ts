import { join } from "node:path";
import { filesIn, kindOf } from "../../shared/read/folder-files";
import { projectPath } from "../../shared/read/project-path";
import { travels } from "../../shared/render/folder-files";
import { type Collection, collectionOf, type FoundCollection, nestedFolder } from "../render/collection";
import type { PluginCollectionSettings } from "../settings";

/** Reads a folder of task plugins, every file of it. */
export function readCollection(settings: PluginCollectionSettings, project = "."): Collection {
  return collectionOf(settings, foundIn(projectPath(settings.folder, project), settings));
}

function foundIn(folder: string, settings: PluginCollectionSettings): FoundCollection {
  if (kindOf(join(folder, nestedFolder(settings))) === "folder") return { kind: "nested" };
  return filesIn(folder, travels(settings.exclude ?? []));
}
