import { Glob } from "./glob";
import { digestOfValue, entriesOf, filesAt, type Tree } from "./tree";
import type { Input, Source } from "./workflow";

/** A repository as a step sees it. */
export interface Mounted {
  /** The folder below `/pfs`. */
  readonly name: string;
  /** Its name in the cluster, and of its folder here. */
  readonly repository: string;
  readonly tree: Tree;
}

/** What one input gives to a datum: a file or a folder. */
interface Part extends Mounted {
  /** `/` is the whole repository. */
  readonly path: string;
  readonly joinOn?: string;
  readonly groupBy?: string;
  /** Whether a join keeps it when it has no partner. */
  readonly isOuter: boolean;
  /** Whether the step sees that the files are there, and nothing in them. */
  readonly emptyFiles: boolean;
}

/** What one run of a step sees. */
export type Datum = readonly Part[];

/** Cuts an input into datums as Pachyderm does. */
export function cut(input: Input, mounted: (source: Source) => Mounted): Datum[] {
  const each = (inputs: readonly Input[]) => inputs.map((one) => cut(one, mounted));
  if ("cross" in input) return crossed(each(input.cross));
  if ("union" in input) return united(each(input.union));
  if ("join" in input) return joined(each(input.join));
  if ("group" in input) return grouped(each(input.group));
  return "spout" in input ? [] : matched(input, mounted(input));
}

function matched(source: Source, mounted: Mounted): Datum[] {
  if ("cron" in source) {
    return entriesOf(mounted.tree)
      .filter((path) => path !== "/")
      .map((path) => [{ ...mounted, path, isOuter: false, emptyFiles: false }]);
  }
  const glob = new Glob(source.glob);
  const { joinOn, groupBy, outerJoin: isOuter = false, emptyFiles = false } = source;
  return entriesOf(mounted.tree)
    .filter((path) => glob.matches(path))
    .map((path) => [
      {
        ...mounted,
        path,
        isOuter,
        emptyFiles,
        ...(joinOn !== undefined && { joinOn: glob.replaced(path, joinOn) }),
        ...(groupBy !== undefined && { groupBy: glob.replaced(path, groupBy) }),
      },
    ]);
}

/** One of each. */
function crossed(inputs: readonly (readonly Datum[])[]): Datum[] {
  return inputs.reduce<Datum[]>((done, next) => done.flatMap((left) => next.map((right) => [...left, ...right])), [[]]);
}

/** Each of all; one that two inputs give is there once. */
function united(inputs: readonly (readonly Datum[])[]): Datum[] {
  const seen = new Set<string>();
  return inputs.flat().filter((datum) => {
    const id = datumId(datum);
    return seen.has(id) ? false : seen.add(id);
  });
}

/** One of each, where they agree on what they are joined on; what has no partner is left out, or stands alone. */
function joined(inputs: readonly (readonly Datum[])[]): Datum[] {
  const keys = [...new Set(inputs.flat(2).map(({ joinOn = "" }) => joinOn))];
  return keys.flatMap((key) => {
    const parts = inputs.map((datums) => partsWith(datums, ({ joinOn = "" }) => joinOn === key));
    const isWhole = parts.every((each) => each.length > 0);
    const kept = isWhole ? parts : parts.filter(([first]) => first?.isOuter);
    return kept.length === 0 ? [] : crossed(kept.map((each) => each.map((part) => [part])));
  });
}

/** All that agree on what they are grouped by. */
function grouped(inputs: readonly (readonly Datum[])[]): Datum[] {
  const keys = [...new Set(inputs.flat(2).map(({ groupBy = "" }) => groupBy))].sort();
  return keys.map((key) => inputs.flatMap((datums) => partsWith(datums, ({ groupBy = "" }) => groupBy === key)));
}

function partsWith(datums: readonly Datum[], holds: (part: Part) => boolean): Part[] {
  return datums.flat().filter(holds);
}

/** Who a datum is, whatever its files hold: what Pachyderm tells a step as PACH_DATUM_ID. */
export function datumId(datum: Datum): string {
  return digestOfValue(sorted(datum).map(({ name, path }) => [name, path]));
}

/** What a datum's output follows from: its files, and all of its pipeline that a step can see. */
export function datumHash(datum: Datum, specification: unknown): string {
  const parts = sorted(datum).map(({ name, path, tree, joinOn, groupBy, emptyFiles }) => [
    name,
    path,
    joinOn,
    groupBy,
    filesAt(tree, path).map(([file, digest]) => (emptyFiles ? file : [file, digest])),
  ]);
  return digestOfValue([specification, parts]);
}

function sorted(datum: Datum): Part[] {
  const key = ({ name, path }: Part) => `${name}${path}`;
  return [...datum].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** As it stands in a line: `ingestion/training/a × precompute/`. */
export function datumLabel(datum: Datum): string {
  return datum.map(({ name, path }) => `${name}${path}`).join(" × ");
}
