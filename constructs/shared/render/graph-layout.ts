/** A node of a picture, such as a pipeline or a step. */
export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** Its name. */
  readonly title: string;
  /** A second line, such as its image. */
  readonly detail: string;
  readonly x: number;
  readonly y: number;
}

/** The kind of a node decides how it looks. */
type NodeKind = "choice" | "cron" | "end" | "external" | "group" | "pipeline" | "repository" | "step";

/** A line from one node to another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** What stands at its end; several words where several lines would be one. */
  readonly label: string;
}

/** An edge, and the points through which its line goes. */
export interface PlacedEdge extends GraphEdge {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** A graph with a place for everything, in pixels. */
export interface GraphLayout {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

/** A node before it has a place. */
export type UnplacedNode = Omit<GraphNode, "x" | "y">;

export const NODE = { width: 208, height: 56 };
const GAP = { x: 112, y: 32 };
const MARGIN = 24;

type Unplaced = Omit<UnplacedNode, "kind"> & { readonly kind: NodeKind | "way" };
type Placed = Unplaced & Pick<GraphNode, "x" | "y">;

/** Lays a graph out from left to right, in columns: each line starts left of where it ends. */
export function layoutOf(columns: readonly (readonly UnplacedNode[])[], all: readonly GraphEdge[]): GraphLayout {
  const edges = mergedEdges(all);
  const { columns: wide, ways } = withWays(columns, edges);
  const lines = edges.map((edge, index) => [edge.from, ...(ways[index] ?? []), edge.to]);
  const rows = sorted(wide, lines);
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
function withWays(columns: readonly (readonly Unplaced[])[], edges: readonly GraphEdge[]) {
  const wide: Unplaced[][] = columns.map((column) => [...column]);
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

/** One edge where several lines go the same way. */
function mergedEdges(edges: readonly GraphEdge[]): GraphEdge[] {
  const isSame = (one: GraphEdge) => (other: GraphEdge) => one.from === other.from && one.to === other.to;
  return edges
    .filter((edge, index) => edges.findIndex(isSame(edge)) === index)
    .map((edge) => ({ ...edge, label: [...new Set(edges.filter(isSame(edge)).map(({ label }) => label))].join(", ") }));
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
