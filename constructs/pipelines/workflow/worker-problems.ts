import type { Problem } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { isRepository, leavesOf } from "./render/inputs";
import type { PachydermVersion, PipelineSettings } from "./settings";

/** The versions from which Pachyderm has settings of workers. */
const SINCE = {
  errorCommand: "1.8",
  errorScript: "1.8",
  s3Out: "1.8",
  priorityClassName: "1.8",
  podPatch: "1.8",
  datumSet: "1.8",
  tolerations: "2",
} as const;

/** What is wrong between the settings of workers. */
export function workerProblems(pipeline: PipelineSettings): Problem[] {
  const { errorCommand, errorScript, service, parallelism = 1, datumSet, input } = pipeline;
  const sets = Object.keys(datumSet ?? {});
  return [
    ...(errorScript !== undefined && errorCommand === undefined
      ? [{ path: "errorCommand", message: 'is required with errorScript; for example ["/bin/sh"]' }]
      : []),
    ...(service !== undefined && parallelism > 1
      ? [
          {
            path: "parallelism",
            message: `must be 1 for a service, got ${parallelism}; it has one worker: take it out`,
          },
        ]
      : []),
    ...(service !== undefined && "spout" in input
      ? [{ path: "service", message: "must be left out of a spout, got one; it serves nothing that it reads" }]
      : []),
    ...(datumSet !== undefined && sets.length !== 1
      ? [
          {
            path: "datumSet",
            message: `must be one of number, sizeBytes and perWorker, got ${shown(datumSet)}; write one`,
          },
        ]
      : []),
    ...leavesOf(input).flatMap(({ path, input: leaf }): Problem[] => {
      if (!isRepository(leaf) || leaf.trigger === undefined) return [];
      const { branch, all: _, ...when } = leaf.trigger;
      if (branch === (leaf.branch ?? "master")) {
        const message = `must be another branch than the one that is read, got ${shown(branch)}; the trigger moves that one`;
        return [{ path: `${path}.trigger.branch`, message }];
      }
      if (Object.keys(when).length > 0) return [];
      return [
        { path: `${path}.trigger`, message: "must say when, got a branch alone; write size, commits or cronSpec" },
      ];
    }),
  ];
}

/** What of these a version does not know. */
export function workerVersionProblems(pipeline: PipelineSettings, version: PachydermVersion): Problem[] {
  const isOld = (since: string) => version === "1.7" || (version === "1.13" && since === "2");
  const problem = (path: string, since: string) => ({
    path,
    message: `needs Pachyderm ${since} or later, got it for ${version}; take it out`,
  });
  const own = (Object.keys(SINCE) as (keyof typeof SINCE)[]).filter(
    (key) => pipeline[key] !== undefined && isOld(SINCE[key]),
  );
  return [
    ...own.map((key) => problem(key, SINCE[key])),
    ...(pipeline.datumSet?.perWorker !== undefined && version === "1.13" ? [problem("datumSet.perWorker", "2")] : []),
  ];
}
