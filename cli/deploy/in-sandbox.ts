import { existsSync } from "node:fs";
import { join } from "node:path";
import { sandboxFolder } from "../../engine/folders";
import type { Project } from "../../engine/project";

/** Whether the sandbox has a state of a workspace, and this shell does not use the sandbox. */
export function inSandboxAlone(project: Project, workspace: string): boolean {
  const { state } = sandboxFolder(project.folder);
  if (process.env.SLIPWAY_STATE_DIR === state) return false;
  return project.stacks(workspace).some((stack) => existsSync(join(state, stack, "terraform.tfstate")));
}
