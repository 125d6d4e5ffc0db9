import type { Matrix, Row, Who } from "./matrix";

/** What somebody should look at: rights that nobody meant to give, or that do not work. */
export function holesOf({ models, rows: all }: Matrix, { kind, name, rows }: Omit<Who, "holes">): string[] {
  const found = rows.flatMap((row) => [...ofRow(row)]);
  if (kind === "model" && !all.some((row) => row.model === name && row.run === "yes")) {
    found.push(`nobody here may run ${name}`);
  }
  const accepted = new Map(models.map((each) => [each.name, each.sharesRunsWith]));
  const isAccepted = ({ model, runsBy = "" }: Row) => accepted.get(model)?.includes(runsBy) === true;
  for (const row of rows.filter(({ runsBy }) => runsBy !== undefined)) {
    const end = isAccepted(row) ? "; sharesRunsWith of its file accepts that" : "";
    found.push(`${whoOf(row)} may run ${row.model}, for its name is in ${row.runsBy}${end}`);
  }
  if (kind === "user") found.push(...ofSeveral(name, rows));
  return [...new Set([...found, ...elsewhere(rows)])];
}

/** Policies that are attached, and that no file here makes. */
function elsewhere(rows: readonly Row[]): string[] {
  const holders = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const policy of row.elsewhere) holders.set(policy, (holders.get(policy) ?? new Set()).add(whoOf(row)));
  }
  return [...holders].map(
    ([policy, who]) => `what ${policy} allows is not known, for no file here makes it: ${[...who].join(", ")}`,
  );
}

function* ofRow(row: Row): Iterable<string> {
  const who = whoOf(row);
  if (row.base === "yes") yield `${who} may change the base of ${row.model}, which every other scenario needs`;
  if (row.read === "yes" && row.run === "no") {
    yield `${who} may read ${row.model}, and the back end lets nobody of it run the model: it reads a policy's second statement`;
  }
}

function whoOf({ group, role }: Row): string {
  return group === undefined ? `the role ${role}` : `the group ${group}`;
}

/** The back end takes one role of a user, and forgets the others. */
function ofSeveral(user: string, rows: readonly Row[]): string[] {
  const groups = new Map(rows.flatMap(({ group, precedence }) => (group === undefined ? [] : [[group, precedence]])));
  if (groups.size < 2) return [];
  const numbers = [...groups.values()].map((each) => each ?? Number.POSITIVE_INFINITY);
  const lowest = Math.min(...numbers);
  const first = [...groups].filter(([, precedence]) => (precedence ?? Number.POSITIVE_INFINITY) === lowest);
  const names = [...groups.keys()].join(", ");
  if (first.length > 1) {
    return [`${user} is in ${names}: which role counts is not known, for ${first.length} have the lowest precedence`];
  }
  return [`${user} is in ${names}: the role of ${first[0]?.[0]} counts, of the lowest precedence, and no other`];
}
