import type { AccessEnvironment, ModelEnvironment } from "../constructs/model/schema";
import { lazy } from "../constructs/shared/lazy";
import { AWS_PROVIDER_VERSIONS } from "../constructs/shared/provider-versions";
import type { AccountNeeds, Domain } from "./domain";

const regions = lazy<typeof import("../constructs/shared/regions")>(() => require("../constructs/shared/regions"));
const rules = lazy<typeof import("../constructs/model/schema")>(() => require("../constructs/model/schema"));
const definitions = lazy<typeof import("../constructs/model/definition/schema")>(() =>
  require("../constructs/model/definition/schema"),
);
const modelRights = lazy<typeof import("../constructs/model/render/model-rights")>(() =>
  require("../constructs/model/render/model-rights"),
);
const accessRights = lazy<typeof import("../constructs/model/render/access-rights")>(() =>
  require("../constructs/model/render/access-rights"),
);

function needsOfAccess({ region, userPoolId, groups, administrators, registry }: AccessEnvironment): AccountNeeds {
  const users = Object.values(groups).flatMap((group) => group.users ?? []);
  return {
    roles: administrators === undefined ? [] : [administrators.roleName],
    userPools: [{ id: userPoolId, users: [...new Set(users)] }],
    buckets: registry === undefined ? [] : [{ bucket: registry.bucket, region }],
  };
}

/** Transport models on AWS, and who may use them. */
export const model: Domain<"model", ModelEnvironment | AccessEnvironment> = {
  name: "model",
  rules: () => {
    const {
      modelEnvironment,
      problemsWithinModel,
      accessEnvironment,
      problemsWithinGroups,
      problemsAmongFiles,
      warningsOfAccess,
    } = rules;
    return {
      schema: modelEnvironment,
      within: problemsWithinModel,
      kinds: { access: { schema: accessEnvironment, within: problemsWithinGroups } },
      among: problemsAmongFiles,
      warnings: warningsOfAccess,
    };
  },
  fileProblems: (environment, project) => {
    if ("kind" in environment) return [];
    const { name, region, compute, workflow } = environment;
    const { definition, authorizerArn, allow } = workflow ?? {};
    if (definition === undefined || definition === "external") return [];
    const functionTimeoutSeconds = compute.lambda.timeoutSeconds;
    const facts = { name, region, functionTimeoutSeconds, authorizerArn, allow, isManaged: true };
    const { problems } = definitions.definitionOf(definition, { ...facts, functionArn: "" }, project);
    return problems.map((problem) => {
      const [, setting, message] = /^(definition\.\S*) (.*)$/s.exec(problem) ?? [];
      return setting === undefined || message === undefined
        ? { path: "", message: problem }
        : { path: `workflow.${setting}`, message };
    });
  },
  providers: () => ({ "hashicorp/aws": AWS_PROVIDER_VERSIONS }),
  bindings: { "@cdktf/provider-aws": "@cdktf/provider-aws@21" },
  target: ({ accountId, region }) => ({ aws: { accountId, region } }),
  accountNeeds: (environment) => {
    if ("kind" in environment) return needsOfAccess(environment);
    const { access } = environment;
    return {
      policies: (access?.sharedPolicies ?? []).filter((name) => !name.startsWith("arn:")),
      roles: access?.adminRoleName === undefined ? [] : [access.adminRoleName],
      identityPools: access === undefined ? [] : [access.identityPoolId],
    };
  },
  workRights: (environment) => {
    const partition = regions.partitionOf(environment.region);
    return "kind" in environment
      ? accessRights.accessRights(environment, partition)
      : modelRights.modelRights(environment, partition);
  },
  scaffold: {
    example: "my-model",
    name: () => rules.name,
    region: {
      usual: "the region of the other models, else AWS_REGION, else ca-central-1",
      choose: (shared, shell) => shared ?? shell ?? "ca-central-1",
    },
    before:
      'npx slipway sandbox up and eval "$(npx slipway sandbox env)", or write your AWS account into the file; then ',
    command: {
      summary: "Create environments/model/<name>.ts, a model that is ready to deploy",
      name: "name of the model, its workspace and its bucket",
      sample: "quetzal-oslo",
    },
  },
};
