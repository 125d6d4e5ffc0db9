import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { readAt, withOpenFile } from "../../read/file-content";
import { MD5 } from "./compare";
import { digestsOf, partSize } from "./file-parts";
import { bucketOf, inParallel, type Target } from "./objects";

/** A file that is sent in parts. */
interface LargeFile {
  readonly key: string;
  /** For messages. */
  readonly path: string;
  readonly file: string;
  /** Of the content to send. */
  readonly md5: string | undefined;
}

/** How many parts of a file are sent at once: each is held in memory. */
const AT_ONCE = 6;

/**
 * Sends a file in parts. After a kill, the next run skips the parts that the bucket already has. It knows them by their MD5; with a KMS key
 * the bucket does not report that, and all parts are sent again.
 */
export async function sendInParts(target: Target, { key, path, file, md5 }: LargeFile): Promise<void> {
  const size = partSize(statSync(file).size);
  const digests = digestsOf(file, size);
  if (digests.md5 !== md5) throw changedMeanwhile(path);
  const wanted = digests.parts.map((digest) => digest.toString("hex"));
  const Upload = { ...bucketOf(target), Key: key };
  const begun = await begunUpload(target, key, wanted);
  const UploadId = begun?.id ?? (await newUpload(target, key, digests.md5));
  const tags = new Map(begun?.tags);
  const missing = wanted.map((_, index) => index + 1).filter((number) => !tags.has(number));
  await inParallel(
    missing,
    async (PartNumber) => {
      const Body = withOpenFile(file, (open) => readAt(open, (PartNumber - 1) * size, size));
      if (createHash("md5").update(Body).digest("hex") !== wanted[PartNumber - 1]) throw changedMeanwhile(path);
      const { ETag = "" } = await target.client.send(new UploadPartCommand({ ...Upload, UploadId, PartNumber, Body }));
      tags.set(PartNumber, ETag);
    },
    AT_ONCE,
  );
  const Parts = wanted.map((_, index) => ({ PartNumber: index + 1, ETag: tags.get(index + 1) }));
  await target.client.send(new CompleteMultipartUploadCommand({ ...Upload, UploadId, MultipartUpload: { Parts } }));
}

/** The error for a file that changes while it is sent. */
export function changedMeanwhile(path: string): Error {
  return new Error(`${path} must stay as it is while it is sent, got another content; try again`);
}

/** An unfinished upload of the key whose parts all match the file. */
async function begunUpload(target: Target, key: string, wanted: readonly string[]) {
  const uploads = await target.client.send(new ListMultipartUploadsCommand({ ...bucketOf(target), Prefix: key }));
  for (const { Key, UploadId } of (uploads.Uploads ?? []).toReversed()) {
    if (Key !== key || UploadId === undefined) continue;
    const tags = await partsOf(target, key, UploadId);
    const isOurs = [...tags].every(([number, tag]) => tag.replaceAll('"', "") === wanted[number - 1]);
    if (tags.size > 0 && isOurs) return { id: UploadId, tags };
  }
  return undefined;
}

async function partsOf(target: Target, Key: string, UploadId: string): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  let PartNumberMarker: string | undefined;
  do {
    const page = await target.client.send(
      new ListPartsCommand({ ...bucketOf(target), Key, UploadId, ...(PartNumberMarker && { PartNumberMarker }) }),
    );
    for (const { PartNumber = 0, ETag = "" } of page.Parts ?? []) found.set(PartNumber, ETag);
    PartNumberMarker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
  } while (PartNumberMarker !== undefined);
  return found;
}

/** With a KMS key the tag says nothing about the content, so the MD5 goes into the metadata. Without one it does not: a resumed upload would keep an earlier file's MD5. */
async function newUpload(target: Target, Key: string, md5: string): Promise<string> {
  const place = { ...bucketOf(target), Key };
  const { UploadId = "", ServerSideEncryption = "" } = await target.client.send(
    new CreateMultipartUploadCommand(place),
  );
  if (!ServerSideEncryption.includes("kms")) return UploadId;
  await target.client.send(new AbortMultipartUploadCommand({ ...place, UploadId }));
  const again = await target.client.send(new CreateMultipartUploadCommand({ ...place, Metadata: { [MD5]: md5 } }));
  return again.UploadId ?? "";
}
