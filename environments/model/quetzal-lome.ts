import type { ModelEnvironment } from "../../constructs/model/schema";
import { quetzal } from "./_quetzal";

export default {
  ...quetzal,
  name: "quetzal-lome",
  profile: "parity",
  compute: { lambda: { memoryMiB: 8032, timeoutSeconds: 600, storageMiB: 8032 } },
} satisfies ModelEnvironment;
