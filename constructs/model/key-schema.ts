import { partitionOf } from "../shared/regions";
import { complaint, type Problem, textMatching } from "../shared/rules";
import { shown } from "../shared/shown";
import * as z from "../shared/zod";
import type { Place } from "./access-schema";

/** A key of KMS: the provider's `KmsKey` or `DataAwsKmsKey`, or `{ arn }` of one that exists. */
export interface EncryptionKey {
  readonly arn: string;
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN */
export const kmsKeyArn = textMatching(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,256}$/,
  "must be the ARN of a key of KMS",
  'no alias, for example "arn:aws:kms:ca-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
);

/** The rules of {@link EncryptionKey}. */
export const kmsKey = z.rulesOf<EncryptionKey>()({ arn: kmsKeyArn });

/** What is checked of a key: its ARN. A construct has much else. */
export function keyOf(props: { readonly kmsKey?: EncryptionKey }): { readonly kmsKey?: EncryptionKey } {
  return props.kmsKey === undefined ? {} : { kmsKey: { arn: props.kmsKey.arn } };
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
export function keyProblems(arn: unknown, { region }: Place): Problem[] {
  if (region === undefined || !kmsKeyArn.safeParse(arn).success) return [];
  const start = `arn:${partitionOf(region)}:kms:${region}:`;
  if ((arn as string).startsWith(start)) return [];
  const message = complaint(
    `must begin with ${shown(start)}, as region says`,
    arn,
    "a bucket takes no key of another region",
  );
  return [{ path: "kmsKeyArn", message }];
}
