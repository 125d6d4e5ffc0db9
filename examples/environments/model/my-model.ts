import type { ModelEnvironment } from "../../../constructs/model/schema";

export default {
  // The bucket's name too, which no other bucket in the world may have.
  name: "my-model",
  profile: "parity",
  region: "ca-central-1",
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
} satisfies ModelEnvironment;
