import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** Rules for objects of some tags and sizes, and for versions that are not the current one. */
export default {
  name: "wider-objects",
  profile: "parity",
  region: "ca-central-1",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 1024 } },
  lifecycleRules: [
    {
      prefix: "runs/",
      tagFilters: { kind: "raw" },
      objectSizeGreaterThanBytes: 131_072,
      objectSizeLessThanBytes: 1_000_000_000,
      expirationDays: 90,
    },
    {
      noncurrentVersionExpirationDays: 90,
      noncurrentVersionsToRetain: 5,
      noncurrentVersionTransitions: [
        { storageClass: "STANDARD_IA", afterDays: 30, noncurrentVersionsToRetain: 2 },
        { storageClass: "ONEZONE_IA", afterDays: 40 },
        { storageClass: "INTELLIGENT_TIERING", afterDays: 50 },
        { storageClass: "GLACIER_IR", afterDays: 60 },
        { storageClass: "GLACIER", afterDays: 70 },
        { storageClass: "DEEP_ARCHIVE", afterDays: 80 },
      ],
      expiredObjectDeleteMarker: true,
    },
  ],
} satisfies ModelEnvironment;
