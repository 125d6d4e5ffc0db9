import { compare } from "../../../constructs/shared/apply/bucket/compare";
import { travels } from "../../../constructs/shared/render/folder-files";
import type { Project } from "../../../engine/project";
import { fewLines, tableText, visibleCells } from "../../table";
import { localScenarios, problemsOf, refuse, scenariosNamedOrAll } from "./local";
import { ScenarioBucket } from "./scenario-bucket";

/** Which scenarios are compared. */
export interface DiffOptions {
  readonly folder: string;
  readonly json?: boolean;
}

/** Prints how scenarios and their folders differ, and ends with 1 when one does. */
export async function diffScenarios(
  project: Project,
  workspace: string,
  scenarios: readonly string[],
  { folder: model, json = false }: DiffOptions,
): Promise<void> {
  const locals = localScenarios(model, scenariosNamedOrAll(model, scenarios));
  refuse(locals.flatMap((local) => problemsOf(model, local)));
  const isTaken = travels([]);
  const rows = await ScenarioBucket.use(project, workspace, (bucket) =>
    Promise.all(
      locals.map(async ({ name, folder, files }) => {
        const stored = await bucket.scenario(name);
        const pair = { ...bucket.target, prefix: name, folder, files, isKept: (path: string) => !isTaken(path) };
        const { missing, changed, extra, same } = await compare(pair, stored.objects);
        return { scenario: name, uri: bucket.uri(name), missing, changed, extra, same: same.length };
      }),
    ),
  );
  if (rows.some(({ missing, changed, extra }) => missing.length + changed.length + extra.length > 0))
    process.exitCode = 1;
  if (json) return console.log(JSON.stringify(rows, null, 2));
  const head = ["scenario", "same", "only in the folder", "changed", "only in the bucket"];
  const cells = rows.map(({ scenario, same, missing, changed, extra }) =>
    visibleCells([scenario, `${same}`, fewLines(missing), fewLines(changed), fewLines(extra)]),
  );
  console.log(tableText(head, cells));
}
