import type { S3Client } from "@aws-sdk/client-s3";
import { s3Client } from "../aws-settings";
import type { StackPlan } from "./stack-plan";

/** Who has a bucket's name, of which there is one in the world. */
type BucketOwner = "nobody" | "this account" | "another account" | "unknown";

/** A bucket that is to be made, and who has its name now. */
export interface BucketName {
  readonly address: string;
  readonly name: string;
  readonly owner: BucketOwner;
  /** Why it is not known. */
  readonly reason?: string;
}

/** Looks up the names of the buckets that a plan would make: a plan of Terraform does not. */
export async function bucketNames({ created, region, isOtherStore }: StackPlan): Promise<BucketName[]> {
  const buckets = created.filter(({ type, name }) => type === "aws_s3_bucket" && name !== undefined);
  if (buckets.length === 0 || isOtherStore === true) return [];
  const client = await s3Client(process.env, region);
  try {
    return await Promise.all(
      buckets.map(async ({ address, name = "" }) => ({ address, name, ...(await ownerOf(client, name)) })),
    );
  } finally {
    client.destroy();
  }
}

async function ownerOf(client: S3Client, name: string): Promise<{ owner: BucketOwner; reason?: string }> {
  const { HeadBucketCommand, paginateListBuckets } = await import("@aws-sdk/client-s3");
  try {
    await client.send(new HeadBucketCommand({ Bucket: name }));
  } catch (error) {
    const { $metadata, message } = error as {
      readonly $metadata?: { readonly httpStatusCode?: number };
      message: string;
    };
    const status = $metadata?.httpStatusCode;
    if (status === 404) return { owner: "nobody" };
    // S3 names no owner: it refuses what is another's, and redirects to where a bucket lies.
    if (status !== 403 && status !== 301) return { owner: "unknown", reason: message };
  }
  try {
    for await (const { Buckets = [] } of paginateListBuckets({ client }, { Prefix: name })) {
      if (Buckets.some((bucket) => bucket.Name === name)) return { owner: "this account" };
    }
    return { owner: "another account" };
  } catch (error) {
    return { owner: "unknown", reason: `it exists, but ${(error as Error).message}` };
  }
}
