import { svgOf } from "../../shared/render/graph";
import { type GraphEdge, layoutOf, type UnplacedNode } from "../../shared/render/graph-layout";
import { type DefinitionState, isParts, machinesIn, machinesOf, targetsOf } from "./definition-walk";
import { conditionOf, detailOf } from "./workflow-words";

/** What the states of a definition lead to, groups opened. */
interface WorkflowGraph {
  readonly nodes: readonly UnplacedNode[];
  readonly edges: readonly GraphEdge[];
}

const KINDS: Readonly<Record<string, UnplacedNode["kind"]>> = {
  Choice: "choice",
  Parallel: "group",
  Map: "group",
  Succeed: "end",
  Fail: "end",
};

/** A definition as a picture, from left to right. */
export function workflowSvg(name: string, definition: unknown): string {
  const { nodes, edges } = workflowGraph(definition);
  const description = edges.map(({ from, to, label }) => `${from} leads to ${to}${label === "" ? "" : ` (${label})`}`);
  return svgOf(`Workflow ${name}`, description.join("; "), layoutOf(columnsOf(nodes, edges), edges));
}

/** The graph of a definition. States for failures that end a run are left out: they would be half of it. */
function workflowGraph(definition: unknown): WorkflowGraph {
  const all = machinesIn(definition).flatMap(({ states }) => states);
  const shown = all.filter((state) => !isFailure(state, all));
  const names = shown.map(({ name }) => name);
  const nodes = shown.map((state) => ({
    id: state.name,
    kind: KINDS[String(state.value.Type)] ?? "step",
    title: state.name,
    detail: detailOf(state),
  }));
  return { nodes, edges: edgesIn(definition, []).filter(({ from, to }) => names.includes(from) && names.includes(to)) };
}

/** Whether a state says why a run failed, and nothing but a Catch leads to it. */
export function isFailure({ name, value }: DefinitionState, all: readonly DefinitionState[]): boolean {
  const isNamed = (state: DefinitionState) =>
    targetsOf(state).some(({ path, to }) => to === name && !path.slice(state.path.length).includes("Catch"));
  return value.Type === "Fail" && !all.some(isNamed);
}

/** @param after states that follow a machine whose run has ended: those behind its group */
function edgesIn(machine: unknown, after: readonly string[]): GraphEdge[] {
  const [first] = machinesIn(machine);
  return (first?.states ?? []).flatMap((state) => {
    const { name, value } = state;
    const isEnd = value.End === true || value.Type === "Succeed";
    const behind = typeof value.Next === "string" ? [value.Next] : isEnd ? after : [];
    const groups = machinesOf(state);
    const inner = groups.flatMap((group) => edgesIn(group.value, behind));
    const starts = groups.map(({ value: { StartAt } }) => ({ from: name, to: String(StartAt), label: "" }));
    const own = groups.length > 0 ? starts : behind.map((to) => ({ from: name, to, label: "" }));
    return [...own, ...waysOf(state), ...inner];
  });
}

function waysOf({ name, value }: DefinitionState): GraphEdge[] {
  const rules = Array.isArray(value.Choices) ? value.Choices : [];
  const caught = Array.isArray(value.Catch) ? value.Catch : [];
  const to = (each: unknown) => String(isParts(each) ? each.Next : "");
  return [
    ...rules.map((rule: unknown) => ({ from: name, to: to(rule), label: conditionOf(rule) })),
    ...(typeof value.Default === "string" ? [{ from: name, to: value.Default, label: "otherwise" }] : []),
    ...caught.map((catcher: unknown) => ({ from: name, to: to(catcher), label: "on error" })),
  ];
}

/** Each state behind all that lead to it; what leads back does not count. */
function columnsOf(nodes: readonly UnplacedNode[], edges: readonly GraphEdge[]): UnplacedNode[][] {
  const depths = new Map<string, number>();
  const visit = (id: string, depth: number, way: readonly string[]) => {
    if (way.includes(id) || (depths.get(id) ?? -1) >= depth) return;
    depths.set(id, depth);
    for (const edge of edges) if (edge.from === id) visit(edge.to, depth + 1, [...way, id]);
  };
  const starts = nodes.filter(({ id }) => !edges.some(({ to, from }) => to === id && from !== id));
  for (const { id } of [...starts, ...nodes.slice(0, 1)]) visit(id, 0, []);
  const columns: UnplacedNode[][] = [];
  for (const node of nodes) {
    const depth = depths.get(node.id) ?? 0;
    columns[depth] = [...(columns[depth] ?? []), node];
  }
  return columns.filter((column) => column !== undefined);
}
