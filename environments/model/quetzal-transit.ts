import type { ModelEnvironment } from "../../constructs/model/schema";
import { quetzal } from "./_quetzal";

export default {
  ...quetzal,
  name: "quetzal-transit",
  profile: "parity",
  compute: { lambda: { memoryMiB: 10240, timeoutSeconds: 600, storageMiB: 10240 } },
} satisfies ModelEnvironment;
