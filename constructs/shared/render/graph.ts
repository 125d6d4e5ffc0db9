import { type GraphLayout, type GraphNode, NODE, type PlacedEdge } from "./graph-layout";

const FILL: Readonly<Record<GraphNode["kind"], string>> = {
  repository: "#e0f2fe",
  external: "#f1f5f9",
  pipeline: "#ecfccb",
  cron: "#fef3c7",
  step: "#ecfccb",
  choice: "#fef3c7",
  group: "#e0f2fe",
  end: "#f1f5f9",
};
/** Nodes with corners; others are round at their ends. */
const CORNERED: readonly GraphNode["kind"][] = ["pipeline", "step", "group"];
/** The most characters that fit into a node. */
const LONGEST = 28;

/** A graph as a picture. */
export function svgOf(title: string, description: string, { width, height, nodes, edges }: GraphLayout): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif">`,
    `  <title id="title">${escaped(title)}</title>`,
    `  <desc id="description">${escaped(description)}</desc>`,
    "  <defs>",
    '    <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#475569"/></marker>',
    "  </defs>",
    `  <rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...edges.flatMap(edgeLines),
    ...nodes.flatMap(nodeLines),
    "</svg>",
  ].join("\n")}\n`;
}

function edgeLines({ label, points }: PlacedEdge): string[] {
  const [start, ...rest] = points;
  const end = points.at(-1);
  if (start === undefined || end === undefined) return [];
  const bends = rest.map(({ x, y }, index) => {
    const before = points[index] ?? start;
    const middle = (before.x + x) / 2;
    return before.y === y ? `L${x} ${y}` : `C${middle} ${before.y} ${middle} ${y} ${x} ${y}`;
  });
  return [
    `  <path d="M${start.x} ${start.y}${bends.join("")}" fill="none" stroke="#475569" stroke-width="1.5" marker-end="url(#arrow)"/>`,
    // Near its end, for lines that begin together part on the way.
    `  <text x="${end.x - 14}" y="${end.y - 6}" font-size="11" text-anchor="end" fill="#334155" stroke="#ffffff" stroke-width="3" paint-order="stroke">${escaped(cut(label, 16))}</text>`,
  ];
}

function nodeLines({ x, y, title, detail, kind }: GraphNode): string[] {
  const radius = CORNERED.includes(kind) ? 8 : NODE.height / 2;
  const middle = x + NODE.width / 2;
  return [
    `  <rect x="${x}" y="${y}" width="${NODE.width}" height="${NODE.height}" rx="${radius}" fill="${FILL[kind]}" stroke="#475569"${kind === "external" ? ' stroke-dasharray="4 3"' : ""}/>`,
    `  <text x="${middle}" y="${y + 25}" font-size="13" font-weight="600" text-anchor="middle" fill="#0f172a">${escaped(cut(title, LONGEST - 2))}</text>`,
    `  <text x="${middle}" y="${y + 42}" font-size="11" text-anchor="middle" fill="#334155">${escaped(cut(detail, LONGEST + 4))}</text>`,
  ];
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
