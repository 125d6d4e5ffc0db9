import type { ModelEnvironment } from "../../../constructs/model/schema";

export default {
  // Also the bucket's name, which must be unique in AWS.
  name: "my-model",
  profile: "parity",
  // The sandbox's account: other credentials are refused. To deploy to AWS, write your own account.
  accountId: "123456789012",
  region: "ca-central-1",
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
} satisfies ModelEnvironment;
