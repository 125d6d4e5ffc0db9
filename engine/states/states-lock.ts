import { join } from "node:path";
import { withLock } from "../lock";
import type { Project } from "../project";

/** Runs the work while no other process of the project adopts, unadopts or renames a workspace. */
export function withStatesLock<T>(project: Project, print: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const busy = () => print("waiting for another adoption or rename in this project");
  return withLock(join(project.folder, project.output, "rename.lock"), work, busy);
}
