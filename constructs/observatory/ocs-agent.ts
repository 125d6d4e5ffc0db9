import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkSettings, missing } from "../shared/check-props";
import { Container, type ContainerProps, type DockerNetwork } from "../shared/container";
import { given } from "../shared/given";
import { pick } from "../shared/pick";
import { otherProps, requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { agent } from "./agent-schema";
import { argumentProblems } from "./argument-problems";
import { managerProblems, networkProblems, variableProblems } from "./container-problems";
import { CONFIG_FOLDER } from "./render/arguments";
import { agentCheck } from "./render/health";
import type { Hub } from "./render/layout";
import { agentBlock, agentFile, siteYaml } from "./render/site-file";
import { type AgentContainerSettings, type AgentSettings, CONTAINER_SETTINGS } from "./settings";

/** Settings of an {@link OcsAgent}. */
export interface OcsAgentProps
  extends ProviderProps,
    Omit<AgentContainerSettings, "mounts">,
    Pick<
      AgentSettings,
      | "agentClass"
      | "arguments"
      | "crossbarTimeoutSeconds"
      | "healthCheck"
      | "instanceId"
      | "logLevel"
      | "networks"
      | "script"
      | "wait"
    > {
  /** The container's name on its engine. */
  readonly name: string;
  /** Its host in the site configuration, which is the container's hostname. */
  readonly hostname: string;
  /** How it reaches the site. */
  readonly hub: Hub;
  /** An image of OCS, of a plugin, or one that an {@link AgentImage} builds. */
  readonly image: ContainerProps["image"];
  /** `host` for hardware that only the host's own network reaches. */
  readonly network: DockerNetwork | "host";
  /** @default - none */
  readonly mounts?: ContainerProps["mounts"];
  /** Folder of log files in the container. @default - standard output */
  readonly logDir?: string;
  /** Whether the image may be `latest`. @default false */
  readonly allowLatest?: boolean;
  /** @default - json-file, five files of 10 MB */
  readonly log?: ContainerProps["log"];
  /** What must be there before, such as the router. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** What its container does not check. */
const HELD = ["instanceId", "agentClass", "arguments", "networks", "script"] as const;

const PROPS = {
  ...(Object.fromEntries(CONTAINER_SETTINGS.map((name) => [name, true])) as Record<keyof AgentContainerSettings, true>),
  ...{ agentClass: true, allowLatest: true, arguments: true, crossbarTimeoutSeconds: true, dependsOn: true },
  ...{ healthCheck: true, hostname: true, hub: true, image: true, instanceId: true, log: true, logDir: true },
  ...{ logLevel: true, name: true, network: true, networks: true, provider: true, script: true, wait: true },
} as const;

/**
 * An agent of OCS in a container, which has the part of the site configuration that it reads. When it loses the router it
 * ends, and the engine starts it again.
 *
 * @see https://ocs.readthedocs.io/en/main/user/docker_config.html
 */
export class OcsAgent extends Construct {
  readonly container: Container;
  readonly instanceId: string;
  /** The agent's address on the bus. */
  readonly address: string;

  constructor(scope: Construct, id: string, props: OcsAgentProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    const { name, hostname, hub, image, network, log, dependsOn, instanceId } = props;
    const held = pick(agent.shape, ...HELD);
    checkSettings(this, pick(props, ...HELD), held, () => [
      ...otherProps(this, props, PROPS),
      ...managerProblems({ ...props }),
      ...networkProblems({ ...props, siteNetwork: nameOf(network) }),
      ...variableProblems({ ...props }),
      ...argumentProblems({ ...props }, true),
      ...missing(props, { hub: "the addresses of the router", network: "a DockerNetwork, or host" }),
    ]);
    this.instanceId = instanceId;
    this.address = `${hub.addressRoot}.${instanceId}`;
    this.container = new Container(this, "Container", {
      name,
      hostname,
      image,
      ...ownSettings(props),
      ...given({ log, dependsOn, command: command(props.script) }),
      ...(props.allowLatest === true && { allowLatest: true }),
      network: network === "host" ? "host" : [{ network }, ...(props.networks ?? [])],
      environment: { ...props.environment, ...variables(props) },
      uploads: [...(props.uploads ?? []), { path: `${CONFIG_FOLDER}/default.yaml`, content: configuration(props) }],
      ...health(props),
    });
  }
}

function nameOf(network: OcsAgentProps["network"]): string | undefined {
  return typeof network === "object" ? network.networkName : undefined;
}

/** What goes to the container as it is. */
function ownSettings(props: OcsAgentProps) {
  return given({
    ...pick(props, ...CONTAINER_SETTINGS),
    // The images of OCS have dumb-init.
    init: false,
  });
}

function variables({ instanceId, hostname, logLevel = "info", crossbarTimeoutSeconds }: OcsAgentProps) {
  return {
    INSTANCE_ID: instanceId,
    SITE_HOST: hostname,
    LOGLEVEL: logLevel,
    OCS_CONFIG_DIR: CONFIG_FOLDER,
    ...(crossbarTimeoutSeconds !== undefined && { CROSSBAR_TIMEOUT: String(crossbarTimeoutSeconds) }),
  };
}

/** Each word by itself: nothing would split them. */
function command(script: OcsAgentProps["script"]): string[] | undefined {
  return script && ["--agent", script.path, "--entrypoint", script.entrypoint ?? "main"];
}

function configuration(props: OcsAgentProps): string {
  const { hub, hostname, logDir, agentClass, instanceId } = props;
  const block = agentBlock({ agentClass, instanceId, manage: "ignore" }, props.arguments ?? {});
  const file = agentFile(hub, { hostname, ...given({ logDir }) }, block);
  return siteYaml(file, `What ${instanceId} reads of its site; Terraform writes it.`);
}

function health({ healthCheck = "registered", wait = "started", hub, instanceId }: OcsAgentProps) {
  if (healthCheck === "none") return { healthCheck: "none", wait: "started" } as const;
  const command = agentCheck(hub, instanceId);
  // Each check starts a process in its container. Docker 25 and later check every 5 s until the first one succeeds.
  const intervalSeconds = wait === "healthy" ? 10 : 30;
  return { healthCheck: { command, intervalSeconds, startPeriodSeconds: 60 }, wait };
}
