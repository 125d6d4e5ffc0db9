import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import { AWS_PROVIDER_VERSIONS } from "./provider-versions";

/** Settings of the AWS provider of one stack. */
export interface StackAwsProviderProps {
  /** For example `ca-central-1`. */
  readonly region: string;
  /**
   * The only account that may be touched, twelve digits.
   *
   * @default - whichever account the credentials belong to
   */
  readonly accountId?: string;
}

/** The stack's AWS provider, with a range of versions where the bindings alone would pin one exactly. */
export function stackAwsProvider(stack: TerraformStack, props: StackAwsProviderProps): AwsProvider {
  const { region, accountId } = props;
  const provider = new AwsProvider(stack, "Aws", {
    region,
    ...(accountId === undefined ? {} : { allowedAccountIds: [accountId] }),
  });
  stack.addOverride("terraform.required_providers.aws", { source: "hashicorp/aws", version: AWS_PROVIDER_VERSIONS });
  return provider;
}
