import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { requireProps } from "../shared/props";
import { useProvider } from "../shared/provider";
import { access as accessRules } from "./agent-schema";
import { OcsAgent, type OcsAgentProps } from "./ocs-agent";
import { accessFile } from "./render/access-file";
import { ACCESS_FILE } from "./render/arguments";
import type { AccessSettings } from "./settings";

/** Settings of an {@link AccessDirector}. */
export interface AccessDirectorProps extends Omit<OcsAgentProps, "agentClass"> {
  /** Hashed passwords, or a file of the Docker host in the director's own format. */
  readonly access: AccessSettings;
}

/** The agent that says who may do what; `access_policy` of a site, or of an agent, names it. */
export class AccessDirector extends Construct {
  readonly agent: OcsAgent;

  constructor(scope: Construct, id: string, props: AccessDirectorProps) {
    super(scope, id);
    requireProps(this, props);
    const { access, provider, ...agent } = props;
    useProvider(this, "docker", provider);
    checkSettings(this, { access }, { access: accessRules });
    const place =
      "hostFile" in access
        ? { secrets: [...(agent.secrets ?? []), { hostFile: access.hostFile, path: ACCESS_FILE }] }
        : { uploads: [...(agent.uploads ?? []), { path: ACCESS_FILE, content: accessFile(access.passwords) }] };
    const args = { "config-file": ACCESS_FILE, ...agent.arguments };
    this.agent = new OcsAgent(this, "Agent", { ...agent, ...place, arguments: args, agentClass: "AccessDirector" });
  }
}
