import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { compare, type Differences, MD5, type Synchronization } from "./compare";
import { bucketOf, inParallel, removeObjects } from "./objects";
import { changedMeanwhile, sendInParts } from "./send-parts";

/** Larger files are sent in parts. */
const LARGE = 16 * 1024 * 1024;

/**
 * Makes what lies under a prefix the same as a folder: sends what is missing or differs, then removes what the folder does not have.
 * After a kill, the next run continues where this one stopped.
 */
export async function synchronize(synchronization: Synchronization): Promise<Differences> {
  const differences = await compare(synchronization);
  await send(synchronization, differences);
  await remove(synchronization, differences);
  return differences;
}

/** Sends what is missing or differs. It is an error if a file changes meanwhile. */
export async function send(synchronization: Synchronization, { missing, changed }: Differences): Promise<void> {
  const { folder } = synchronization;
  const all = [...missing, ...changed];
  const isLarge = (path: string) => statSync(join(folder, path)).size > LARGE;
  const large = new Set(all.filter(isLarge));
  const small = all.filter((path) => !large.has(path));
  await inParallel(small, (path) => sendWhole(synchronization, path));
  // One after another: the parts of each are sent in parallel.
  for (const path of large) {
    const { prefix, files, onDone = () => {} } = synchronization;
    await sendInParts(synchronization, { key: `${prefix}/${path}`, path, file: join(folder, path), md5: files[path] });
    onDone("sent", path);
  }
}

/** Removes what the bucket has and the folder does not. */
export async function remove(synchronization: Synchronization, { extra }: Differences): Promise<void> {
  const { prefix, onDone = () => {} } = synchronization;
  const keys = extra.map((path) => `${prefix}/${path}`);
  await removeObjects(synchronization, keys, (key) => onDone("removed", key.slice(prefix.length + 1)));
}

async function sendWhole(synchronization: Synchronization, path: string): Promise<void> {
  const { client, prefix, folder, files, onDone = () => {} } = synchronization;
  const Body = readFileSync(join(folder, path));
  const md5 = createHash("md5").update(Body).digest("hex");
  if (md5 !== files[path]) throw changedMeanwhile(path);
  // The SDK does not find the length of an empty body.
  const content = { Body, ContentLength: Body.length, Metadata: { [MD5]: md5 } };
  await client.send(new PutObjectCommand({ ...bucketOf(synchronization), Key: `${prefix}/${path}`, ...content }));
  onDone("sent", path);
}
