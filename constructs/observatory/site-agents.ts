import { posix } from "node:path";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ContainerProps, DockerNetwork } from "../shared/container";
import { given } from "../shared/given";
import { AccessDirector } from "./access-director";
import { AgentImage } from "./agent-image";
import { Aggregator } from "./aggregator";
import { InfluxPublisher } from "./influx-publisher";
import { OcsAgent, type OcsAgentProps } from "./ocs-agent";
import { Registry } from "./registry";
import { containerArguments } from "./render/arguments";
import { imageWord } from "./render/dockerfile";
import { containerAgents, containerName, hubOfHost, nodeOfHost } from "./render/layout";
import type { AccessSettings, AgentSettings, HostSettings, SiteImage, SiteSettings } from "./settings";

/** Settings of {@link SiteAgents}. */
export interface SiteAgentsProps {
  readonly site: SiteSettings;
  /** The Docker host whose agents these are. */
  readonly node: string;
  readonly network: DockerNetwork;
  readonly allowLatest?: boolean;
  /** What must be there before any of them. */
  readonly before: readonly ITerraformDependable[];
  readonly log?: ContainerProps["log"];
  /** What must be there before a container sends its log. */
  readonly logDriver?: ITerraformDependable;
}

/** The agents of a site that are containers on one Docker host; each by its instance-id. */
export class SiteAgents extends Construct {
  readonly byInstanceId: ReadonlyMap<string, OcsAgent>;
  private readonly images = new Construct(this, "Images");

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SiteAgentsProps,
  ) {
    super(scope, id);
    const { site, node } = props;
    const here = containerAgents(site).filter(({ host }) => nodeOfHost(site, host) === node);
    this.byInstanceId = new Map(here.map(({ host, agent }) => [agent.instanceId, this.make(host, agent)]));
  }

  private make(host: HostSettings, agent: AgentSettings): OcsAgent {
    const { agentClass, manage: _, data, access, network, image, ...settings } = agent;
    const { site, allowLatest, before, log, logDriver } = this.props;
    const { logDir, crossbarTimeoutSeconds } = host;
    const props: Omit<OcsAgentProps, "agentClass"> = {
      ...given({ crossbarTimeoutSeconds, logDir, allowLatest, log }),
      ...settings,
      name: containerName(site.name, agent.instanceId),
      hostname: host.hostname,
      hub: hubOfHost(site, host, network),
      image: this.imageOf(agent),
      network: network === "host" ? "host" : this.props.network,
      arguments: containerArguments(site, host, agent),
      dependsOn: [...before, ...(logDriver === undefined ? [] : [logDriver])],
    };
    // A rendered Dockerfile says the script itself.
    const id = agent.instanceId;
    if (agentClass === "AggregatorAgent") return new Aggregator(this, id, { ...props, ...given({ data }) }).agent;
    if (agentClass === "RegistryAgent") return new Registry(this, id, props).agent;
    if (agentClass === "InfluxDBAgent") return new InfluxPublisher(this, id, props).agent;
    if (agentClass === "AccessDirector" && access !== undefined) {
      return new AccessDirector(this, id, { ...props, access: access as AccessSettings }).agent;
    }
    return new OcsAgent(this, id, { ...props, agentClass });
  }

  private imageOf({ image, script }: AgentSettings): ContainerProps["image"] {
    const { site, allowLatest } = this.props;
    if (image === undefined) return site.images.ocs;
    if (typeof image === "string" || !("build" in image)) return image;
    const { build, base = site.images.ocs } = image;
    // Of agents in one folder the image is one, however they write its path.
    const id = encodeURIComponent(posix.normalize(build).replace(/(?<=.)\/$/, ""));
    const there = this.images.node.tryFindChild(id) as AgentImage | undefined;
    const built =
      there ??
      new AgentImage(this.images, id, {
        name: `${site.name}/${imageWord(build)}`,
        folder: build,
        base: reference(base),
        ...given({ script, allowLatest }),
      });
    return { imageId: built.imageId };
  }
}

function reference(image: SiteImage): string {
  return typeof image === "string" ? image : image.local;
}
