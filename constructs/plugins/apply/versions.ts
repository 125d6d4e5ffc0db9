import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { bucketOf, objectsBelow, removeObjects, type Target } from "../../shared/apply/bucket/objects";

/** Which versions of a collection are kept. */
export interface Keeping extends Target {
  /** The collection's, without a slash at its end. */
  readonly prefix: string;
  /** The prefix of the version that has just been written. */
  readonly current: string;
  /** So many, the present one among them. */
  readonly keep: number;
}

/** The versions that were deployed, the last one last. Times of objects do not tell: a content may come back. */
const HISTORY = "deployed.json";

/**
 * Notes a version as deployed, and removes all but the last few that were; with the second one also what lay in the prefix
 * itself: by then no worker reads it. Returns the versions that went.
 */
export async function removeOldVersions(keeping: Keeping): Promise<string[]> {
  const { prefix, current, keep } = keeping;
  const below = `${prefix}/versions/`;
  const version = current.slice(below.length);
  const before = await history(keeping, below + HISTORY);
  const deployed = [...before.filter((each) => each !== version), version].slice(-keep);
  const keys = [...(await objectsBelow(keeping, `${prefix}/`)).keys()].map((path) => `${prefix}/${path}`);
  const versionOf = (key: string) => (key.startsWith(below) ? key.slice(below.length).split("/")[0] : undefined);
  const isOld = (key: string) => {
    const found = versionOf(key);
    if (found === undefined) return before.some((each) => each !== version);
    return found !== HISTORY && !deployed.includes(found);
  };
  const old = keys.filter(isOld);
  await removeObjects(keeping, old, () => {});
  const Body = JSON.stringify(deployed);
  if (Body !== JSON.stringify(before)) {
    await keeping.client.send(new PutObjectCommand({ ...bucketOf(keeping), Key: below + HISTORY, Body }));
  }
  return [...new Set(old.flatMap((key) => versionOf(key) ?? []))];
}

async function history(target: Target, Key: string): Promise<string[]> {
  try {
    const { Body } = await target.client.send(new GetObjectCommand({ ...bucketOf(target), Key }));
    const value: unknown = JSON.parse((await Body?.transformToString()) ?? "");
    return Array.isArray(value) ? value.map(String) : [];
  } catch (error) {
    if (["NoSuchKey", "NotFound", "SyntaxError"].includes((error as Error).name)) return [];
    throw error;
  }
}
