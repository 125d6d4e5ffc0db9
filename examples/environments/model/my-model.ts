import type { ModelEnvironment } from "../../../constructs/model/schema";

export default {
  // Also the bucket's name, which must be unique in AWS.
  name: "my-model",
  profile: "parity",
  region: "ca-central-1",
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
} satisfies ModelEnvironment;
