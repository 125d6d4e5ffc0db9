import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { bucketOf, inParallel, isSame, MD5, objectsBelow, removeObjects, type Target } from "./objects";

/** A folder that goes to a bucket. */
export interface Synchronization extends Target {
  /** Without a slash at its end; nothing outside of it is looked at. */
  readonly prefix: string;
  /** Absolute, or from where the program runs. */
  readonly folder: string;
  /** The MD5 of each file by its path in the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Gets each file that is sent or removed. @default - nobody is told */
  readonly onDone?: (action: "sent" | "removed", path: string) => void;
}

/** What differs between a folder and the bucket, by the paths of the files. */
export interface Differences {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** What the bucket has and the folder does not. */
  readonly extra: readonly string[];
  readonly same: readonly string[];
}

/** Compares a folder with what lies under a prefix; sends nothing. */
export async function compare(synchronization: Synchronization): Promise<Differences> {
  const { prefix, folder, files } = synchronization;
  const there = await objectsBelow(synchronization, `${prefix}/`);
  const changed: string[] = [];
  await inParallel(Object.entries(files), async ([path, md5]) => {
    const object = there.get(path);
    if (object === undefined) return;
    const content = () => readFileSync(join(folder, path));
    if (!(await isSame(synchronization, `${prefix}/${path}`, object, md5, content))) changed.push(path);
  });
  const paths = Object.keys(files);
  return {
    missing: paths.filter((path) => !there.has(path)),
    changed: changed.sort(),
    // A folder that a console has made is an object without a name in it.
    extra: [...there.keys()].filter((path) => path !== "" && !Object.hasOwn(files, path)).sort(),
    same: paths.filter((path) => there.has(path) && !changed.includes(path)),
  };
}

/**
 * Makes what lies under a prefix the same as a folder: sends what is missing or differs, then removes what is too much.
 * Killed at any moment, the next run goes on where it was.
 */
export async function synchronize(synchronization: Synchronization): Promise<Differences> {
  const { client, prefix, folder, files, onDone = () => {} } = synchronization;
  const differences = await compare(synchronization);
  await inParallel([...differences.missing, ...differences.changed], async (path) => {
    const Body = readFileSync(join(folder, path));
    const md5 = createHash("md5").update(Body).digest("hex");
    if (md5 !== files[path])
      throw new Error(`${path} must stay as it is while it is sent, got another content; try again`);
    const Metadata = { [MD5]: md5 };
    await client.send(new PutObjectCommand({ ...bucketOf(synchronization), Key: `${prefix}/${path}`, Body, Metadata }));
    onDone("sent", path);
  });
  const keys = differences.extra.map((path) => `${prefix}/${path}`);
  await removeObjects(synchronization, keys, (key) => onDone("removed", key.slice(prefix.length + 1)));
  return differences;
}
