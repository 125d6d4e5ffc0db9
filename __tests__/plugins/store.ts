import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  S3Client,
} from "@aws-sdk/client-s3";

/** What a test reads of a bucket. */
export class Store {
  readonly s3: S3Client;

  constructor(
    settings: ConstructorParameters<typeof S3Client>[0],
    readonly bucket: string,
  ) {
    this.s3 = new S3Client({ ...settings, forcePathStyle: true });
  }

  private get place() {
    return { Bucket: this.bucket };
  }

  /** All keys, or those below a prefix. */
  async keys(Prefix = ""): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.s3.send(
        new ListObjectsV2Command({ ...this.place, Prefix, ...(ContinuationToken && { ContinuationToken }) }),
      );
      keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return keys;
  }

  async text(Key: string): Promise<string | undefined> {
    const { Body } = await this.s3.send(new GetObjectCommand({ ...this.place, Key }));
    return Body?.transformToString();
  }

  /** How often each key was written; a key that was removed counts that too. */
  async writes(): Promise<Record<string, number>> {
    const { Versions = [], DeleteMarkers = [] } = await this.s3.send(new ListObjectVersionsCommand(this.place));
    const counts: Record<string, number> = {};
    for (const { Key = "" } of [...Versions, ...DeleteMarkers]) counts[Key] = (counts[Key] ?? 0) + 1;
    return counts;
  }

  async settings() {
    const versioning = await this.s3.send(new GetBucketVersioningCommand(this.place));
    const { PublicAccessBlockConfiguration } = await this.s3.send(new GetPublicAccessBlockCommand(this.place));
    return { versioning: versioning.Status, public: PublicAccessBlockConfiguration };
  }

  async tags(): Promise<Record<string, string>> {
    const { TagSet = [] } = await this.s3.send(new GetBucketTaggingCommand(this.place));
    return Object.fromEntries(TagSet.map(({ Key = "", Value = "" }) => [Key, Value]));
  }

  /** Deletes the bucket with all that it ever held. */
  async drop(): Promise<void> {
    const { Versions = [], DeleteMarkers = [] } = await this.s3.send(new ListObjectVersionsCommand(this.place));
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
      await this.s3.send(new DeleteObjectCommand({ ...this.place, Key, VersionId }));
    }
    await this.s3.send(new DeleteBucketCommand(this.place));
  }

  async isThere(): Promise<boolean> {
    try {
      await this.s3.send(new HeadBucketCommand(this.place));
      return true;
    } catch (error) {
      if ((error as Error).name !== "NotFound") throw error;
      return false;
    }
  }
}
