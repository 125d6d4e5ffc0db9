import type { ModelEnvironment } from "../constructs/model/schema";
import { lazy } from "../constructs/shared/lazy";
import { AWS_PROVIDER_VERSIONS } from "../constructs/shared/provider-versions";
import type { Domain } from "./domain";

const rules = lazy<typeof import("../constructs/model/schema")>(() => require("../constructs/model/schema"));
const definitions = lazy<typeof import("../constructs/model/definition/schema")>(() =>
  require("../constructs/model/definition/schema"),
);

/** Transport models on AWS. */
export const model: Domain<"model", ModelEnvironment> = {
  name: "model",
  rules: () => {
    const { modelEnvironment, problemsWithinModel, problemsAmongModels } = rules;
    return { schema: modelEnvironment, within: problemsWithinModel, among: problemsAmongModels };
  },
  fileProblems: ({ name, region, compute, workflow }, project) => {
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
  accountNeeds: ({ access }) => ({
    policies: (access?.sharedPolicies ?? []).filter((name) => !name.startsWith("arn:")),
    roles: access?.adminRoleName === undefined ? [] : [access.adminRoleName],
    identityPools: access === undefined ? [] : [access.identityPoolId],
  }),
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
