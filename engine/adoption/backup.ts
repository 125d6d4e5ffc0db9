import { join } from "node:path";
import type { Project } from "../project";
import { localStateFolder } from "../states/local-states";

/** Where a state is kept as it was before it was adopted or given back, on this machine whatever its backend is. */
export function stateBackup(
  project: Project,
  stack: string,
  before: "adoption" | "unadoption",
  environment: NodeJS.ProcessEnv,
): string {
  return join(localStateFolder(project.folder, environment), stack, `before-${before}.tfstate`);
}
