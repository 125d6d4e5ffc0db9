import type { PluginsEnvironment } from "../../../../constructs/plugins/schema";

/** A bucket of Amazon's that exists, and whose history goes with it. */
export default {
  name: "wide-plugins-adopted",
  region: "eu-central-1",
  backend: { local: {} },
  bucket: { name: "wide-plugins-adopted", origin: "adopted", versioning: "none", removal: "allowed" },
  collections: [{ prefix: "dioptra_builtins", folder: "examples/task-plugins/dioptra_builtins" }],
} satisfies PluginsEnvironment;
