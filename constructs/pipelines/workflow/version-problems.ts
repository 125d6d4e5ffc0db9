import type { Problem } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { combinationOf, isCron, isRepository, leavesOf } from "./render/inputs";
import type { Input, PachydermVersion, PipelineSettings, RepositoryInput } from "./settings";
import { workerVersionProblems } from "./worker-problems";

/** The versions from which Pachyderm has kinds of inputs; all have a repository, cron, cross and union. */
const KINDS = { join: "1.9", group: "1.12", spout: "1.8" } as const;
/** And settings of a repository that is read. @see https://github.com/pachyderm/pachyderm/pull/5309 for the outer join */
const SETTINGS = {
  joinOn: "1.9",
  outerJoin: "1.12",
  groupBy: "1.12",
  emptyFiles: "1.8",
  s3: "1.8",
  trigger: "1.8",
} as const;

/** What a pipeline asks for that its version of Pachyderm does not know. */
export function versionProblems(pipeline: PipelineSettings, version: PachydermVersion): Problem[] {
  const { input, reprocess, limits, requests } = pipeline;
  const gpus = Object.entries({ limits, requests }).filter(([, each]) => each?.gpu !== undefined);
  const isOld = version === "1.7";
  return [
    ...(isOld ? kindProblems(input) : []),
    ...leavesOf(input).flatMap(({ path, input: leaf }) => [
      ...(isOld && isRepository(leaf) ? settingProblems(path, leaf) : []),
      ...(isOld && isCron(leaf) && leaf.cron.overwrite !== undefined ? [needs(`${path}.cron.overwrite`, "1.8")] : []),
      ...(isCron(leaf) && leaf.cron.spec === "@never" && version !== "2"
        ? [
            {
              path: `${path}.cron.spec`,
              message: `needs Pachyderm 2, got "@never" for ${version}; write a time`,
            },
          ]
        : []),
    ]),
    ...(reprocess !== undefined && version !== "2"
      ? [{ path: "reprocess", message: `needs Pachyderm 2, got ${shown(reprocess)} for ${version}; take it out` }]
      : []),
    ...workerVersionProblems(pipeline, version),
    ...(isOld ? gpus.map(([key]) => needs(`${key}.gpu`, "1.8")) : []),
  ];
}

/** Of the outermost alone: what lies in it goes with it. */
function kindProblems(input: Input, path = "input"): Problem[] {
  const kind = (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((each) => each in input);
  if (kind !== undefined) {
    const advice = kind === "spout" ? "read at times, with cron" : "use cross or union";
    return [{ path, message: `needs Pachyderm ${KINDS[kind]} or later, got ${kind} for 1.7; ${advice}` }];
  }
  const combination = combinationOf(input);
  return (combination?.parts ?? []).flatMap((part, index) =>
    kindProblems(part, `${path}.${combination?.kind}[${index}]`),
  );
}

function settingProblems(path: string, leaf: RepositoryInput): Problem[] {
  const asked = (Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]).filter((key) => leaf[key] !== undefined);
  return asked.map((key) => needs(`${path}.${key}`, SETTINGS[key]));
}

function needs(path: string, version: string): Problem {
  return { path, message: `needs Pachyderm ${version} or later, got it for 1.7; take it out` };
}
