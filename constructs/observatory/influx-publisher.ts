import { Construct } from "constructs";
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

  constructor(scope: Construct, id: string, { credentials, provider, ...props }: InfluxPublisherProps) {
    super(scope, id);
    useProvider(this, "docker", provider);
    // The names that end in _FILE alone: beside them OCS takes what the others say.
    const login = credentials && {
      secrets: [
        ...(props.secrets ?? []),
        { hostFile: credentials.usernameFile, path: USERNAME },
        { hostFile: credentials.passwordFile, path: PASSWORD },
      ],
      environment: { ...props.environment, INFLUXDB_USERNAME_FILE: USERNAME, INFLUXDB_PASSWORD_FILE: PASSWORD },
    };
    this.agent = new OcsAgent(this, "Agent", { ...props, ...login, agentClass: "InfluxDBAgent" });
  }
}
