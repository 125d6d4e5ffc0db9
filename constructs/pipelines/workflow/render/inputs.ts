import type { CronInput, Input, RepositoryInput, SpoutInput } from "../settings";

/** Inputs that are made of others, in Pachyderm's words. */
export const COMBINATIONS = ["cross", "union", "join", "group"] as const;
export type Combination = (typeof COMBINATIONS)[number];

/** An input that is not made of others, and its place below `input`. */
export interface Leaf<T = RepositoryInput | CronInput | SpoutInput> {
  /** Such as `input.cross[0]`. */
  readonly path: string;
  readonly input: T;
}

/** Which of the combinations an input is, and its parts. */
export function combinationOf(
  input: Input,
): { readonly kind: Combination; readonly parts: readonly Input[] } | undefined {
  const kind = COMBINATIONS.find((each) => each in input);
  return kind === undefined ? undefined : { kind, parts: (input as Record<Combination, readonly Input[]>)[kind] };
}

/** What is read in the end. */
export function leavesOf(input: Input, path = "input"): Leaf[] {
  const combination = combinationOf(input);
  if (combination === undefined) return [{ path, input: input as RepositoryInput | CronInput | SpoutInput }];
  return combination.parts.flatMap((part, index) => leavesOf(part, `${path}.${combination.kind}[${index}]`));
}

/** The repositories that are read. */
export function repositoriesOf(input: Input): Leaf<RepositoryInput>[] {
  return leavesOf(input).filter((leaf): leaf is Leaf<RepositoryInput> => isRepository(leaf.input));
}

export function isRepository(input: Input): input is RepositoryInput {
  return "repo" in input;
}

export function isCron(input: Input): input is CronInput {
  return "cron" in input;
}

/** Whether a glob may match more than one path. */
export function matchesSeveral(glob: string): boolean {
  return /[*?[{(]/.test(glob);
}

/** How many datums an input has at most. */
export function mostDatums(input: Input): number {
  if (isRepository(input)) return matchesSeveral(input.glob) ? Number.POSITIVE_INFINITY : 1;
  const combination = combinationOf(input);
  if (combination === undefined) return 1;
  const counts = combination.parts.map(mostDatums);
  const isSum = combination.kind === "union" || combination.kind === "group";
  return counts.reduce((all, count) => (isSum ? all + count : all * count), isSum ? 0 : 1);
}
