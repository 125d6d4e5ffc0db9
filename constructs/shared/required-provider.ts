import type { TerraformStack } from "cdktf";

/** What a stack asks of a provider. */
export interface ProviderRequirement {
  /** For example `hashicorp/aws`. */
  readonly source: string;
  /** A range of versions. */
  readonly version: string;
}

interface Overrides {
  readonly rawOverrides?: {
    readonly terraform?: {
      readonly required_providers?: Readonly<Record<string, { readonly version?: string } | undefined>>;
    };
  };
}

/**
 * Writes a range of versions for a stack's provider, in the place of the one version that bindings ask for: two demands that exclude each
 * other would end `terraform init`. A version that the stack's author has set with `addOverride` stays, before this or after.
 */
export function requireProvider(stack: TerraformStack, name: string, { source, version }: ProviderRequirement): void {
  const place = `terraform.required_providers.${name}`;
  const { rawOverrides } = stack as unknown as Overrides;
  const own = rawOverrides?.terraform?.required_providers?.[name]?.version;
  stack.addOverride(`${place}.source`, source);
  if (own === undefined) stack.addOverride(`${place}.version`, version);
}
