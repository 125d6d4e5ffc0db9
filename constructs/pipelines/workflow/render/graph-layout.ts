import { type GraphEdge, type GraphLayout, layoutOf, type UnplacedNode } from "../../../shared/render/graph-layout";
import type { WorkflowSettings } from "../settings";
import { layersOf, pipelineName, repositoryName } from "./dag";
import { isCron, leavesOf } from "./inputs";

/** Lays a workflow's graph out from left to right: what is read stands left of what reads it. */
export function graphLayout(workflow: WorkflowSettings): GraphLayout {
  return layoutOf(columnsOf(workflow), edgesOf(workflow));
}

function columnsOf(workflow: WorkflowSettings): UnplacedNode[][] {
  const sources: UnplacedNode[] = [
    ...workflow.repositories.map(
      (name): UnplacedNode => ({ id: name, kind: "repository", title: name, detail: "repository" }),
    ),
    ...(workflow.externalRepositories ?? []).map(
      (name): UnplacedNode => ({ id: name, kind: "external", title: name, detail: "made by others" }),
    ),
    ...Object.entries(workflow.pipelines).flatMap(([pipeline, { input }]) =>
      leavesOf(input).flatMap((leaf): UnplacedNode[] => {
        if (!isCron(leaf.input)) return [];
        const { name, spec } = leaf.input.cron;
        return [{ id: cronId(workflow, pipeline, name), kind: "cron", title: name, detail: spec }];
      }),
    ),
  ];
  const layers = layersOf(workflow) ?? [Object.keys(workflow.pipelines)];
  const pipelines = layers.map((layer) => layer.map((name) => pipelineNode(workflow, name)));
  return [sources, ...pipelines].filter((column) => column.length > 0);
}

function pipelineNode(workflow: WorkflowSettings, name: string): UnplacedNode {
  const { image = "", parallelism } = workflow.pipelines[name] ?? {};
  const title = pipelineName(workflow, name);
  const short = image.split("/").at(-1) ?? image;
  return {
    id: title,
    kind: "pipeline",
    title,
    detail: parallelism === undefined ? short : `${short} × ${parallelism}`,
  };
}

/** What pipelines read, in the order in which they stand. */
function edgesOf(workflow: WorkflowSettings): GraphEdge[] {
  return Object.entries(workflow.pipelines).flatMap(([pipeline, { input }]) => {
    const to = pipelineName(workflow, pipeline);
    return leavesOf(input).flatMap((leaf): GraphEdge[] => {
      if ("repo" in leaf.input) {
        return [{ from: repositoryName(workflow, leaf.input.repo), to, label: leaf.input.glob }];
      }
      return isCron(leaf.input)
        ? [{ from: cronId(workflow, pipeline, leaf.input.cron.name), to, label: leaf.input.cron.spec }]
        : [];
    });
  });
}

/** Pachyderm's name of a cron's repository. */
function cronId(workflow: WorkflowSettings, pipeline: string, cron: string): string {
  return `${pipelineName(workflow, pipeline)}_${cron}`;
}
