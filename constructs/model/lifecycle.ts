import type {
  S3BucketLifecycleConfigurationRule,
  S3BucketLifecycleConfigurationRuleFilter,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { given } from "../shared/given";
import type { LifecycleRule } from "./lifecycle-schema";

/** A rule as the provider has it; its id is its place in the list. */
export function lifecycleBlock(rule: LifecycleRule, index: number): S3BucketLifecycleConfigurationRule {
  const { expirationDays, abortIncompleteMultipartUploadDays: abortDays, transitions = [] } = rule;
  const { noncurrentVersionExpirationDays: noncurrentDays, noncurrentVersionTransitions = [] } = rule;
  const isMarkers = rule.expiredObjectDeleteMarker === true;
  return {
    id: `rule-${index + 1}`,
    status: "Enabled",
    filter: [filterOf(rule)],
    ...(expirationDays !== undefined && { expiration: [{ days: expirationDays }] }),
    ...(isMarkers && { expiration: [{ expiredObjectDeleteMarker: true }] }),
    ...(abortDays !== undefined && { abortIncompleteMultipartUpload: [{ daysAfterInitiation: abortDays }] }),
    ...(transitions.length > 0 && {
      transition: transitions.map(({ storageClass, afterDays }) => ({ storageClass, days: afterDays })),
    }),
    ...(noncurrentDays !== undefined && {
      noncurrentVersionExpiration: [
        { noncurrentDays, ...given({ newerNoncurrentVersions: rule.noncurrentVersionsToRetain }) },
      ],
    }),
    ...(noncurrentVersionTransitions.length > 0 && {
      noncurrentVersionTransition: noncurrentVersionTransitions.map((each) => ({
        ...{ storageClass: each.storageClass, noncurrentDays: each.afterDays },
        ...given({ newerNoncurrentVersions: each.noncurrentVersionsToRetain }),
      })),
    }),
  };
}

/** One filter stands alone, several stand in `and`. */
function filterOf(rule: LifecycleRule): S3BucketLifecycleConfigurationRuleFilter {
  const { prefix, tagFilters = {}, objectSizeGreaterThanBytes, objectSizeLessThanBytes } = rule;
  const sizes = given({
    objectSizeGreaterThan: objectSizeGreaterThanBytes,
    objectSizeLessThan: objectSizeLessThanBytes,
  });
  const tags = Object.entries(tagFilters).map(([key, value]) => ({ key, value }));
  const alone = [
    ...(prefix === undefined ? [] : [{ prefix }]),
    ...tags.map((tag) => ({ tag: [tag] })),
    ...Object.entries(sizes).map(([key, value]) => ({ [key]: value })),
  ];
  const [only = { prefix: "" }, ...more] = alone;
  if (more.length === 0) return only;
  return { and: [{ ...given({ prefix }), ...(tags.length > 0 && { tags: tagFilters }), ...sizes }] };
}
