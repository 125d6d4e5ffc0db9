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

  constructor(scope: Construct, id: string, given: RegistryProps) {
    super(scope, id);
    requireProps(this, given);
    const { provider, ...props } = given;
    useProvider(this, "docker", provider);
    this.agent = new OcsAgent(this, "Agent", { user: OCS_USER, ...props, agentClass: "RegistryAgent" });
  }
}
