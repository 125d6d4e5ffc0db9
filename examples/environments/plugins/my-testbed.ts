import type { PluginsEnvironment } from "../../../constructs/plugins/schema";

export default {
  name: "my-testbed",
  // The sandbox's account: other credentials are refused. To deploy to AWS, write your own account.
  accountId: "123456789012",
  region: "us-east-1",
  // Its name must be unique in AWS. For a store other than Amazon's, remove accountId and add store: { endpoint: "http://localhost:35000" }
  bucket: { name: "my-testbed-plugins" },
  // Each prefix is kept the same as its folder: files that are not in the folder are removed.
  collections: [
    { prefix: "dioptra_builtins", folder: "task-plugins/dioptra_builtins" },
    { prefix: "dioptra_custom", folder: "task-plugins/dioptra_custom" },
  ],
} satisfies PluginsEnvironment;
