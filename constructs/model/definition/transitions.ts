import { didYouMean } from "../../shared/did-you-mean";
import { type DefinitionMachine, type DefinitionState, targetsOf } from "../render/definition-walk";
import { type Finding, got } from "./finding";

/** What is wrong with the ways through a definition: targets that are not there, states that nothing leads to, and names twice. */
export function transitionFindings(machines: readonly DefinitionMachine[]): Finding[] {
  return [...machines.flatMap((machine) => waysFindings(machine, machines)), ...twinFindings(machines)];
}

function waysFindings({ path, value, states }: DefinitionMachine, machines: readonly DefinitionMachine[]): Finding[] {
  const names = states.map(({ name }) => name);
  if (names.length === 0 || typeof value.StartAt !== "string") return [];
  const start = { path: [...path, "StartAt"], to: value.StartAt };
  const meant = (to: string) => (names.includes(to) ? to : /"(.*)"/s.exec(didYouMean(to, names) ?? "")?.[1]);
  const all = [start, ...states.flatMap(targetsOf)];
  const lost = all.filter(({ to }) => !names.includes(to));
  const reached = new Set<string>();
  // A name that is misspelled leads where it was meant to.
  const go = (to: string | undefined) => {
    const state = states.find(({ name }) => name === to);
    if (state === undefined || reached.has(state.name)) return;
    reached.add(state.name);
    for (const to of [...targetsOf(state).map((target) => meant(target.to)), ...namedIn(state, names)]) go(to);
  };
  go(meant(start.to));
  const isElsewhere = (to: string) => machines.some((other) => other.states.some(({ name }) => name === to));
  return [
    ...lost.map(({ path: place, to }) => {
      const beside = isElsewhere(to) ? "that state is in another group" : `there are ${names.slice(0, 10).join(", ")}`;
      const message = `must be a state beside it, got ${got(to)}; ${didYouMean(to, names) ?? beside}`;
      return { path: place, message };
    }),
    ...states
      .filter(({ name }) => !reached.has(name) && reached.size > 0)
      .map((state) => ({
        path: state.path,
        message: "must be reached, got no state that leads to it; remove it, or name it in a Next",
      })),
    ...(states.some(({ value: { Type, End } }) => End !== undefined || Type === "Succeed" || Type === "Fail")
      ? []
      : [
          {
            path: [...path, "States"],
            message: "must have a state that ends, got none; write End: true in the last",
            isFollowing: true,
          },
        ]),
  ];
}

/** States that a field without a meaning names: it may be a misspelled Next. */
function namedIn({ value }: DefinitionState, names: readonly string[]): string[] {
  const fields = Object.entries(value).filter(([key]) => !["Type", "Comment", "Resource"].includes(key));
  return fields.flatMap(([, to]) => (typeof to === "string" && names.includes(to) ? [to] : []));
}

/** AWS takes each name once, also in groups. */
function twinFindings(machines: readonly DefinitionMachine[]): Finding[] {
  const all = machines.flatMap(({ states }) => states);
  return all
    .filter(({ name }, index) => all.findIndex((other) => other.name === name) < index)
    .map(({ name, path }) => ({
      path,
      message: `must have a name of its own, got ${got(name)} twice; rename one of them`,
    }));
}
