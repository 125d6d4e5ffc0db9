import type { PluginsEnvironment } from "../../../constructs/plugins/schema";

export default {
  name: "my-testbed",
  region: "us-east-1",
  // No other bucket in the world may have its name. Another store than Amazon's: store: { endpoint: "http://localhost:35000" }
  bucket: { name: "my-testbed-plugins" },
  // What lies in a folder goes to the prefix, and what does not is removed there.
  collections: [
    { prefix: "dioptra_builtins", folder: "task-plugins/dioptra_builtins" },
    { prefix: "dioptra_custom", folder: "task-plugins/dioptra_custom" },
  ],
} satisfies PluginsEnvironment;
