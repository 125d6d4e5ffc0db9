import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** As little as a file can say, but whose longer names may start it, and where its state lies. */
export default {
  name: "wide-model",
  sharesRunsWith: ["wide-model-all", "wide-model-digest"],
  profile: "parity",
  region: "eu-north-1",
  backend: { local: {} },
  compute: { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 1024 } },
  image: "external",
  workflow: { definition: "external" },
} satisfies ModelEnvironment;
