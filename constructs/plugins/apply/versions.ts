import { objectsBelow, removeObjects, type Target } from "./objects";

/** Which versions of a collection are kept. */
export interface Keeping extends Target {
  /** The collection's, without a slash at its end. */
  readonly prefix: string;
  /** The prefix of the version that has just been written. */
  readonly current: string;
  /** So many, the present one among them. */
  readonly keep: number;
}

/**
 * Removes the versions before the last few, and with the second version what lay in the prefix itself: by then no worker
 * reads it. Returns the versions that went.
 */
export async function removeOldVersions(keeping: Keeping): Promise<string[]> {
  const { prefix, current, keep } = keeping;
  const below = `${prefix}/versions/`;
  const newest = new Map<string, number>();
  const objects = [...(await objectsBelow(keeping, `${prefix}/`))].map(([path, { modified }]) => ({
    key: `${prefix}/${path}`,
    modified,
  }));
  for (const { key, modified } of objects) {
    const version = key.startsWith(below) ? key.slice(below.length).split("/")[0] : undefined;
    if (version !== undefined) newest.set(version, Math.max(newest.get(version) ?? 0, modified));
  }
  const others = [...newest].filter(([version]) => `${below}${version}` !== current).sort((a, b) => b[1] - a[1]);
  const old = others.slice(keep - 1).map(([version]) => version);
  const isOld = (key: string) => old.some((version) => key.startsWith(`${below}${version}/`));
  const isBare = (key: string) => others.length > 0 && !key.startsWith(below);
  const keys = objects.map(({ key }) => key).filter((key) => isOld(key) || isBare(key));
  await removeObjects(keeping, keys, () => {});
  return old;
}
