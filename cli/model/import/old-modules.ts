import type { ModelEnvironment } from "../../../constructs/model/schema";

/** What the older modules give every model, and the values of their variables that a file leaves out. */
export const SHARED_BY_MODULES = {
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

/** The variables of the modules, and what they become. */
export const VARIABLES = {
  quetzal_model_name: { type: "text", setting: "name" },
  aws_region: { type: "text", setting: "region" },
  cognito_identity_pool_id: { type: "text", setting: "access.identityPoolId" },
  lambda_memory_size: { type: "number", setting: "compute.lambda.memoryMiB" },
  lambda_time_limit: { type: "number", setting: "compute.lambda.timeoutSeconds" },
  lambda_storage_size: { type: "number", setting: "compute.lambda.storageMiB" },
  ecs_memory_size: { type: "number" },
  ecs_cpu_units: { type: "number" },
  ecs_time_limit: { type: "number" },
  ecs_storage_size: { type: "number" },
  os: { type: "text" },
} as const;

export type Variable = keyof typeof VARIABLES;

/** The function's size where a file does not say it; its memory depends on the generation. */
export const USUAL_LAMBDA = { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016 };
