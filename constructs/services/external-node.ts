import { resolve } from "node:path";
import type { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { stackDockerProvider } from "../shared/docker-provider";
import { given } from "../shared/given";
import { overSsh, sshOptions } from "../shared/ssh";
import { fromStackFolder } from "../shared/stack-path";
import * as rules from "./schema";
import type { NodeSettings } from "./settings";

/** Settings of an {@link ExternalNode}. */
export type ExternalNodeProps = NodeSettings;

/** How the programs that Terraform runs reach a node's engine. */
export interface NodeEngine {
  readonly host?: string;
  readonly ssh?: readonly string[];
}

/** A machine with Docker that exists: the provider of its stack, for one stack has one node. */
export class ExternalNode extends Construct {
  readonly provider: DockerProvider;
  readonly engine: NodeEngine;
  /** At which the fronts of other nodes reach it. */
  readonly address?: string;

  constructor(scope: Construct, id: string, props: ExternalNodeProps = {}) {
    super(scope, id);
    checkSettings(this, props, rules.node.shape);
    const { dockerHost: host, hostKey, address } = props;
    const stack = TerraformStack.of(this);
    const knownHostsFile = fromProject(stack, props.knownHostsFile);
    this.provider = stackDockerProvider(stack, given({ host, hostKey, knownHostsFile }));
    const ssh = overSsh(host) ? sshOptions({ hostKey, knownHostsFile }) : undefined;
    this.engine = given({ host, ssh }) as NodeEngine;
    if (address !== undefined) this.address = address;
  }
}

/** `ssh` runs in the stack's folder. */
function fromProject(stack: TerraformStack, file: string | undefined): string | undefined {
  return file === undefined || /^[~/]/.test(file) ? file : fromStackFolder(stack, resolve(file));
}
