import { TerraformElement, type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct, IConstruct } from "constructs";

/** Something of the provider's, of which it can be said which configuration of the provider it has. */
interface Provided {
  readonly terraformResourceType: string;
  provider?: TerraformProvider;
}

/** The alias of a provider that is not its stack's first: the path of the construct whose it is. */
export function aliasOf(scope: IConstruct): string {
  const below = scope.node.path.slice(TerraformStack.of(scope).node.path.length + 1);
  return below.replace(/\W+/g, "_").replace(/^(?=\d)/, "_");
}

/** Gives what Docker has below a construct to a node's engine. That of the stack's first node needs no word. */
export function onEngineOf(provider: TerraformProvider | undefined, scope: Construct): void {
  if (provider?.alias === undefined) return;
  for (const element of scope.node.findAll().filter(isOfDocker)) element.provider ??= provider;
}

function isOfDocker(element: IConstruct): element is IConstruct & Provided {
  const { terraformResourceType: type } = element as Partial<Provided>;
  return TerraformElement.isTerraformElement(element) && type?.startsWith("docker_") === true;
}
