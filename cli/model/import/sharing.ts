import { join } from "node:path";
import { workspaceFiles } from "../../../app/files";
import { fileStem } from "../../import/file-stem";
import { fileOf } from "./model-file";
import { saidBefore } from "./said-before";

/** The models that a project has, by the names of their files. */
export function modelsOf(project: string): string[] {
  return workspaceFiles(join(project, "environments/model")).map(fileStem);
}

/** Names in which another one is: their users can run that model too. */
export function longerNames(name: string, all: Iterable<string>): string[] {
  return [...all].filter((other) => other !== name && other.includes(name));
}

/** What files that are not imported now must say about models that are. */
export function untoldSharing(project: string, imported: ReadonlySet<string>): string[] {
  return modelsOf(project).flatMap((name) => {
    if (imported.has(name)) return [];
    const { sharesRunsWith } = saidBefore(project, fileOf(name));
    const untold = longerNames(name, imported).filter((longer) => !sharesRunsWith.includes(longer));
    if (untold.length === 0) return [];
    return [
      `${fileOf(name)}: sharesRunsWith must have ${untold.join(", ")}, whose users can run ${name} too; add it there`,
    ];
  });
}
