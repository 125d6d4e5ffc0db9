import type { PipelineSettings, RepositoryInput, WorkflowSettings } from "../settings";
import { repositoriesOf } from "./inputs";

/** What comes before the name of each of a workflow's pipelines. */
export function prefixOf({ name, prefix = `${name}-` }: Pick<WorkflowSettings, "name" | "prefix">): string {
  return prefix;
}

/** A pipeline's name in the cluster, which is that of the repository with its output. */
export function pipelineName(workflow: Pick<WorkflowSettings, "name" | "prefix">, pipeline: string): string {
  return `${prefixOf(workflow)}${pipeline}`;
}

/** A name as the objects of Kubernetes have it, which takes no capitals and no `_`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

/** The name in the cluster of what an input's `repo` means. */
export function repositoryName(workflow: WorkflowSettings, repo: string): string {
  return Object.hasOwn(workflow.pipelines, repo) ? pipelineName(workflow, repo) : repo;
}

/** The folder below `/pfs` at which a script finds an input. */
export function folderOf(workflow: WorkflowSettings, { as, repo }: RepositoryInput): string {
  return as ?? repositoryName(workflow, repo);
}

/** The workflow's pipelines whose output a pipeline reads, each once. */
export function pipelinesReadBy(workflow: WorkflowSettings, pipeline: PipelineSettings): string[] {
  const repos = repositoriesOf(pipeline.input).map(({ input }) => input.repo);
  return [...new Set(repos.filter((repo) => Object.hasOwn(workflow.pipelines, repo)))];
}

/** The pipelines in an order in which each comes after those that it reads; nothing when there is none. */
export function pipelinesInOrder(workflow: WorkflowSettings): string[] | undefined {
  const layers = layersOf(workflow);
  return layers?.flat();
}

/** The pipelines by the longest way to them; nothing when some read each other in a circle. */
export function layersOf(workflow: WorkflowSettings): string[][] | undefined {
  const layers: string[][] = [];
  let left = Object.keys(workflow.pipelines);
  while (left.length > 0) {
    const waiting = left;
    const ready = waiting.filter((name) => readIn(workflow, name).every((other) => !waiting.includes(other)));
    if (ready.length === 0) return undefined;
    layers.push(ready);
    left = waiting.filter((name) => !ready.includes(name));
  }
  return layers;
}

/** Pipelines that read each other in a circle, the first again at its end; nothing when there is no circle. */
export function circleOf(workflow: WorkflowSettings): string[] | undefined {
  const done = new Set<string>();
  for (const start of Object.keys(workflow.pipelines)) {
    const circle = circleFrom(workflow, [start], done);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

/** Goes along what is read; each pipeline is left once, however many ways lead to it. */
function circleFrom(workflow: WorkflowSettings, way: readonly string[], done: Set<string>): string[] | undefined {
  const last = way.at(-1) as string;
  if (done.has(last)) return undefined;
  for (const next of readIn(workflow, last)) {
    if (way.includes(next)) return [...way.slice(way.indexOf(next)), next];
    const found = circleFrom(workflow, [...way, next], done);
    if (found !== undefined) return found;
  }
  done.add(last);
  return undefined;
}

/** The pipelines of which nobody in the workflow reads the output. */
export function unreadPipelines(workflow: WorkflowSettings): string[] {
  const read = new Set(Object.values(workflow.pipelines).flatMap((each) => pipelinesReadBy(workflow, each)));
  return Object.keys(workflow.pipelines).filter((name) => !read.has(name));
}

function readIn(workflow: WorkflowSettings, name: string): string[] {
  const pipeline = workflow.pipelines[name];
  return pipeline === undefined ? [] : pipelinesReadBy(workflow, pipeline);
}
