import { Construct } from "constructs";
import { requireProps } from "../shared/props";
import { useProvider } from "../shared/provider";
import { OCS_USER } from "./aggregator";
import { OcsAgent, type OcsAgentProps } from "./ocs-agent";

/** Settings of a {@link Registry}. */
export type RegistryProps = Omit<OcsAgentProps, "agentClass">;

/** The agent that knows which agents are there. */
export class Registry extends Construct {
  readonly agent: OcsAgent;

  constructor(scope: Construct, id: string, props: RegistryProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    this.agent = new OcsAgent(this, "Agent", { user: OCS_USER, ...props, agentClass: "RegistryAgent" });
  }
}
