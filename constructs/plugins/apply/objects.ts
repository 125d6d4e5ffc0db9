import { createHash } from "node:crypto";
import { DeleteObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import type { ClientAccess } from "../../shared/render/client-access";

/** A bucket, and the client that reaches it. */
export interface Target {
  readonly client: S3Client;
  readonly bucket: string;
  /** The account that the bucket must be of: requests to another's are refused. @default - any */
  readonly accountId?: string;
}

/** Where a bucket is. */
export interface Place {
  readonly region: string;
  /** Of another store than Amazon's. @default - Amazon S3, or what AWS_ENDPOINT_URL names */
  readonly endpoint?: string;
}

/** What a store tells of an object. */
export interface StoredObject {
  /** Its MD5, unless it was sent in parts or is encrypted with a key of KMS. */
  readonly tag: string;
  readonly bytes: number;
  readonly modified: number;
}

/** The metadata in which the MD5 of a file stands, for stores that tell another tag. */
export const MD5 = "md5";

/** A client. Other stores have no host name for each bucket, and do not know the newer checksums. */
export function s3Client(
  { region, endpoint }: Place,
  environment: NodeJS.ProcessEnv,
  access: ClientAccess = {},
): S3Client {
  const other = endpoint ?? access.endpoint ?? environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL ?? "";
  return new S3Client({
    region,
    ...access,
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle: other !== "",
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // A store that takes a request and never answers would be waited for without end.
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 30_000 },
  });
}

/** What each request says of a bucket. */
export function bucketOf({ bucket, accountId }: Target) {
  return { Bucket: bucket, ...(accountId !== undefined && { ExpectedBucketOwner: accountId }) };
}

/** The objects below a prefix that ends in a slash, by what follows it in their keys. */
export async function objectsBelow(target: Target, prefix: string): Promise<Map<string, StoredObject>> {
  const found = new Map<string, StoredObject>();
  let token: string | undefined;
  do {
    const page = await target.client.send(
      new ListObjectsV2Command({ ...bucketOf(target), Prefix: prefix, ...(token && { ContinuationToken: token }) }),
    );
    // Another server than a store may answer anything, and an empty answer would be an empty bucket.
    if (page.Name === undefined) throw new Error("the store must list the bucket, got an answer that is no list");
    for (const { Key = "", ETag = "", Size = 0, LastModified } of page.Contents ?? []) {
      const modified = LastModified?.getTime() ?? 0;
      found.set(Key.slice(prefix.length), { tag: ETag.replaceAll('"', ""), bytes: Size, modified });
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return found;
}

/** Whether an object is what a file is. */
export async function isSame(target: Target, key: string, object: StoredObject, md5: string, content: () => Buffer) {
  if (object.tag === md5) return true;
  const parts = Number(/-(\d+)$/.exec(object.tag)?.[1] ?? 0);
  const bytes = content();
  if (object.bytes !== bytes.length) return false;
  if (parts > 0 && PART_SIZES.some((size) => tagOfParts(bytes, size) === object.tag)) return true;
  const head = await target.client.send(new HeadObjectCommand({ ...bucketOf(target), Key: key }));
  const isPlain =
    parts === 0 && !/kms/.test(head.ServerSideEncryption ?? "") && head.SSECustomerAlgorithm === undefined;
  // A tag that is the MD5 of another content is not to be argued with.
  return !isPlain && head.Metadata?.[MD5] === md5;
}

const MIB = 1024 * 1024;
/** Of the AWS command, of MinIO's, and of others. */
const PART_SIZES = [8 * MIB, 16 * MIB, 5 * MIB, 64 * MIB, 128 * MIB];

function tagOfParts(content: Buffer, size: number): string {
  const digests: Buffer[] = [];
  for (let at = 0; at < content.length; at += size) {
    digests.push(
      createHash("md5")
        .update(content.subarray(at, at + size))
        .digest(),
    );
  }
  return `${createHash("md5").update(Buffer.concat(digests)).digest("hex")}-${digests.length}`;
}

/** Removes objects. One by one: other stores ask for another checksum of several at once than S3 does. */
export async function removeObjects(target: Target, keys: readonly string[], onDone: (key: string) => void) {
  await inParallel(keys, async (Key) => {
    await target.client.send(new DeleteObjectCommand({ ...bucketOf(target), Key }));
    onDone(Key);
  });
}

/** So many requests at once. */
const PARALLEL = 16;

/** Works on all items, several at once; after a failure no other is begun. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      try {
        await work(item);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, worker));
}
