import { foldersAbove, type Tree } from "./tree";

/** What one datum wrote. */
export interface Written {
  /** As the datum stands in a line. */
  readonly label: string;
  readonly files: Tree;
}

/**
 * What becomes of a path that two datums write: since 2.0 Pachyderm refuses the commit, even when both wrote the same;
 * before, one content came behind the other.
 */
export type SamePath = "refused" | "appended";

/** Paths of an output, each with the datums that wrote it, in their order. */
export interface Merged {
  readonly files: ReadonlyMap<string, readonly number[]>;
  readonly problems: readonly string[];
}

/** The output of a pipeline, from what its datums wrote. */
export function merged(written: readonly Written[], samePath: SamePath): Merged {
  const files = new Map<string, number[]>();
  for (const [index, { files: own }] of written.entries()) {
    for (const path of own.keys()) files.set(path, [...(files.get(path) ?? []), index]);
  }
  const label = (index: number | undefined) => written[index ?? 0]?.label;
  const twice = [...files].filter(([, writers]) => writers.length > 1 && samePath === "refused");
  const hidden = [...files.keys()].flatMap((path) =>
    foldersAbove(path)
      .filter((folder) => files.has(folder))
      .map((folder) => [folder, path] as const),
  );
  return {
    files: new Map([...files].sort(([left], [right]) => (left < right ? -1 : 1))),
    problems: [
      ...twice.map(
        ([path, [first, second]]) =>
          `/pfs/out${path} must be written by one datum, got ${label(first)} and ${label(second)}; put $PACH_DATUM_ID in its name`,
      ),
      ...hidden.map(
        ([folder, path]) =>
          `/pfs/out${folder} must be a file or a folder, got a file of ${label(files.get(folder)?.[0])} and /pfs/out${path} of ${label(files.get(path)?.[0])}; rename one`,
      ),
    ],
  };
}
