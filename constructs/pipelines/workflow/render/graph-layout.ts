import type { WorkflowSettings } from "../settings";
import { layersOf, pipelineName, repositoryName } from "./dag";
import { isCron, leavesOf } from "./inputs";

/** A repository or a pipeline in the picture. */
export interface GraphNode {
  readonly id: string;
  readonly kind: "repository" | "external" | "pipeline" | "cron";
  /** Its name in the cluster. */
  readonly title: string;
  /** A second line, such as its image. */
  readonly detail: string;
  readonly x: number;
  readonly y: number;
}

/** What a pipeline reads. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The glob; several where a pipeline reads several parts of a repository. */
  readonly label: string;
}

/** An edge, and the points through which its line goes. */
export interface PlacedEdge extends GraphEdge {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** A workflow's graph with a place for everything, in pixels. */
export interface GraphLayout {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export const NODE = { width: 208, height: 56 };
const GAP = { x: 112, y: 32 };
const MARGIN = 24;

type Unplaced = Omit<GraphNode, "x" | "y" | "kind"> & { readonly kind: GraphNode["kind"] | "way" };
type Placed = Unplaced & Pick<GraphNode, "x" | "y">;

/** Lays a workflow's graph out from left to right: what is read stands left of what reads it. */
export function graphLayout(workflow: WorkflowSettings): GraphLayout {
  const edges = mergedEdges(edgesOf(workflow));
  const { columns, ways } = withWays(columnsOf(workflow), edges);
  const lines = edges.map((edge, index) => [edge.from, ...(ways[index] ?? []), edge.to]);
  const rows = sorted(columns, lines);
  const height = Math.max(...rows.map(heightOf)) + 2 * MARGIN;
  const placed = rows.flatMap((column, index) => placedIn(column, MARGIN + index * (NODE.width + GAP.x), height));
  const nodes = placed.filter((node): node is GraphNode => node.kind !== "way");
  return {
    nodes,
    edges: edges.map((edge, index) => ({ ...edge, points: pointsOf(lines[index] ?? [], lines, placed) })),
    width: 2 * MARGIN + rows.length * (NODE.width + GAP.x) - GAP.x,
    height,
  };
}

const heightIn = ({ kind }: Unplaced) => (kind === "way" ? NODE.height / 2 : NODE.height);
const heightOf = (column: readonly Unplaced[]) => column.reduce((sum, node) => sum + heightIn(node) + GAP.y, 0) - GAP.y;

function placedIn(column: readonly Unplaced[], x: number, height: number): Placed[] {
  let y = Math.round((height - heightOf(column)) / 2);
  return column.map((node) => {
    const place = { ...node, x, y };
    y += heightIn(node) + GAP.y;
    return place;
  });
}

/** A line that is longer than a column gets a way through those between, so that it crosses no node. */
function withWays(columns: readonly Unplaced[][], edges: readonly GraphEdge[]) {
  const wide = columns.map((column) => [...column]);
  const columnOf = (id: string) => columns.findIndex((column) => column.some((node) => node.id === id));
  const ways = edges.map(({ from, to }) => {
    const between = columns.map((_, index) => index).filter((index) => index > columnOf(from) && index < columnOf(to));
    return between.map((index) => {
      const id = `${from} ${to} ${index}`;
      wide[index]?.push({ id, kind: "way", title: "", detail: "" });
      return id;
    });
  });
  return { columns: wide, ways };
}

/** Lines that begin or end at one node do so at points of their own. */
function pointsOf(line: readonly string[], lines: readonly (readonly string[])[], placed: readonly Placed[]) {
  const find = (id: string | undefined) => placed.find((node) => node.id === id);
  const heightAt = (id: string | undefined) => find(id)?.y ?? 0;
  return line.flatMap((id, index) => {
    const node = find(id);
    if (node === undefined) return [];
    const y = node.y + heightIn(node) / 2;
    if (node.kind === "way")
      return [
        { x: node.x, y },
        { x: node.x + NODE.width, y },
      ];
    const isStart = index === 0;
    const others = lines.filter((each) => (isStart ? each[0] : each.at(-1)) === id);
    const next = (each: readonly string[]) => heightAt(isStart ? each[1] : each.at(-2));
    const order = [...others].sort((one, other) => next(one) - next(other));
    const share = (order.indexOf(line) + 1) / (order.length + 1);
    return [{ x: isStart ? node.x + NODE.width : node.x, y: Math.round(node.y + NODE.height * share) }];
  });
}

/** One edge where a pipeline reads two parts of a repository. */
function mergedEdges(edges: readonly GraphEdge[]): GraphEdge[] {
  const isSame = (one: GraphEdge) => (other: GraphEdge) => one.from === other.from && one.to === other.to;
  return edges
    .filter((edge, index) => edges.findIndex(isSame(edge)) === index)
    .map((edge) => ({ ...edge, label: [...new Set(edges.filter(isSame(edge)).map(({ label }) => label))].join(", ") }));
}

function columnsOf(workflow: WorkflowSettings): Unplaced[][] {
  const sources: Unplaced[] = [
    ...workflow.repositories.map(
      (name): Unplaced => ({ id: name, kind: "repository", title: name, detail: "repository" }),
    ),
    ...(workflow.externalRepositories ?? []).map(
      (name): Unplaced => ({ id: name, kind: "external", title: name, detail: "made by others" }),
    ),
    ...Object.entries(workflow.pipelines).flatMap(([pipeline, { input }]) =>
      leavesOf(input).flatMap((leaf): Unplaced[] => {
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

function pipelineNode(workflow: WorkflowSettings, name: string): Unplaced {
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

/** Each column in the order of what its nodes read, so that few lines cross. */
function sorted(columns: readonly Unplaced[][], lines: readonly (readonly string[])[]): Unplaced[][] {
  const rows = new Map<string, number>();
  return columns.map((column) => {
    const middle = (id: string) => {
      const read = lines.flatMap((line) => line.slice(0, -1).filter((_, index) => line[index + 1] === id));
      return read.length === 0 ? 0 : read.reduce((sum, other) => sum + (rows.get(other) ?? 0), 0) / read.length;
    };
    const places = column.map((node) => ({ node, place: middle(node.id) }));
    const result = places.sort((one, other) => one.place - other.place).map(({ node }) => node);
    result.forEach((node, row) => {
      rows.set(node.id, row - (result.length - 1) / 2);
    });
    return result;
  });
}
