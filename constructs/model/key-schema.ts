import { type Problem, textMatching } from "../shared/rules";
import * as z from "../shared/zod";
import { arnProblems, type Place } from "./access-schema";

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
export function keyProblems(arn: unknown, place: Place, said = "region"): Problem[] {
  const advice = "a bucket takes no key of another region";
  return arnProblems({ path: "kmsKeyArn", arn, rule: kmsKeyArn, service: "kms", advice, said }, place);
}
