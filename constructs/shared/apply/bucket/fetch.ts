import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { md5Of } from "../../read/file-content";
import { bucketOf, inParallel, type StoredObject, type Target } from "./objects";

/** Objects to write into a folder. */
export interface Fetching extends Target {
  /** Without a slash at its end. */
  readonly prefix: string;
  readonly folder: string;
  /** By what follows the prefix in their keys, which is also the path in the folder. */
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Called for each file that was written. @default - nothing is called */
  readonly onDone?: (path: string) => void;
}

/** Larger ones are fetched in parts of this size. */
const PART = 8 * 1024 * 1024;

/**
 * Fetches objects, several at once. Each is written to a file beside its own and renamed when it is complete. After a kill, the next run
 * keeps the parts of large objects that were fetched.
 */
export async function fetch(fetching: Fetching): Promise<void> {
  const { prefix, folder, objects, onDone = () => {} } = fetching;
  await inParallel([...objects], async ([path, object]) => {
    await fetchOne(fetching, `${prefix}/${path}`, { ...object, file: join(folder, path) });
    onDone(path);
  });
}

async function fetchOne(target: Target, key: string, object: StoredObject & { readonly file: string }): Promise<void> {
  const { file, bytes, tag } = object;
  mkdirSync(dirname(file), { recursive: true });
  const part = partFile(file, key, tag);
  let has = existsSync(part) ? statSync(part).size : 0;
  has = has > bytes ? 0 : has - (has % PART);
  if (has === 0) writeFileSync(part, "");
  else truncateSync(part, has);
  let isKms = false;
  do {
    const Range = bytes <= PART ? {} : { Range: `bytes=${has}-${Math.min(has + PART, bytes) - 1}` };
    const { Body, ServerSideEncryption = "" } = await target.client.send(
      new GetObjectCommand({ ...bucketOf(target), Key: key, IfMatch: `"${tag}"`, ...Range }),
    );
    const piece = (await Body?.transformToByteArray()) ?? new Uint8Array();
    isKms = ServerSideEncryption.includes("kms");
    writeFileSync(part, piece, { flag: "a" });
    if (piece.length === 0) break;
    has += piece.length;
  } while (has < bytes);
  const isPlain = /^[0-9a-f]{32}$/.test(tag) && !isKms;
  if (has !== bytes || (isPlain && md5Of(part) !== tag)) {
    rmSync(part);
    throw new Error(`${key} must be fetched as the bucket has it, got another content; try again`);
  }
  renameSync(part, file);
}

/** Named after the object and its tag, so that a later run finds it, and other content gets another file. */
function partFile(file: string, key: string, tag: string): string {
  const name = createHash("sha256").update(`${key} ${tag}`).digest("hex").slice(0, 24);
  return join(dirname(file), `.${name}.slipway-part`);
}
