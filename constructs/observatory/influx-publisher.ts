import { Construct } from "constructs";
import { requireProps } from "../shared/props";
import { useProvider } from "../shared/provider";
import { OcsAgent, type OcsAgentProps } from "./ocs-agent";

/** Settings of an {@link InfluxPublisher}. */
export interface InfluxPublisherProps extends Omit<OcsAgentProps, "agentClass"> {
  /** Files on the Docker host with InfluxDB's user and password, for one that asks for them. @default - none */
  readonly credentials?: { readonly usernameFile: string; readonly passwordFile: string };
}

const USERNAME = "/run/secrets/influxdb-username";
const PASSWORD = "/run/secrets/influxdb-password";

/** The agent that writes what others publish to InfluxDB: `arguments.host` and `arguments.port` say to which. */
export class InfluxPublisher extends Construct {
  readonly agent: OcsAgent;

  constructor(scope: Construct, id: string, props: InfluxPublisherProps) {
    super(scope, id);
    requireProps(this, props);
    const { credentials, provider, ...agent } = props;
    useProvider(this, "docker", provider);
    // The names that end in _FILE alone: beside them OCS takes what the others say.
    const login = credentials && {
      secrets: [
        ...(agent.secrets ?? []),
        { hostFile: credentials.usernameFile, path: USERNAME },
        { hostFile: credentials.passwordFile, path: PASSWORD },
      ],
      environment: { ...agent.environment, INFLUXDB_USERNAME_FILE: USERNAME, INFLUXDB_PASSWORD_FILE: PASSWORD },
    };
    this.agent = new OcsAgent(this, "Agent", { ...agent, ...login, agentClass: "InfluxDBAgent" });
  }
}
