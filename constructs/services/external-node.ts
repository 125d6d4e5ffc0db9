import type { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { checkSettings, refuse } from "../shared/check-props";
import { engineFrom, engineOfProvider, NOT_FOLLOWED, nextDockerHostProvider } from "../shared/docker-provider";
import { omit } from "../shared/pick";
import { requireProps } from "../shared/props";
import { defaultProvider, type ProviderProps, useProvider } from "../shared/provider";
import type { EnginePlace } from "../shared/render/docker-host";
import { complaint, type Problem } from "../shared/rules";
import * as rules from "./schema";
import type { NodeSettings } from "./settings";

/** Settings of an {@link ExternalNode}. */
export interface ExternalNodeProps extends Omit<NodeSettings, "droplet"> {
  /**
   * A provider that exists, such as one with an alias: what is made on the node has it, and the programs that Terraform runs reach its
   * engine. It takes the place of `dockerHost`, `hostKey` and `knownHostsFile`.
   *
   * @default - one is made: without an alias, or with one where the stack has one without
   */
  readonly provider?: DockerProvider;
}

/** How the programs that Terraform runs reach a node's engine. */
export type NodeEngine = EnginePlace;

/** A machine with Docker that exists: the stack's Docker provider, one with an alias where the stack has one already, or one that is handed in. */
export class ExternalNode extends Construct {
  readonly provider: DockerProvider;
  readonly engine: NodeEngine;
  /** At which the fronts of other nodes reach it. */
  readonly address?: string;

  constructor(scope: Construct, id: string, props: ExternalNodeProps = {}) {
    super(scope, id);
    requireProps(this, props);
    checkSettings(this, props, omit(rules.node.shape, "droplet"));
    const { provider } = props;
    const stack = TerraformStack.of(this);
    if (provider !== undefined) {
      useProvider(this, "docker", provider);
      refuse(this, besideProvider(props));
    }
    this.provider = provider ?? nextDockerHostProvider(this, props, aliasOf(this));
    this.engine = provider === undefined ? engineFrom(stack, props) : engineOfProvider(this, provider);
    if (props.address !== undefined) this.address = props.address;
  }
}

/** Hands a front the provider of its node, or its own, and says which engine that reaches. */
export function engineFor(
  scope: Construct,
  { node, provider }: ProviderProps & { readonly node?: ExternalNode },
): NodeEngine {
  if (provider === undefined) {
    if (node?.provider.alias !== undefined) useProvider(scope, "docker", node.provider);
    return node === undefined ? engineOfStack(scope) : node.engine;
  }
  useProvider(scope, "docker", provider);
  if (node !== undefined) {
    const message = `must be left out beside node, got ${provider.node.path}; the node has one`;
    refuse(scope, [{ path: "provider", message }]);
  }
  return engineOfProvider(scope, provider as DockerProvider);
}

/** The engine of the stack's own provider. If that is created after the construct, it must reach the engine that the programs reach. */
function engineOfStack(scope: Construct): NodeEngine {
  const found = () => defaultProvider(scope, "docker") as DockerProvider | undefined;
  const there = found();
  if (there !== undefined) return engineOfProvider(scope, there);
  scope.node.addValidation({ validate: () => lateProblems(found()) });
  return {};
}

function lateProblems(provider: DockerProvider | undefined): string[] {
  const own = ["host", ...NOT_FOLLOWED] as const;
  const told = own.filter((name) => provider?.[name] !== undefined);
  if (provider === undefined || told.length === 0) return [];
  const advice = "its programs would reach another engine: make it first, or hand it over";
  return [`provider must be made before, got ${provider.node.path} with ${told.join(", ")}; ${advice}`];
}

/** The alias of a provider that is not its stack's first: the path of the construct whose it is. */
function aliasOf(scope: Construct): string {
  const below = scope.node.path.slice(TerraformStack.of(scope).node.path.length + 1);
  return below.replace(/\W+/g, "_").replace(/^(?=\d)/, "_");
}

/** A provider says itself where its engine is. */
function besideProvider(props: ExternalNodeProps): Problem[] {
  const names = ["dockerHost", "hostKey", "knownHostsFile"] as const;
  return names
    .filter((path) => props[path] !== undefined)
    .map((path) => ({
      path,
      message: complaint("must be left out beside provider", props[path], "it is the provider's"),
    }));
}
