import { DeleteObjectCommand, ListObjectsV2Command, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import type { ClientAccess } from "../../render/client-access";

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

/** What a store reports about an object. */
export interface StoredObject {
  /** Its MD5, unless it was sent in parts or is encrypted with a key of KMS. */
  readonly tag: string;
  readonly bytes: number;
  readonly modified: number;
}

/** A client. Other stores have no host name for each bucket, and do not know the newer checksums. */
export function s3Client(
  { region, endpoint }: Place,
  environment: NodeJS.ProcessEnv,
  access: Omit<ClientAccess, "credentials"> & {
    readonly credentials?: NonNullable<S3ClientConfig["credentials"]>;
  } = {},
): S3Client {
  const other = endpoint ?? access.endpoint ?? environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL ?? "";
  const client = new S3Client({
    region,
    ...access,
    ...(endpoint !== undefined && { endpoint }),
    forcePathStyle: other !== "",
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    // Rebuilding the handlers for each of thousands of requests takes a fifth of the CPU time.
    cacheMiddleware: true,
    // A store that takes a request and never answers would be waited for without end.
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 30_000 },
  });
  // It prepares each request and response for a log that nobody keeps.
  client.middlewareStack.remove("loggerMiddleware");
  return client;
}

/** What each request says of a bucket. */
export function bucketOf({ bucket, accountId }: Target) {
  return { Bucket: bucket, ...(accountId !== undefined && { ExpectedBucketOwner: accountId }) };
}

/** The objects below a prefix that ends in a slash, or of the whole bucket, by what follows it in their keys. */
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

/** Removes objects. One by one: other stores ask for another checksum of several at once than S3 does. */
export async function removeObjects(target: Target, keys: readonly string[], onDone: (key: string) => void) {
  await inParallel(keys, async (Key) => {
    await target.client.send(new DeleteObjectCommand({ ...bucketOf(target), Key }));
    onDone(Key);
  });
}

/** How many requests run at once. */
const PARALLEL = 16;

/** Works on all items, several at once. After a failure it starts no more, and waits for those under way. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  atOnce = PARALLEL,
): Promise<void> {
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
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
