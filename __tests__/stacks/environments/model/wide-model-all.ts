import type { ModelEnvironment } from "../../../../constructs/model/schema";

/** Every setting of a model that can stand beside the others. */
export default {
  name: "wide-model-all",
  profile: "parity",
  region: "ca-central-1",
  accountId: "111122223333",
  backend: { s3: { bucket: "wide-states", key: "models/terraform.tfstate", region: "ca-central-1" } },
  compute: { lambda: { memoryMiB: 2048, timeoutSeconds: 300, storageMiB: 2048 } },
  image: { tag: "v1.2.3" },
  workflow: {
    definition: { file: "__tests__/stacks/files/definition.asl.json" },
    authorizerArn: "arn:aws:lambda:ca-central-1:111122223333:function:wide-authorizer",
    token: { command: ["pass", "show", "tokens/wide"] },
  },
  corsOrigins: ["https://example.org", "http://localhost:8081"],
  access: {
    identityPoolId: "ca-central-1:00000000-1111-2222-3333-444444444444",
    rolePrefix: "wide_pool_",
    sharedPolicies: ["wide-shared", "arn:aws:iam::111122223333:policy/wide/more"],
    adminRoleName: "wide-admin",
  },
  logRetentionDays: 30,
  tags: { "cost:project": "wide", team: "a" },
} satisfies ModelEnvironment;
