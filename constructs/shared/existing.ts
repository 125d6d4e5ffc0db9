import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { checkSettings } from "./check-props";
import type { ProviderProps } from "./provider";
import type { Rule } from "./rules";

/** What is said of something that exists, beside its name. */
interface ExistingProps extends ProviderProps {
  readonly kmsKey?: { readonly arn: string };
}

/** In the place of props: the thing exists, and is only read. */
export class Existing implements ExistingProps {
  readonly provider?: TerraformProvider;
  readonly kmsKey?: { readonly arn: string };

  constructor(
    readonly name: string,
    { provider, kmsKey }: ExistingProps = {},
  ) {
    if (provider !== undefined) this.provider = provider;
    if (kmsKey !== undefined) this.kmsKey = kmsKey;
  }
}

/** Holds the name of something that exists against its rule. */
export function checkExisting(scope: Construct, { name }: Existing, rule: Rule<string>): void {
  checkSettings(scope, { name }, { name: rule });
}

/** What is made here; throws of something that is only read. */
export function madeHere<T>(scope: Construct, resource: T | undefined): T {
  if (resource !== undefined) return resource;
  throw new Error(
    `[${scope.node.path}] resource must be made in this stack to be changed, got one that exists and is only read; change it where it is made`,
  );
}
