import { quantityValue } from "../../cluster/render/quantities";
import { unreadPipelines } from "../../workflow/render/dag";
import { heapBytes } from "../../workflow/render/heap";
import { combinationOf, isRepository, mostDatums, repositoriesOf } from "../../workflow/render/inputs";
import { heapsOf } from "../../workflow/render/script";
import type { Input, PipelineSettings, WorkflowSettings } from "../../workflow/settings";
import type { ImportNote } from "./read-fields";
import { type ReadSpec, readSpec } from "./read-spec";

export type { ImportNote } from "./read-fields";

/** A file with a pipeline's specification, parsed. */
export interface SpecFile {
  /** As it is named in notes. */
  readonly file: string;
  readonly value: unknown;
}

/** A workflow that means the same as some specifications, and what is to be known of them. */
export interface Imported {
  /** Nothing when no file was a specification. */
  readonly workflow?: WorkflowSettings;
  readonly notes: readonly ImportNote[];
  /** How many of the files' specifications it does not have. */
  readonly leftOut: number;
}

/** Reads specifications of any version of Pachyderm. */
export function importSpecs(files: readonly SpecFile[]): Imported {
  const notes: ImportNote[] = [];
  const read = files.flatMap(({ file, value }) => readSpec(file, value, notes) ?? []);
  const specs = read.filter(({ file, name }, index) => {
    const first = read.findIndex((each) => each.name === name);
    if (first === index) return true;
    notes.push({
      path: `${file}: pipeline.name`,
      message: `must be a name of its own, got "${name}" as ${read[first]?.file} has; it is left out`,
    });
    return false;
  });
  const leftOut = files.length - specs.length;
  if (specs.length === 0) return { notes, leftOut };
  const workflow = workflowOf(specs);
  return {
    workflow,
    leftOut,
    notes: [...notes, ...specs.flatMap((spec) => faultsOf(spec, specs)), ...unreadNotes(workflow, specs)],
  };
}

const HEAD = /^([A-Za-z][A-Za-z0-9_]*)-(.+)$/;
const headOf = (name: string) => HEAD.exec(name)?.[1];
const tailOf = (name: string) => HEAD.exec(name)?.[2];

/** The word with which most names begin. */
function commonHead(specs: readonly ReadSpec[]): string | undefined {
  const heads = specs.flatMap(({ name }) => headOf(name) ?? []);
  const count = (head: string) => heads.filter((each) => each === head).length;
  return [...new Set(heads)].sort((one, other) => count(other) - count(one))[0];
}

function workflowOf(specs: readonly ReadSpec[]): WorkflowSettings {
  const head = commonHead(specs);
  const read = [
    ...new Set(specs.flatMap(({ settings }) => repositoriesOf(settings.input).map(({ input }) => input.repo))),
  ];
  const others = read.filter((repo) => !specs.some(({ name }) => name === repo));
  const isCommon = head !== undefined && specs.every(({ name }) => headOf(name) === head);
  // Short names must not be those of repositories.
  const isShort = isCommon && !specs.some(({ name }) => others.includes(tailOf(name) ?? ""));
  const keyOf = (name: string) => (isShort ? (tailOf(name) ?? name) : name);
  const own = new Map(specs.map(({ name }) => [name, keyOf(name)]));
  const external = others.filter((repo) => isOutputOfOthers(repo, specs));
  const pipelines = Object.fromEntries(
    specs.map(({ name, settings }): [string, PipelineSettings] => [
      keyOf(name),
      { ...settings, input: renamed(settings.input, own) },
    ]),
  );
  const workflow: WorkflowSettings = {
    name: head ?? "workflow",
    ...(isShort ? {} : { prefix: "" }),
    repositories: others.filter((repo) => !external.includes(repo)),
    ...(external.length === 0 ? {} : { externalRepositories: external }),
    pipelines,
  };
  const results = unreadPipelines(workflow);
  return results.length === 0 ? workflow : { ...workflow, results };
}

/** `LogD-training` beside `hERG-training` is no repository that somebody commits into. */
function isOutputOfOthers(repo: string, specs: readonly ReadSpec[]): boolean {
  const tail = tailOf(repo);
  return tail !== undefined && specs.some(({ name }) => tailOf(name) === tail);
}

/** An input with the workflow's own names for its pipelines. */
function renamed(input: Input, own: ReadonlyMap<string, string>): Input {
  if (isRepository(input)) return { ...input, repo: own.get(input.repo) ?? input.repo };
  const combination = combinationOf(input);
  if (combination === undefined) return input;
  return { [combination.kind]: combination.parts.map((part) => renamed(part, own)) } as unknown as Input;
}

/** What is accepted by Pachyderm, and does not do what was meant. */
function faultsOf({ file, name, settings }: ReadSpec, specs: readonly ReadSpec[]): ImportNote[] {
  const head = commonHead(specs);
  const strangers = repositoriesOf(settings.input).filter(
    ({ input }) => !specs.some((each) => each.name === input.repo) && isOutputOfOthers(input.repo, specs),
  );
  const most = mostDatums(settings.input);
  const { parallelism = 1, limits } = settings;
  const memory = quantityValue(limits?.memory ?? "0") ?? 0;
  const heaps = heapsOf(settings).filter((heap) => memory > 0 && (heapBytes(heap) ?? 0) > memory * 0.9);
  return [
    ...(headOf(name) === undefined || headOf(name) === head
      ? []
      : [
          {
            path: `${file}: pipeline.name`,
            message: `is not named as the others are, after ${head}, got "${name}"; was it copied from another workflow?`,
          },
        ]),
    ...strangers.map(({ path, input }) => ({
      path: `${file}: ${path}`,
      message: `reads the output of another workflow, got "${input.repo}"; was it copied from there?`,
    })),
    ...(parallelism > most
      ? [
          {
            path: `${file}: parallelism_spec.constant`,
            message: `must be at most ${most}, got ${parallelism}; the input has no more datums`,
          },
        ]
      : []),
    ...heaps.map((heap) => ({
      path: `${file}: resource_limits.memory`,
      message: `leaves little beside the heap of Java, -Xmx${heap}, got "${limits?.memory}"; above 90 % Kubernetes may end it`,
    })),
  ];
}

function unreadNotes(workflow: WorkflowSettings, specs: readonly ReadSpec[]): ImportNote[] {
  const keys = Object.keys(workflow.pipelines);
  return unreadPipelines(workflow).map((key) => {
    const spec = specs[keys.indexOf(key)];
    return {
      path: `${spec?.file}: pipeline.name`,
      message: `is read by no other pipeline, got "${spec?.name}"; it stands in results now: let a pipeline read it if one should`,
    };
  });
}
