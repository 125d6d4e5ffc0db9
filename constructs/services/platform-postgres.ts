import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { DockerNetwork } from "../shared/container";
import { engineFrom } from "../shared/docker-provider";
import { given } from "../shared/given";
import { omit, pick } from "../shared/pick";
import type { ExternalNode } from "./external-node";
import { Postgres, type PostgresPlaces } from "./postgres";
import type { PostgresSettings } from "./postgres-settings";
import { nodeNames } from "./render/layout";
import {
  isServerAsked,
  POSTGRES_PORT,
  postgresName,
  postgresNames,
  postgresNode,
  postgresOn,
  postgresUse,
} from "./render/postgres";
import type { CommonSettings, PlatformSettings } from "./settings";

/** A node of a platform. */
export interface PostgresHere {
  readonly name: string;
  readonly node: ExternalNode;
  /** The front's. @default - a server has one of its own */
  readonly network?: DockerNetwork;
}

/** A platform's servers on one node, and how its services reach those of all nodes. */
export class PlatformPostgres extends Construct {
  /** Those of this node, by the names in the file. */
  readonly servers = new Map<string, Postgres>();

  constructor(
    scope: Construct,
    id: string,
    private readonly platform: PlatformSettings,
    private readonly here: PostgresHere,
  ) {
    super(scope, id);
    for (const name of postgresOn(platform, here.name)) this.servers.set(name, this.make(name));
  }

  private make(name: string): Postgres {
    const { platform, here } = this;
    const settings = omit(platform.postgres?.[name] as PostgresSettings, "node", "sharesNode", "backup");
    return new Postgres(this, name, {
      ...settings,
      name: postgresName(platform.name, name),
      labels: { platform: platform.name, server: name },
      node: here.node,
      ...given({ network: here.network }),
      isAsked: isServerAsked(platform, name),
      places: this.places(),
    });
  }

  private places(): PostgresPlaces {
    const { nodes = {}, name: platform, postgres = {} } = this.platform;
    const stack = TerraformStack.of(this);
    const others = Object.entries(nodes).filter(([node]) => node !== this.here.name);
    const volumes = nodeNames(this.platform).map((node) => [
      node,
      postgresOn(this.platform, node).map(
        (name) => postgresNames(postgresName(platform, name), postgres[name] as PostgresSettings).volume,
      ),
    ]);
    return {
      here: this.here.name,
      volumes: Object.fromEntries(volumes),
      others: Object.fromEntries(
        others.map(([node, host]) => [
          node,
          engineFrom(stack, given(pick(host, "dockerHost", "hostKey", "knownHostsFile"))),
        ]),
      ),
    };
  }

  /** A service's settings with the host and port of its server, as a container on this node reaches it. */
  withDatabase<S extends CommonSettings>(settings: S): S {
    const use = postgresUse(settings);
    if (use === undefined) return settings;
    const { host, port } = this.reached(use.postgres);
    const variables = { [use.hostVariable]: host, [use.portVariable]: `${port}` };
    return { ...settings, environment: { ...settings.environment, ...variables } };
  }

  /** What must be there before a service: its server, where it is on this node. */
  before(settings: CommonSettings): Postgres["ready"][] {
    const server = this.servers.get(postgresUse(settings)?.postgres ?? "");
    return server === undefined ? [] : [server.ready];
  }

  private reached(server: string) {
    const here = this.servers.get(server);
    if (here !== undefined) return { host: here.host, port: here.port };
    const { nodes, postgres } = this.platform;
    return {
      host: nodes?.[postgresNode(this.platform, server)]?.address as string,
      port: postgres?.[server]?.port ?? POSTGRES_PORT,
    };
  }
}
