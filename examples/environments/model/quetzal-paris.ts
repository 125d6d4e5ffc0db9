import type { ModelEnvironment } from "../../../constructs/model/schema";

/** A model with everything: users of an identity pool, a page that may read the bucket, and an authorizer of its own. */
export default {
  name: "quetzal-paris",
  profile: "parity",
  // The sandbox's account: other credentials are refused.
  accountId: "123456789012",
  region: "ca-central-1",
  tags: { "cost:project": "quetzal" },
  compute: { lambda: { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 } },
  corsOrigins: ["http://localhost:8081", "https://localhost:8081", "https://systragroup.github.io"],
  workflow: { authorizerArn: "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-api-auth" },
  access: {
    identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671",
    rolePrefix: "Cognito_quetzal_pool_",
    sharedPolicies: ["s3_read_quetzal_config"],
    adminRoleName: "Cognito_quetzal_pool_admin",
  },
} satisfies ModelEnvironment;
