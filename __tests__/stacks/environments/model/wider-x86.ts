import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** What else the same settings may be. */
export default {
  name: "wider-x86",
  profile: "parity",
  region: "ca-central-1",
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 1024, architecture: "x86_64" } },
  lifecycleRules: [
    {
      transitions: [
        { storageClass: "ONEZONE_IA", afterDays: 30 },
        { storageClass: "INTELLIGENT_TIERING", afterDays: 0 },
      ],
    },
  ],
} satisfies ModelEnvironment;
