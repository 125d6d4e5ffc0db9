import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** A model that the older Terraform modules have deployed, with all that those make. */
export default {
  name: "wide-adopted",
  profile: "parity",
  region: "ca-central-1",
  backend: { s3: { bucket: "wide-states", key: "models/terraform.tfstate", region: "ca-central-1" } },
  adopt: "terraform-modules",
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
  workflow: { authorizerArn: "arn:aws:lambda:ca-central-1:111122223333:function:wide-authorizer" },
  corsOrigins: ["https://example.org"],
  access: {
    identityPoolId: "ca-central-1:00000000-1111-2222-3333-444444444444",
    sharedPolicies: ["s3_read_quetzal_config"],
    adminRoleName: "wide-admin",
  },
} satisfies ModelEnvironment;
