import { TerraformElement, TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { refuse } from "./check-props";
import { shown } from "./shown";

/** The providers whose resources constructs make, by the names that Terraform has for them. */
export type ProviderName = "aws" | "digitalocean" | "docker" | "kubernetes";

/** The provider of a construct's resources. */
export interface ProviderProps {
  /**
   * The provider that makes the resources: one with an alias, such as an `AwsProvider` of another region or with `assumeRole`. It must
   * be in the construct's stack and of the kind that the construct needs. A construct inside that has its own keeps it.
   *
   * @default - the stack's provider without an alias
   * @see https://developer.hashicorp.com/terraform/language/meta-arguments/provider
   */
  readonly provider?: TerraformProvider;
}

/** A resource or a data source, as far as its provider goes. */
interface Provided {
  readonly terraformGeneratorMetadata?: { readonly providerName: string };
  provider?: TerraformProvider;
}

/** Without a provider it is the stack's own, whatever is around. */
interface Choice {
  readonly provider: TerraformProvider | undefined;
}

const CHOICES = new WeakMap<IConstruct, ReadonlyMap<string, Choice>>();

/**
 * Hands out providers while its stack is synthesized. It is made before what it serves, and so it is asked first, whoever synthesizes.
 * Terraform's own resources, such as `terraform_data`, are of no provider that could be chosen.
 */
class HandOut extends TerraformElement {
  override toTerraform(): object {
    for (const node of this.node.scope?.node.findAll() ?? []) {
      if (TerraformElement.isTerraformElement(node)) handOut(node);
    }
    return {};
  }

  override toHclTerraform(): object {
    return this.toTerraform();
  }
}

function handOut(node: TerraformElement): void {
  const provider = providerOfResource(node);
  if (provider !== undefined) (node as Provided).provider = provider;
}

/** The provider that a resource or a data source has, or that it gets at synthesis; undefined for the stack's own. */
export function providerOfResource(node: IConstruct): TerraformProvider | undefined {
  const { terraformGeneratorMetadata, provider } = node as Provided;
  const name = terraformGeneratorMetadata?.providerName;
  if (name === undefined || !("provider" in node)) return undefined;
  return provider ?? providerOf(node, name);
}

/**
 * Hands a provider to all resources and data sources of its kind below a construct, also to those that come later. A resource that
 * has one keeps it. Throws of a provider of another kind, or of another stack.
 */
export function useProvider(scope: Construct, name: ProviderName, provider: TerraformProvider | undefined): void {
  if (provider === undefined) return;
  checkProvider(scope, name, provider);
  choose(scope, name, provider);
  if (scope.node.tryFindChild("Provider") === undefined) new HandOut(scope, "Provider");
}

/** Lets a resource that is made for somebody, such as a grantee's policy, be made by that one's provider and no other. */
export function useProviderOf(resource: IConstruct, name: ProviderName, other: IConstruct): void {
  const provider = (other as Provided).provider ?? providerOf(other, name);
  choose(resource, name, provider);
  if (provider !== undefined) (resource as Provided).provider = provider;
}

/** The provider that was chosen for a construct: its own, else that of the nearest construct around it. */
export function providerOf(construct: IConstruct, name: string): TerraformProvider | undefined {
  const around = [...construct.node.scopes].reverse();
  return around.map((each) => CHOICES.get(each)?.get(name)).find((choice) => choice !== undefined)?.provider;
}

/** Those that were found: every construct of a stack may ask. */
const DEFAULTS = new WeakMap<TerraformStack, Map<ProviderName, TerraformProvider>>();

/** The provider of a construct's stack that has no alias; undefined while there is none: it may be added last. */
export function defaultProvider(scope: IConstruct, name: ProviderName): TerraformProvider | undefined {
  const stack = TerraformStack.of(scope);
  const known = DEFAULTS.get(stack) ?? new Map<ProviderName, TerraformProvider>();
  DEFAULTS.set(stack, known);
  const isDefault = ({ terraformResourceType, alias }: TerraformProvider) =>
    terraformResourceType === name && alias === undefined;
  const find = () => stack.node.findAll().filter(TerraformProvider.isTerraformProvider).find(isDefault);
  const found = known.get(name) ?? find();
  if (found !== undefined) known.set(name, found);
  return found;
}

function choose(scope: IConstruct, name: ProviderName, provider: TerraformProvider | undefined): void {
  CHOICES.set(scope, new Map([...(CHOICES.get(scope) ?? []), [name, { provider }]]));
}

function checkProvider(scope: IConstruct, name: ProviderName, provider: TerraformProvider): void {
  const stack = TerraformStack.of(scope);
  const got = described(provider);
  if (!TerraformProvider.isTerraformProvider(provider) || provider.terraformResourceType !== name) {
    const message = `must be a provider of ${name}, got ${got}; give one whose resources this construct makes`;
    refuse(scope, [{ path: "provider", message }]);
  }
  if (TerraformStack.of(provider) !== stack) {
    const message = `must be in the stack ${stack.node.path}, got ${got}; a stack uses no provider of another`;
    refuse(scope, [{ path: "provider", message }]);
  }
}

function described(provider: unknown): string {
  if (!TerraformElement.isTerraformElement(provider)) return shown(provider);
  const { terraformResourceType: type, node } = provider as TerraformProvider;
  return `${type} at ${node.path}`;
}
