import { statSync } from "node:fs";
import { join } from "node:path";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { PART_SIZES, tagOfParts } from "./file-parts";
import { bucketOf, inParallel, objectsBelow, type StoredObject, type Target } from "./objects";

/** A folder and the prefix of a bucket that belongs to it. */
export interface Synchronization extends Target {
  /** Without a slash at its end; nothing outside of it is looked at. */
  readonly prefix: string;
  /** Absolute, or from where the program runs. */
  readonly folder: string;
  /** The MD5 of each file by its path in the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Which objects are neither compared nor removed. @default - none */
  readonly isKept?: (path: string) => boolean;
  /** Called for each file that was sent or removed. @default - nothing is called */
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

/** The metadata key that holds a file's MD5, for stores whose tag is something else. */
export const MD5 = "md5";

/**
 * Compares a folder with what lies under a prefix, by content; sends nothing.
 *
 * @param there the objects below the prefix @default - they are listed
 */
export async function compare(
  synchronization: Synchronization,
  there?: ReadonlyMap<string, StoredObject>,
): Promise<Differences> {
  const { prefix, folder, files, isKept = () => false } = synchronization;
  const objects = there ?? (await objectsBelow(synchronization, `${prefix}/`));
  const changed = new Set<string>();
  await inParallel(Object.entries(files), async ([path, md5]) => {
    const object = objects.get(path);
    if (object === undefined) return;
    const isTheSame = await isSame(synchronization, `${prefix}/${path}`, object, { path: join(folder, path), md5 });
    if (!isTheSame) changed.add(path);
  });
  const paths = Object.keys(files);
  return {
    missing: paths.filter((path) => !objects.has(path)),
    changed: [...changed].sort(),
    // A folder that a console has made is an object without a name in it.
    extra: [...objects.keys()].filter((path) => path !== "" && !Object.hasOwn(files, path) && !isKept(path)).sort(),
    same: paths.filter((path) => objects.has(path) && !changed.has(path)),
  };
}

/** Whether an object has the content of a file. */
async function isSame(
  target: Target,
  key: string,
  object: StoredObject,
  file: { readonly path: string; readonly md5: string },
): Promise<boolean> {
  if (object.tag === file.md5) return true;
  const parts = Number(/-(\d+)$/.exec(object.tag)?.[1] ?? 0);
  const { size: bytes } = statSync(file.path);
  if (object.bytes !== bytes) return false;
  const sizes = parts === 0 ? [] : PART_SIZES.filter((size) => Math.ceil(bytes / size) === parts);
  if (sizes.some((size) => tagOfParts(file.path, size) === object.tag)) return true;
  const head = await target.client.send(new HeadObjectCommand({ ...bucketOf(target), Key: key }));
  const isPlain =
    parts === 0 && !/kms/.test(head.ServerSideEncryption ?? "") && head.SSECustomerAlgorithm === undefined;
  // A plain tag is an MD5, and it differs: the metadata cannot say otherwise.
  return !isPlain && head.Metadata?.[MD5] === file.md5;
}
