import {
  asWhole,
  complaint,
  isList,
  isRecord,
  listOf,
  oneOf,
  partsOf,
  textMatching,
  wholeNumber,
} from "../shared/rules";
import * as z from "../shared/zod";

/** Classes to which S3 moves objects by themselves. */
const CLASSES = ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"] as const;

/** A cheaper class for objects of some age. */
export interface LifecycleTransition {
  readonly storageClass: (typeof CLASSES)[number];
  /** Days since an object was written, 0 to 36500; STANDARD_IA and ONEZONE_IA need 30. */
  readonly afterDays: number;
}

/** What becomes of old objects. At least one of the three must be given. */
export interface LifecycleRule {
  /** What the objects' keys begin with. @default - all objects */
  readonly prefix?: string;
  /** Days since an object was written, after which it is deleted, 1 to 36500. @default - it stays */
  readonly expirationDays?: number;
  /** Days after which the parts of an upload that was not finished are deleted, 1 to 36500. @default - they stay */
  readonly abortIncompleteMultipartUploadDays?: number;
  /** @default - objects stay in the class in which they were written */
  readonly transitions?: readonly LifecycleTransition[];
}

const LONGEST = 36500;
const days = (least: number) => wholeNumber(least, LONGEST, "that is a century");

const transition = asWhole(
  z.rulesOf<LifecycleTransition>()({
    storageClass: oneOf(CLASSES, "S3 has no other class for this"),
    afterDays: days(0),
  }),
  isRecord,
  ({ storageClass, afterDays }) => !String(storageClass).endsWith("_IA") || Number(afterDays) >= 30,
  {
    error: (issue) => complaint("must have afterDays of at least 30 for this class", issue.input, "S3 takes no fewer"),
  },
);

const acting = asWhole(
  z.rulesOf<LifecycleRule>()({
    prefix: textMatching(
      /^[^\p{Cc}]{1,1024}$/u,
      "must be the beginning of keys",
      'for example "runs/"',
    ).exactOptional(),
    expirationDays: days(1).exactOptional(),
    abortIncompleteMultipartUploadDays: days(1).exactOptional(),
    transitions: listOf(transition, "transitions").exactOptional(),
  }),
  isRecord,
  ({ expirationDays, abortIncompleteMultipartUploadDays, transitions = [] }) =>
    expirationDays !== undefined || abortIncompleteMultipartUploadDays !== undefined || hasAny(transitions),
  {
    error: (issue) =>
      complaint(
        "must do something",
        issue.input,
        "give expirationDays, abortIncompleteMultipartUploadDays or transitions",
      ),
  },
);

function hasAny(list: unknown): boolean {
  return !isList(list) || list.length > 0;
}

const rule = asWhole(
  acting,
  isRecord,
  ({ expirationDays, transitions }) => {
    const moved = isList(transitions) ? transitions.map((each) => Number(partsOf(each).afterDays)) : [];
    return expirationDays === undefined || !moved.some((days) => days >= Number(expirationDays));
  },
  {
    error: (issue) =>
      complaint("must have expirationDays after each transition's afterDays", issue.input, "S3 takes no other order"),
  },
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html */
export const lifecycleRules = listOf(rule, "lifecycle rules");
