import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { LifecycleRule } from "./lifecycle-schema";

/** A rule as the provider has it; its id is its place in the list. */
export function lifecycleBlock(rule: LifecycleRule, index: number): S3BucketLifecycleConfigurationRule {
  const { prefix = "", expirationDays, abortIncompleteMultipartUploadDays: abortDays, transitions = [] } = rule;
  return {
    id: `rule-${index + 1}`,
    status: "Enabled",
    filter: [{ prefix }],
    ...(expirationDays !== undefined && { expiration: [{ days: expirationDays }] }),
    ...(abortDays !== undefined && { abortIncompleteMultipartUpload: [{ daysAfterInitiation: abortDays }] }),
    ...(transitions.length > 0 && {
      transition: transitions.map(({ storageClass, afterDays }) => ({ storageClass, days: afterDays })),
    }),
  };
}
