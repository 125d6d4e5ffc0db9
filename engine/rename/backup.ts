import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { writePrivateFile } from "../private-file";
import type { Project } from "../project";
import { localStateFolder } from "../states/local-states";
import { stateIn } from "../states/state";

/** What happened to a state after the backup. */
type Fate = "before-adoption" | "before-unadoption" | `renamed-to-${string}`;

/** Where a state is kept as it was, on this machine whatever its backend is. */
export function backupFile(project: Project, stack: string, fate: Fate, environment: NodeJS.ProcessEnv): string {
  return join(localStateFolder(project.folder, environment), stack, `${fate}.tfstate`);
}

export function renamedTo(stack: string): Fate {
  return `renamed-to-${stack}`;
}

export function writeBackup(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writePrivateFile(file, text);
}

/** The lineage of a state that was kept; undefined where none was. */
export function lineageOf(file: string): string | undefined {
  return stateIn(file)?.lineage;
}
