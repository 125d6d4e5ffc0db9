import type { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { engineFrom, nextDockerHostProvider } from "../shared/docker-provider";
import { omit } from "../shared/pick";
import type { EnginePlace } from "../shared/render/docker-host";
import { aliasOf } from "./node-provider";
import * as rules from "./schema";
import type { NodeSettings } from "./settings";

/** Settings of an {@link ExternalNode}. */
export type ExternalNodeProps = Omit<NodeSettings, "droplet">;

/** How the programs that Terraform runs reach a node's engine. */
export type NodeEngine = EnginePlace;

/** A machine with Docker that exists: the Docker provider of its stack, or one with an alias where the stack has one already. */
export class ExternalNode extends Construct {
  readonly provider: DockerProvider;
  readonly engine: NodeEngine;
  /** At which the fronts of other nodes reach it. */
  readonly address?: string;

  constructor(scope: Construct, id: string, props: ExternalNodeProps = {}) {
    super(scope, id);
    checkSettings(this, props, omit(rules.node.shape, "droplet"));
    const stack = TerraformStack.of(this);
    this.provider = nextDockerHostProvider(this, props, aliasOf(this));
    this.engine = engineFrom(stack, props);
    if (props.address !== undefined) this.address = props.address;
  }
}
