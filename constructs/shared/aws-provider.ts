import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { TerraformStack } from "cdktf";
import type { StackAwsProviderProps } from "./provider-settings";
import { AWS_PROVIDER_VERSIONS } from "./provider-versions";
import { requireProvider } from "./required-provider";

/** The stack's AWS provider, with a range of versions where the bindings alone would pin one exactly. */
export function stackAwsProvider(stack: TerraformStack, props: StackAwsProviderProps): AwsProvider {
  const { region, accountId } = props;
  const provider = new AwsProvider(stack, "Aws", {
    region,
    ...(accountId === undefined ? {} : { allowedAccountIds: [accountId] }),
  });
  requireProvider(stack, "aws", { source: "hashicorp/aws", version: AWS_PROVIDER_VERSIONS });
  return provider;
}
