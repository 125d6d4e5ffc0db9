import { existsSync } from "node:fs";
import { circleOf, pipelineName } from "../constructs/pipelines/workflow/render/dag";
import { didYouMean } from "../constructs/shared/did-you-mean";
import { Glob } from "./glob";
import type { RunFolder } from "./run-folder";
import { type SecretFolders, secretProblems } from "./secrets";
import { look } from "./trouble";
import { type PipelineSettings, type Source, sourcesOf, type WorkflowSettings } from "./workflow";

/** What a run starts with. */
export interface Given {
  readonly inputs: Readonly<Record<string, string>>;
  readonly secrets: SecretFolders;
}

/** Throws all that would stop a run later: nothing is begun before. */
export function checkRun(workflow: WorkflowSettings, { inputs, secrets }: Given, folder: RunFolder): void {
  const problems = [
    ...folder.problems(),
    ...Object.entries(workflow.pipelines).flatMap(([name, settings]) => readProblems(workflow, name, settings)),
    ...circleProblems(workflow),
    ...inputProblems(workflow, inputs),
    ...missingProblems(workflow, inputs, folder),
    ...foreignProblems(workflow, inputs, folder),
    ...secretProblems(workflow, secrets),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function readProblems(workflow: WorkflowSettings, name: string, settings: PipelineSettings): string[] {
  const known = [...repositoriesOf(workflow), ...Object.keys(workflow.pipelines)];
  if ("spout" in settings.input) {
    return [
      `pipeline "${name}" must read something to run here, got a spout, which never ends; run the workflow without it`,
    ];
  }
  const byS3 = sourcesOf(settings.input).some((source) => "s3" in source && source.s3 === true);
  if (settings.service !== undefined || settings.s3Out === true || byS3) {
    const got = settings.service === undefined ? "S3 in place of /pfs" : "a service, which never ends";
    return [`pipeline "${name}" must read and write files to run here, got ${got}; run the workflow without it`];
  }
  return sourcesOf(settings.input).flatMap((source) => {
    if ("cron" in source) return [];
    const advice = didYouMean(source.repo, known) ?? `there are ${known.join(", ")}`;
    const unknown = known.includes(source.repo)
      ? []
      : [`pipeline "${name}" must read what exists, got the repository "${source.repo}"; ${advice}`];
    return [...unknown, ...globProblems(name, source)];
  });
}

function circleProblems(workflow: WorkflowSettings): string[] {
  const circle = circleOf(workflow)
    ?.map((name) => `"${name}"`)
    .join(" reads ");
  return circle === undefined ? [] : [`pipelines must not read each other in a circle, got ${circle}; cut it at one`];
}

/** Where somebody commits: to some of them, others than this workflow. */
function repositoriesOf({ repositories, externalRepositories = [] }: WorkflowSettings): string[] {
  return [...repositories, ...externalRepositories];
}

function globProblems(name: string, source: Source): string[] {
  if ("cron" in source) return [];
  try {
    new Glob(source.glob);
    return [];
  } catch (error) {
    return [`pipeline "${name}": ${(error as Error).message}`];
  }
}

/** What a run puts in place of what is there must be of a run before. */
function foreignProblems(workflow: WorkflowSettings, inputs: Given["inputs"], folder: RunFolder): string[] {
  if (folder.isOfARun) return [];
  const written = [
    ...Object.keys(workflow.pipelines).map((name) => pipelineName(workflow, name)),
    ...Object.keys(inputs).filter((name) => existsSync(inputs[name] ?? "")),
  ];
  return written
    .filter((name) => existsSync(folder.repository(name)))
    .map(
      (name) =>
        `${folder.repository(name)} would be replaced, and is of no earlier run; name another folder with --dir`,
    );
}

function inputProblems(workflow: WorkflowSettings, inputs: Given["inputs"]): string[] {
  const repositories = repositoriesOf(workflow);
  return Object.entries(inputs).flatMap(([name, source]) => {
    if (!repositories.includes(name)) {
      const advice = didYouMean(name, repositories) ?? `there are ${repositories.join(", ") || "none"}`;
      return [`input must be of a repository of the workflow, got "${name}"; ${advice}`];
    }
    const wrong = (got: string) => [`input "${name}" must be a file or a folder, got ${got}; name one that exists`];
    const found = look(source);
    if (found === "none") return wrong(source);
    if ("trouble" in found) return wrong(`${source}: ${found.trouble}`);
    return found.isFile() || found.isDirectory() ? [] : wrong(`${source}: a pipe or a device`);
  });
}

function missingProblems(workflow: WorkflowSettings, inputs: Given["inputs"], folder: RunFolder): string[] {
  const read = Object.values(workflow.pipelines).flatMap(({ input }) =>
    sourcesOf(input).flatMap((source) => ("cron" in source ? [] : [source.repo])),
  );
  return repositoriesOf(workflow)
    .filter((name) => read.includes(name) && inputs[name] === undefined)
    .filter((name) => !folder.has(name))
    .map(
      (name) =>
        `repository "${name}" must have something committed, got no folder ${folder.repository(name)}; name a file or folder: --input ${name}=PATH`,
    );
}
