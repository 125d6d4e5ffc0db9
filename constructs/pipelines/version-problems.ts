import type { Problem } from "../shared/rules";
import { shown } from "../shared/shown";
import { isCron, isRepository, leavesOf } from "./render/inputs";
import type { Input, PachydermVersion, PipelineSettings } from "./workflow-settings";

/** What a pipeline asks for that its version of Pachyderm does not know. */
export function versionProblems(
  { input, reprocess, limits, requests }: PipelineSettings,
  version: PachydermVersion,
): Problem[] {
  const gpus = Object.entries({ limits, requests }).filter(([, each]) => each?.gpu !== undefined);
  return [
    ...(version === "1.7" ? oldInputProblems(input) : []),
    ...leavesOf(input).flatMap(({ path, input: leaf }) => leafProblems(path, leaf, version)),
    ...(reprocess !== undefined && version !== "2"
      ? [{ path: "reprocess", message: `needs Pachyderm 2, got ${shown(reprocess)} for ${version}; take it out` }]
      : []),
    ...(version === "1.7"
      ? gpus.map(([key]) => ({
          path: `${key}.gpu`,
          message: "needs Pachyderm 1.8 or later, got it for 1.7; take it out",
        }))
      : []),
  ];
}

/** Joins came with 1.9, groups with 1.12, spouts with 1.8. */
function oldInputProblems(input: Input, path = "input"): Problem[] {
  const [kind] = Object.keys(input).filter((each) => ["join", "group", "spout"].includes(each));
  const parts = Object.entries(input).flatMap(([key, value]) =>
    ["cross", "union"].includes(key)
      ? (value as Input[]).flatMap((part, index) => oldInputProblems(part, `${path}.${key}[${index}]`))
      : [],
  );
  if (kind === undefined) return parts;
  return [{ path, message: `needs a later Pachyderm, got ${kind} for 1.7; use cross or union` }];
}

function leafProblems(
  path: string,
  leaf: ReturnType<typeof leavesOf>[number]["input"],
  version: PachydermVersion,
): Problem[] {
  if (isCron(leaf)) {
    if (leaf.cron.overwrite === undefined || version !== "1.7") return [];
    return [{ path: `${path}.cron.overwrite`, message: "needs Pachyderm 1.8 or later, got it for 1.7; take it out" }];
  }
  if (!isRepository(leaf)) return [];
  if (version !== "1.7") return [];
  return (["groupBy", "joinOn", "outerJoin", "emptyFiles"] as const)
    .filter((key) => leaf[key] !== undefined)
    .map((key) => ({ path: `${path}.${key}`, message: "needs Pachyderm 1.8 or later, got it for 1.7; take it out" }));
}
