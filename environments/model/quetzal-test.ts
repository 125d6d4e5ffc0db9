import type { ModelEnvironment } from "../../constructs/model/schema";
import { quetzal } from "./_quetzal";

export default {
  ...quetzal,
  name: "quetzal-test",
  profile: "parity",
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
} satisfies ModelEnvironment;
