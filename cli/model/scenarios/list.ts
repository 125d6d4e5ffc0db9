import type { Project } from "../../../engine/project";
import { sizeText } from "../../../engine/size-text";
import { tableText, visibleCells } from "../../table";
import { refuse, scenariosNamed } from "./local";
import { ScenarioBucket } from "./scenario-bucket";

/** Prints the scenarios of a model's bucket, all or some. */
export async function listScenarios(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const names = scenariosNamed(scenarios);
  const found = await ScenarioBucket.use(project, workspace, async (bucket) => {
    const all = await bucket.all();
    const absent = names.filter((name) => all.every((each) => each.name !== name));
    refuse(await Promise.all(absent.map((name) => bucket.absent(name))));
    return all.filter(({ name }) => names.length === 0 || names.includes(name));
  });
  const rows = found.map(({ name, objects, locked }) => {
    const every = [...objects.values()];
    return {
      scenario: name,
      files: every.length,
      bytes: every.reduce((sum, { bytes }) => sum + bytes, 0),
      changed: timeText(
        every.length === 0 ? undefined : every.reduce((last, { modified }) => Math.max(last, modified), 0),
      ),
      locked: timeText(locked),
    };
  });
  if (json) return console.log(JSON.stringify(rows, null, 2));
  if (rows.length === 0) return console.log(`${workspace}: the bucket has no scenarios`);
  const cells = rows.map(({ scenario, files, bytes, changed, locked }) =>
    visibleCells([scenario, `${files}`, sizeText(bytes), changed ?? "", locked ?? "no"]),
  );
  console.log(tableText(["scenario", "files", "size", "last change", "locked since"], cells));
}

function timeText(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
