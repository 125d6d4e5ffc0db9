import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { Container, type ContainerMount, DockerVolume, type MountedVolume } from "../shared/container";
import { requireProps } from "../shared/props";
import { useProvider } from "../shared/provider";
import { data as dataRules } from "./agent-schema";
import { OcsAgent, type OcsAgentProps } from "./ocs-agent";
import { DATA_FOLDER } from "./render/arguments";
import type { AgentData } from "./settings";

/** The user of OCS's images. */
export const OCS_USER = "9000:9000";

/** Settings of an {@link Aggregator}. */
export interface AggregatorProps extends Omit<OcsAgentProps, "agentClass"> {
  /** Where it writes: a volume, or a folder of the host that user 9000 can write. @default - a volume that no plan may take away */
  readonly data?: AgentData;
}

/** The agent that writes what others publish to files, below /data of its volume. */
export class Aggregator extends Construct {
  readonly agent: OcsAgent;
  /** Absent where a folder of the host takes the data. */
  readonly volume?: DockerVolume;

  constructor(scope: Construct, id: string, props: AggregatorProps) {
    super(scope, id);
    requireProps(this, props);
    const { data = { removal: "refused" }, provider, ...agent } = props;
    useProvider(this, "docker", provider);
    checkSettings(this, { data }, { data: dataRules });
    const usual = { agentClass: "AggregatorAgent", user: OCS_USER, ...agent };
    const args = { "data-dir": DATA_FOLDER, ...agent.arguments };
    if ("hostPath" in data) {
      this.agent = this.agentWith({ source: data.hostPath, path: DATA_FOLDER }, { ...usual, arguments: args });
      return;
    }
    this.volume = new DockerVolume(this, "Data", { name: `${agent.name}-data`, removal: data.removal });
    const mount = { volume: this.volume, path: DATA_FOLDER };
    // A new volume belongs to root.
    const owner = new Container(this, "Owner", {
      name: `${agent.name}-owner`,
      image: agent.image,
      ...(agent.allowLatest === true && { allowLatest: true }),
      runs: "once",
      user: "0:0",
      entrypoint: ["chown"],
      command: [OCS_USER, DATA_FOLDER],
      network: "none",
      healthCheck: "none",
      mounts: [mount],
    });
    const dependsOn = [...(agent.dependsOn ?? []), owner.resource];
    this.agent = this.agentWith(mount, { ...usual, arguments: args, dependsOn });
  }

  private agentWith(mount: ContainerMount | MountedVolume, props: OcsAgentProps): OcsAgent {
    return new OcsAgent(this, "Agent", { ...props, mounts: [...(props.mounts ?? []), mount] });
  }
}
