import { type DefinitionState, isParts, machinesIn, machinesOf, targetsOf } from "./definition-walk";
import { isFailure } from "./workflow-picture";
import { conditionOf, detailOf } from "./workflow-words";

interface Line {
  readonly text: string;
  readonly below: readonly Line[];
}

/** A definition as lines for a terminal: steps in their order, and what is in groups and behind choices below them. */
export function workflowTree(definition: unknown): string {
  const [whole] = machinesIn(definition);
  const shown = new Set<string>();
  const states = whole?.states ?? [];
  const main = chainOf(states, String(whole?.value.StartAt), new Set(), shown);
  // Only an error leads to these.
  const others = states.filter((state) => !shown.has(state.name) && !isFailure(state, states));
  const rest = others.flatMap(({ name }) => (shown.has(name) ? [] : chainOf(states, name, new Set(), shown)));
  return `${[...main, ...rest].flatMap(({ text, below }) => [text, ...drawn(below)]).join("\n")}\n`;
}

function drawn(lines: readonly Line[]): string[] {
  return lines.flatMap(({ text, below }, index) => {
    const isLast = index === lines.length - 1;
    return [`${isLast ? "└──" : "├──"} ${text}`, ...drawn(below).map((line) => `${isLast ? "    " : "│   "}${line}`)];
  });
}

/** The states from one on, up to those at which several ways meet again. */
function chainOf(
  states: readonly DefinitionState[],
  start: string,
  stop: ReadonlySet<string>,
  shown: Set<string>,
): Line[] {
  const lines: Line[] = [];
  let name: string | undefined = start;
  while (name !== undefined && !stop.has(name)) {
    const state: DefinitionState | undefined = states.find((each) => each.name === name);
    if (state === undefined || shown.has(name)) {
      lines.push({ text: `→ ${name}`, below: [] });
      break;
    }
    shown.add(name);
    const meeting: string | undefined = state.value.Type === "Choice" ? meetingOf(states, state) : undefined;
    const inside = new Set(meeting === undefined ? stop : [...stop, meeting]);
    lines.push({ text: `${name} (${detailOf(state)})`, below: belowOf(states, state, inside, shown) });
    name = state.value.Type === "Choice" ? meeting : nextOf(state);
  }
  return lines;
}

function nextOf({ value }: DefinitionState): string | undefined {
  return typeof value.Next === "string" ? value.Next : undefined;
}

function belowOf(
  states: readonly DefinitionState[],
  state: DefinitionState,
  stop: ReadonlySet<string>,
  shown: Set<string>,
): Line[] {
  const groups = machinesOf(state);
  const inGroups = groups.map((group, index): Line => {
    const [inner] = machinesIn(group.value);
    const below = chainOf(inner?.states ?? [], String(inner?.value.StartAt), new Set(), new Set());
    return { text: `branch ${index + 1}`, below };
  });
  const isMap = state.value.Type === "Map";
  const ways = waysOf(state).map(({ label, to }): Line => {
    if (stop.has(to) || shown.has(to)) return { text: `${label} → ${to}`, below: [] };
    return { text: label, below: chainOf(states, to, stop, shown) };
  });
  const caught = targetsOf(state).filter(({ path, to }) => {
    const target = states.find(({ name }) => name === to);
    return path.at(-3) === "Catch" && target !== undefined && !isFailure(target, states);
  });
  const onError = caught.map(({ to }): Line => ({ text: `on error → ${to}`, below: [] }));
  return [...(isMap ? inGroups.flatMap(({ below }) => below) : inGroups), ...ways, ...onError];
}

function waysOf({ value }: DefinitionState) {
  const rules = Array.isArray(value.Choices) ? value.Choices : [];
  const ways = rules.map((rule: unknown) => ({ label: conditionOf(rule), to: String(isParts(rule) ? rule.Next : "") }));
  return typeof value.Default === "string" ? [...ways, { label: "otherwise", to: value.Default }] : ways;
}

/** Where all ways of a choice meet again, if they do. */
function meetingOf(states: readonly DefinitionState[], choice: DefinitionState): string | undefined {
  const [first = [], ...others] = waysOf(choice).map(({ to }) => reachedFrom(states, to));
  return first.find((name) => others.every((reached) => reached.includes(name)));
}

function reachedFrom(states: readonly DefinitionState[], start: string): string[] {
  const reached: string[] = [];
  const go = (name: string) => {
    const state = states.find((each) => each.name === name);
    if (state === undefined || reached.includes(name)) return;
    reached.push(name);
    for (const { path, to } of targetsOf(state)) if (path.at(-3) !== "Catch") go(to);
  };
  go(start);
  return reached;
}
