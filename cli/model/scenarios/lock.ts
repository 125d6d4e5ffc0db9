import { COMMON } from "../../../constructs/model/render/scenario-names";
import type { Project } from "../../../engine/project";
import { refuse, scenariosNamed } from "./local";
import { ScenarioBucket } from "./scenario-bucket";

/** Locks or unlocks scenarios: all of them, or none where one does not exist. */
export async function setLocks(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  isToBeLocked: boolean,
): Promise<void> {
  const names = scenariosNamed(scenarios);
  refuse(names.filter((name) => name === COMMON).map((name) => `${name} must be left out, got it; it has no lock`));
  await ScenarioBucket.use(project, workspace, async (bucket) => {
    await bucket.refuseUsers(names);
    const stored = await Promise.all(names.map((name) => bucket.scenario(name)));
    refuse(await bucket.absences(stored));
    for (const { name, locked } of stored) {
      const state = isToBeLocked ? "locked" : "unlocked";
      if ((locked !== undefined) === isToBeLocked) {
        console.log(`${name}: was ${state} already`);
        continue;
      }
      await bucket.changing(name, () => (isToBeLocked ? bucket.lock(name) : bucket.unlock(name)));
      console.log(`${name}: ${state}`);
    }
  });
}
