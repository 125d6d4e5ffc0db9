/** What stands for the old `null_resource`: it has its id, and nothing else of it. */
export const MARKER = "Model_Repository_FirstImage_9629F03F";

/**
 * Where a model's stack has what the older Terraform modules made, and where those have it, in their second generation. The first had
 * no `[0]`.
 */
export const OLD_ADDRESSES: Readonly<Record<string, string>> = {
  "aws_s3_bucket.Model_Bucket_24FA8CA2": "module.s3.aws_s3_bucket.storage",
  "aws_s3_bucket_cors_configuration.Model_Bucket_Cors_4B4DCB45": "module.s3.aws_s3_bucket_cors_configuration.storage",
  "aws_ecr_repository.Model_Repository_923D60C3": "module.ecr.aws_ecr_repository.repository",
  [`terraform_data.${MARKER}`]: "module.ecr.null_resource.image",
  "aws_iam_role.Model_Function_Role_D7F1F25C": "module.lambda[0].aws_iam_role.iam_for_lambda",
  "aws_cloudwatch_log_group.Model_Function_LogGroup_CF083492": "module.lambda[0].aws_cloudwatch_log_group.log_group",
  "aws_iam_policy.Model_Function_LoggingPolicy_A0741273": "module.lambda[0].aws_iam_policy.lambda_logging",
  "aws_iam_role_policy_attachment.Model_Function_LoggingAttachment_BC4749F2":
    "module.lambda[0].aws_iam_role_policy_attachment.lambda_logs",
  "aws_iam_role_policy.Model_Function_BucketPolicy_A15A61AA": "module.lambda[0].aws_iam_role_policy.s3_policy",
  "aws_lambda_function.Model_Function_0EAFA5DC": "module.lambda[0].aws_lambda_function.test_lambda",
  "aws_iam_role.Model_Workflow_Role_B7299AFC": "module.step_function[0].aws_iam_role.iam_for_sfn",
  "aws_iam_role_policy.Model_Workflow_InvokePolicy_093BAF1E": "module.step_function[0].aws_iam_role_policy.s3_policy",
  "aws_sfn_state_machine.Model_Workflow_BABAF504": "module.step_function[0].aws_sfn_state_machine.sfn_state_machine",
  "aws_iam_role.Model_Access_Role_470FEAD6": "module.user_role.aws_iam_role.iam_for_user",
  "aws_iam_policy.Model_Access_Policy_31CCF202": "module.user_role.aws_iam_policy.user_s3_policy",
  "aws_iam_role_policy_attachment.Model_Access_PolicyAttachment_38DAC26B":
    "module.user_role.aws_iam_role_policy_attachment.user_s3_policy",
  "aws_iam_role_policy_attachment.Model_Access_SharedPolicies_s3_read_quetzal_config_FB2A1764":
    "module.user_role.aws_iam_role_policy_attachment.user_config_policy",
  "aws_iam_role_policy.Model_Access_AdminPolicy_85DE5D75": "module.user_role.aws_iam_role_policy.s3_policy",
};

/** Modules that got `count` in the second generation. */
const COUNTED = ["module.lambda", "module.step_function"];

/**
 * The provider configuration of the marker, which the old code does not have. Terraform refuses to plan there, and names it: it says
 * what somebody who runs the old code must know.
 */
export const GUARD = "deployed_by_slipway_now_run_slipway_model_unadopt_to_go_back";

/** A stack as it is synthesized; only what is read here. */
interface Stack {
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

interface Program {
  readonly "local-exec": { readonly environment: Readonly<Record<string, string>>; readonly when?: string };
}

interface FirstImage {
  readonly input: Readonly<Record<string, string>>;
  readonly provisioner: readonly Program[];
  readonly lifecycle?: object;
}

/**
 * The JSON of a stack that adopts a model which the older Terraform modules have deployed, of either generation: Terraform moves its
 * resources in the state, and changes nothing. The old code is kept from that state. The first image is there already: what stands for
 * it has no input, which the old one had not, and takes nothing away.
 *
 * @param json what `TerraformStack.toTerraform` returns, of a stack whose `Model` has the id `Model`
 * @see https://developer.hashicorp.com/terraform/language/block/moved
 */
export function adoptedStack<T extends object>(json: T): T {
  const { provider, resource } = json as Stack;
  const made = resource?.terraform_data?.[MARKER] as FirstImage | undefined;
  return {
    ...json,
    provider: { ...provider, terraform: [{ alias: GUARD }] },
    resource: {
      ...resource,
      ...(made && { terraform_data: { ...resource?.terraform_data, [MARKER]: marker(made) } }),
    },
    moved: [
      ...COUNTED.map((from) => ({ from, to: `${from}[0]` })),
      ...Object.entries(OLD_ADDRESSES).map(([to, from]) => ({ from, to })),
    ],
  };
}

/** It reads what it needs where it is, and not from itself. */
function marker({ input, provisioner, lifecycle: _, ...rest }: FirstImage): object {
  const kept = provisioner.filter((each) => each["local-exec"].when === undefined);
  const told = (text: string) => text.replace(/^\$\{self\.input\.(\w+)\}$/, (all, key: string) => input[key] ?? all);
  const written = kept.map(({ "local-exec": { environment, ...run } }) => ({
    "local-exec": {
      ...run,
      environment: Object.fromEntries(Object.entries(environment).map(([name, text]) => [name, told(text)])),
    },
  }));
  return { ...rest, provider: `terraform.${GUARD}`, provisioner: written };
}
