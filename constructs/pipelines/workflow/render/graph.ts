import { svgOf } from "../../../shared/render/graph";
import type { GraphEdge } from "../../../shared/render/graph-layout";
import type { WorkflowSettings } from "../settings";
import { graphLayout } from "./graph-layout";

/** A workflow as a picture: repositories at the left, and pipelines in the order of the data. */
export function graphSvg(workflow: WorkflowSettings): string {
  const layout = graphLayout(workflow);
  return svgOf(`Workflow ${workflow.name}`, description(layout.edges), layout);
}

/** A workflow as lines for a terminal: who reads what of each repository, in the order of the data. */
export function graphText(workflow: WorkflowSettings): string {
  const { nodes, edges } = graphLayout(workflow);
  return `${nodes
    .flatMap(({ id, title, detail, kind }) => {
      const readers = edges.filter(({ from }) => from === id);
      const own =
        kind === "pipeline" ? `${title} (${detail})` : `[${title}]${detail === "repository" ? "" : ` ${detail}`}`;
      return [
        own,
        ...readers.map(({ to, label }, index) => `${index === readers.length - 1 ? "└──" : "├──"} ${label} ──> ${to}`),
      ];
    })
    .join("\n")}\n`;
}

function description(edges: readonly GraphEdge[]): string {
  return edges.map(({ from, to, label }) => `${to} reads ${label} of ${from}`).join("; ");
}
