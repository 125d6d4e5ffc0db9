import {
  asWhole,
  complaint,
  isList,
  isRecord,
  listOf,
  oneOf,
  type Parts,
  partsOf,
  textMatching,
  wholeNumber,
} from "../shared/rules";
import { tags as anyTags } from "../shared/schema";
import * as z from "../shared/zod";

/** Classes to which S3 moves objects by themselves. */
const CLASSES = ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"] as const;

/** A cheaper class for objects of some age. */
export interface LifecycleTransition {
  readonly storageClass: (typeof CLASSES)[number];
  /** Days since an object was written, 0 to 36500; STANDARD_IA and ONEZONE_IA need 30. */
  readonly afterDays: number;
}

/** A cheaper class for versions that are not the current one. */
export interface NoncurrentVersionTransition extends LifecycleTransition {
  /** Days since a version was replaced or deleted, 0 to 36500; STANDARD_IA and ONEZONE_IA need 30. */
  readonly afterDays: number;
  /** How many of the newest stay in their class, 1 to 100. @default - none */
  readonly noncurrentVersionsToRetain?: number;
}

/**
 * What becomes of old objects. At least one action must be given. Filters count together; abortIncompleteMultipartUploadDays and
 * expiredObjectDeleteMarker take no other than prefix. What is about versions counts in a bucket that keeps them.
 */
export interface LifecycleRule {
  /** What the objects' keys begin with. @default - all objects */
  readonly prefix?: string;
  /** Tags that the objects have, at most 10. @default - all objects */
  readonly tagFilters?: Readonly<Record<string, string>>;
  /** Only objects of more bytes. @default - of any size */
  readonly objectSizeGreaterThanBytes?: number;
  /** Only objects of fewer bytes. @default - of any size */
  readonly objectSizeLessThanBytes?: number;
  /** Days since an object was written, after which it is deleted, 1 to 36500. @default - it stays */
  readonly expirationDays?: number;
  /** Days after which the parts of an upload that was not finished are deleted, 1 to 36500. @default - they stay */
  readonly abortIncompleteMultipartUploadDays?: number;
  /** @default - objects stay in the class in which they were written */
  readonly transitions?: readonly LifecycleTransition[];
  /** Days since a version was replaced or deleted, after which it is gone for good, 1 to 36500. @default - it stays */
  readonly noncurrentVersionExpirationDays?: number;
  /** How many of the newest noncurrentVersionExpirationDays leaves, 1 to 100. @default - none */
  readonly noncurrentVersionsToRetain?: number;
  /** @default - versions stay in the class in which they were written */
  readonly noncurrentVersionTransitions?: readonly NoncurrentVersionTransition[];
  /** Removes the mark of a deleted object that has no versions left; not beside expirationDays, which does it too. @default false */
  readonly expiredObjectDeleteMarker?: boolean;
}

const LONGEST = 36500;
const days = (least: number) => wholeNumber(least, LONGEST, "that is a century");

const versionsToRetain = wholeNumber(1, 100, "S3 keeps no more");
const bytes = wholeNumber(0, Number.MAX_SAFE_INTEGER, "for example 131072");

const yesOrNo = z.literal([true, false], {
  error: (issue) => complaint("must be true or false", issue.input, "write one"),
});

/** A rule of S3 on several settings of one thing. */
function holding<T extends z.ZodType>(schema: T, holds: (value: Parts) => boolean, rule: string, advice: string) {
  return asWhole(schema, isRecord, holds, { error: (issue) => complaint(rule, issue.input, advice) });
}

const lateEnough = <T extends z.ZodType>(schema: T) =>
  holding(
    schema,
    ({ storageClass, afterDays }) => !String(storageClass).endsWith("_IA") || Number(afterDays) >= 30,
    "must have afterDays of at least 30 for this class",
    "S3 takes no fewer",
  );
const storageClass = oneOf(CLASSES, "S3 has no other class for this");
const transition = lateEnough(z.rulesOf<LifecycleTransition>()({ storageClass, afterDays: days(0) }));
const noncurrentTransition = lateEnough(
  z.rulesOf<NoncurrentVersionTransition>()({
    ...{ storageClass, afterDays: days(0) },
    noncurrentVersionsToRetain: versionsToRetain.exactOptional(),
  }),
);

const tagFilters = asWhole(anyTags, isRecord, (value) => Object.keys(value).length <= 10, {
  error: ({ input }) => `must be 10 tags at most, got ${Object.keys(input as object).length}; S3 takes no more`,
});

const settings = z.rulesOf<LifecycleRule>()({
  prefix: textMatching(/^[^\p{Cc}]{1,1024}$/u, "must be the beginning of keys", 'for example "runs/"').exactOptional(),
  tagFilters: tagFilters.exactOptional(),
  objectSizeGreaterThanBytes: bytes.exactOptional(),
  objectSizeLessThanBytes: bytes.exactOptional(),
  expirationDays: days(1).exactOptional(),
  abortIncompleteMultipartUploadDays: days(1).exactOptional(),
  transitions: listOf(transition, "transitions").exactOptional(),
  noncurrentVersionExpirationDays: days(1).exactOptional(),
  noncurrentVersionsToRetain: versionsToRetain.exactOptional(),
  noncurrentVersionTransitions: listOf(noncurrentTransition, "transitions").exactOptional(),
  expiredObjectDeleteMarker: yesOrNo.exactOptional(),
});

/** What a rule may do. */
const ACTIONS = [
  "expirationDays",
  "transitions",
  "abortIncompleteMultipartUploadDays",
  "noncurrentVersionExpirationDays",
  "noncurrentVersionTransitions",
  "expiredObjectDeleteMarker",
];
/** Of these S3 knows neither tags nor size. */
const OF_WHOLE_PREFIXES = ["abortIncompleteMultipartUploadDays", "expiredObjectDeleteMarker"];
const OF_OBJECTS = ["tagFilters", "objectSizeGreaterThanBytes", "objectSizeLessThanBytes"];

const rule = [
  [
    (value) => ACTIONS.some((action) => isGiven(value[action])),
    "must do something",
    `give ${ACTIONS.slice(0, -1).join(", ")} or ${ACTIONS.at(-1)}`,
  ],
  [
    ({ expirationDays, transitions }) => isLater(expirationDays, transitions),
    "must have expirationDays after each transition's afterDays",
    "S3 takes no other order",
  ],
  [
    ({ noncurrentVersionExpirationDays: days, noncurrentVersionTransitions: moves }) => isLater(days, moves),
    "must have noncurrentVersionExpirationDays after each noncurrentVersionTransition's afterDays",
    "S3 takes no other order",
  ],
  [
    (value) => !isGiven(value.noncurrentVersionsToRetain) || isGiven(value.noncurrentVersionExpirationDays),
    "must have noncurrentVersionExpirationDays beside noncurrentVersionsToRetain",
    "else no version is deleted",
  ],
  [
    (value) => !(isGiven(value.expiredObjectDeleteMarker) && isGiven(value.expirationDays)),
    "must have expirationDays or expiredObjectDeleteMarker",
    "expirationDays removes such marks too",
  ],
  [
    (value) => !(OF_WHOLE_PREFIXES.some((key) => isGiven(value[key])) && OF_OBJECTS.some((key) => isGiven(value[key]))),
    "must filter by prefix only beside abortIncompleteMultipartUploadDays and expiredObjectDeleteMarker",
    "make two rules of it",
  ],
  [
    ({ objectSizeGreaterThanBytes: more, objectSizeLessThanBytes: less }) => !(Number(more) >= Number(less)),
    "must have objectSizeLessThanBytes above objectSizeGreaterThanBytes",
    "no object is of such a size",
  ],
] as const satisfies readonly (readonly [(value: Parts) => boolean, string, string])[];

/** What is false or empty does nothing. */
function isGiven(value: unknown): boolean {
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return value !== undefined && value !== false && !isEmpty;
}

function isLater(days: unknown, transitions: unknown): boolean {
  const moved = isList(transitions) ? transitions.map((each) => Number(partsOf(each).afterDays)) : [];
  return days === undefined || !moved.some((each) => each >= Number(days));
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html */
export const lifecycleRules = listOf(
  rule.reduce<z.ZodType<LifecycleRule>>((held, [holds, says, advice]) => holding(held, holds, says, advice), settings),
  "lifecycle rules",
);
