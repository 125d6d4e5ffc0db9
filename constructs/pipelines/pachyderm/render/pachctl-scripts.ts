import { shellWord } from "../../../shared/render/shell-word";
import type { PachydermVersion } from "../../workflow/settings";
import { type FilePlace, pachctl } from "./pachctl";

/** What a job does, as a text for `sh`. Each may run again and again: what exists already is kept. */

/** A pipeline's specification that lies in a file. */
export interface PipelineFile {
  /** The pipeline's name in the cluster. */
  readonly name: string;
  readonly specFile: string;
  /** Whether data that was processed is processed again when the pipeline is there already. @default false */
  readonly reprocess?: boolean;
}

/** Makes a repository that is not there. */
export function repositoryScript(version: PachydermVersion, name: string): string {
  const { inspectRepository, createRepository } = pachctl(version);
  return script(
    ...either(
      inspectRepository(name),
      [`echo ${shellWord(`repository ${name} is there`)}`],
      [line(createRepository(name))],
    ),
  );
}

/** Makes a pipeline, or gives one that is there its new specification. */
export function pipelineScript(version: PachydermVersion, { name, specFile, reprocess = false }: PipelineFile): string {
  const { inspectPipeline, createPipeline, updatePipeline } = pachctl(version);
  return script(
    ...either(inspectPipeline(name), [line(updatePipeline(specFile, reprocess))], [line(createPipeline(specFile))]),
  );
}

/** Takes a pipeline away. Its output goes with it. */
export function deletionScript(version: PachydermVersion, name: string): string {
  const { inspectPipeline, deletePipeline, listPipelines } = pachctl(version);
  return script(
    // Else a pachd that does not answer would look like a pipeline that is not there.
    `${line(listPipelines())} >/dev/null`,
    ...either(
      inspectPipeline(name),
      [line(deletePipeline(name))],
      [`echo ${shellWord(`pipeline ${name} is not there`)}`],
    ),
  );
}

/**
 * Commits a file when it is not what the branch has already: a commit starts every pipeline that reads it.
 *
 * @param file the new content
 */
export function commitScript(version: PachydermVersion, place: FilePlace, file: string): string {
  const { getFile, inspectRepository, putFile } = pachctl(version);
  const name = `${place.repository}@${place.branch}:${place.path}`;
  return script(
    "old=$(mktemp)",
    `trap 'rm -f "$old"' EXIT`,
    "isThere=no",
    `if ${line(getFile(place))} >"$old" 2>/dev/null; then`,
    "  isThere=yes",
    "else",
    "  # No such file, or no answer: a repository that can be seen tells which, and a second look is sure.",
    `  ${line(inspectRepository(place.repository))} >/dev/null`,
    `  if ${line(getFile(place))} >"$old" 2>/dev/null; then isThere=yes; fi`,
    "fi",
    `if [ "$isThere" = yes ] && cmp -s "$old" ${shellWord(file)}; then`,
    `  echo ${shellWord(`${name} is as it was: nothing is committed`)}`,
    `elif [ "$isThere" = yes ]; then`,
    `  ${line(putFile(place, file, true))}`,
    "else",
    `  ${line(putFile(place, file, false))}`,
    "fi",
  );
}

/** A branch, and the pipelines that start when something is committed to it. */
export interface Followed {
  readonly repository: string;
  readonly branch: string;
  /** Their names in the cluster. */
  readonly pipelines: readonly string[];
}

/** Waits until all jobs that follow from the last commit of a branch have ended; fails when one of them has failed. */
export function followScript(version: PachydermVersion, followed: Followed): string {
  return version === "2" ? followGlobalId(followed) : followFlush(version, followed);
}

/** Since 2.0 a commit and all jobs that follow from it have one id. */
function followGlobalId({ repository, branch }: Followed): string {
  const { inspectCommit } = pachctl("2");
  return script(
    `commit=$(${line(inspectCommit(repository, branch))} --raw)`,
    `id=$(printf '%s\\n' "$commit" | sed -n 's/.*"id": *"\\([0-9a-f]\\{32\\}\\)".*/\\1/p' | head -n 1)`,
    'jobs=$(pachctl wait job "$id" --raw)',
    'pachctl list job "$id"',
    `if printf '%s\\n' "$jobs" | grep -Eq '"state": *"JOB_(FAILURE|KILLED|UNRUNNABLE)"'; then`,
    '  echo "a job has failed" >&2',
    "  exit 1",
    "fi",
  );
}

function followFlush(version: PachydermVersion, { repository, branch, pipelines }: Followed): string {
  const { listJobs } = pachctl(version);
  const flush =
    version === "1.7" ? ["flush-commit", `${repository}/${branch}`] : ["flush", "commit", `${repository}@${branch}`];
  const state = `sed -n 's/.*"state": *"\\(JOB_[A-Z]*\\)".*/\\1/p' | head -n 1`;
  return script(
    `pachctl ${line(flush)} >/dev/null`,
    "failed=no",
    ...pipelines.flatMap((name) => [
      // The newest job stands first.
      `jobs=$(${line(listJobs(name))} --raw)`,
      `state=$(printf '%s\\n' "$jobs" | ${state})`,
      `echo ${shellWord(name)} "$state"`,
      `if [ "$state" != JOB_SUCCESS ]; then failed=yes; fi`,
    ]),
    `if [ "$failed" = yes ]; then`,
    '  echo "a job has failed" >&2',
    "  exit 1",
    "fi",
  );
}

/** One or the other, as a command succeeds or fails. */
function either(condition: readonly string[], then: readonly string[], otherwise: readonly string[]): string[] {
  return [
    `if ${line(condition)} >/dev/null 2>&1; then`,
    ...then.map((each) => `  ${each}`),
    "else",
    ...otherwise.map((each) => `  ${each}`),
    "fi",
  ];
}

function script(...lines: readonly string[]): string {
  return `${["set -eu", ...lines].join("\n")}\n`;
}

/** Words as a shell reads them. */
export function line(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}
