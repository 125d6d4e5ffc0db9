import { visible } from "../../../constructs/shared/shown";
import { sizeText } from "../../../engine/size-text";

/** What a command did with a scenario, or would do. */
export interface Outcome {
  readonly scenario: string;
  readonly uri: string;
  /** What was sent or fetched, by its path in the scenario. */
  readonly done: readonly string[];
  readonly bytes: number;
  /** What the other side does not have: it is removed, or left. */
  readonly rest: readonly string[];
  readonly same: number;
}

/** How outcomes are printed. */
interface OutcomeOptions {
  readonly verbs: readonly [done: string, removed: string];
  /** Where the rest is. */
  readonly rest: string;
  /** Whether the rest is removed. @default false */
  readonly delete?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** With more files than this, only their number is printed; `--json` has them all. */
const MOST_NAMES = 20;

/** Prints what was done with each scenario, or what would be. */
export function printOutcomes(outcomes: readonly Outcome[], options: OutcomeOptions): void {
  const { verbs, rest, delete: removes = false, dryRun = false, json = false } = options;
  const all = outcomes.map(({ rest: extra, same, ...each }) => {
    const [gone, left] = removes ? [extra, []] : [[], extra];
    return { ...each, removed: gone, rest: left, same, dryRun };
  });
  if (json) {
    console.log(JSON.stringify(all, null, 2));
    return;
  }
  const [done, removed] = verbs;
  for (const each of all) {
    for (const line of named(`${dryRun ? "would be " : ""}${done}`, each, each.done)) console.log(line);
    for (const line of named(`${dryRun ? "would be " : ""}${removed}`, each, each.removed)) console.log(line);
    const size = each.done.length === 0 ? "" : ` (${sizeText(each.bytes)})`;
    const left =
      each.rest.length === 0
        ? ""
        : `, ${each.rest.length} ${rest}; --delete removes ${each.rest.length === 1 ? "it" : "them"}`;
    const to = dryRun ? "to be " : "";
    console.log(
      `${visible(each.uri)}: ${each.done.length} ${to}${done}${size}, ${each.removed.length} ${to}${removed}, ${each.same} as they were${left}`,
    );
  }
}

function named(verb: string, { scenario }: Pick<Outcome, "scenario">, paths: readonly string[]): string[] {
  if (paths.length > MOST_NAMES) return [];
  return paths.map((path) => visible(`${verb} ${scenario}/${path}`));
}

/** The problem of a scenario that is locked. */
export function lockedText(
  workspace: string,
  { name, locked }: { readonly name: string; readonly locked?: number },
): string[] {
  if (locked === undefined) return [];
  const since = new Date(locked).toISOString();
  return [`${name} must be unlocked, got a lock of ${since}; slipway model scenario unlock ${workspace} ${name}`];
}
