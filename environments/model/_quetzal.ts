import type { ModelEnvironment } from "../../constructs/model/schema";

/** What all models of Quetzal share. */
export const quetzal = {
  // The sandbox's account: other credentials are refused. To deploy to AWS, write the account that has the authorizer below.
  accountId: "123456789012",
  region: "ca-central-1",
  tags: { "cost:project": "quetzal" },
  corsOrigins: ["http://localhost:8081", "https://localhost:8081", "https://systragroup.github.io"],
  workflow: { authorizerArn: "arn:aws:lambda:ca-central-1:142023388927:function:quetzal-api-auth" },
  access: {
    identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671",
    rolePrefix: "Cognito_quetzal_pool_",
    sharedPolicies: ["s3_read_quetzal_config"],
    adminRoleName: "Cognito_quetzal_pool_admin",
  },
} satisfies Partial<ModelEnvironment>;
