import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Project } from "../project";
import { statesNamed } from "../states/named-states";
import { backupFile, lineageOf, renamedTo } from "./backup";

const BACKUP = /^renamed-to-(.+)\.tfstate$/;

/** Throws where a rename was killed: the resources of the old state are in the new one already, and are not to be destroyed. */
export async function refuseHalfRenamed(
  project: Project,
  workspace: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  for (const stack of project.stacks(workspace)) {
    const folder = dirname(backupFile(project, stack, renamedTo(""), environment));
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const [backup] = names.filter((name) => BACKUP.test(name));
    if (backup === undefined) continue;
    const states = await statesNamed(project, workspace, environment).catch(() => []);
    const lineage = states.find((each) => each.stack === stack)?.state.lineage;
    if (lineage === undefined || lineage !== lineageOf(join(folder, backup))) continue;
    const to = (BACKUP.exec(backup)?.[1] ?? "").slice(0, -(stack.length - workspace.length) || undefined);
    // Without the other file the rename was given up.
    if (!project.hasFile(to)) continue;
    throw new Error(
      `${stack}: its state must be its own, got a rename to ${to} that was not finished; run slipway rename ${workspace} ${to} first`,
    );
  }
}
