import type { PluginsEnvironment } from "../../constructs/plugins/schema";

/** The task plugins of a testbed of Dioptra, in a bucket of Amazon S3. */
export default {
  name: "dioptra-lab",
  // The sandbox's account: other credentials are refused. To deploy to AWS, write your own account.
  accountId: "123456789012",
  region: "us-east-1",
  // No other bucket in the world may have its name.
  bucket: { name: "dioptra-lab-plugins" },
  collections: [
    { prefix: "dioptra_builtins", folder: "examples/task-plugins/dioptra_builtins" },
    { prefix: "dioptra_custom", folder: "examples/task-plugins/dioptra_custom" },
  ],
} satisfies PluginsEnvironment;
