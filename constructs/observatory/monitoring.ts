import { Plugin } from "@cdktf/provider-docker/lib/plugin";
import { Construct } from "constructs";
import { checkSettings, missing, refuse } from "../shared/check-props";
import { Container, type ContainerProps, type DockerNetwork, DockerVolume } from "../shared/container";
import { given } from "../shared/given";
import { otherProps, requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { grafanaSources, SOURCES_FILE } from "./render/grafana";
import * as rules from "./schema";
import type { MonitoringSettings, SiteSettings } from "./settings";

/** Settings of a {@link Monitoring}. */
export interface MonitoringProps extends Omit<MonitoringSettings, "node">, ProviderProps {
  /** What the containers' and volumes' names begin with. */
  readonly name: string;
  readonly network: DockerNetwork;
  readonly images: {
    /** InfluxDB 1. */
    readonly influxdb: ContainerProps["image"];
    /** Required with `grafana`. */
    readonly grafana?: ContainerProps["image"];
    /** Required with `loki`. */
    readonly loki?: ContainerProps["image"];
    /** The engine's plugin; required with `loki`. */
    readonly lokiDriver?: string;
  };
  /** What OCS publishes to. @default "ocs_feeds" */
  readonly database?: string;
  /** Whether images may be `latest`. @default false */
  readonly allowLatest?: boolean;
}

const PROPS = {
  name: true,
  network: true,
  images: true,
  database: true,
  allowLatest: true,
  grafana: true,
  loki: true,
  influxdbPort: true,
  removal: true,
  provider: true,
} as const;

/** Stores what agents publish, and shows it: InfluxDB, and where they are wanted Grafana and Loki. */
export class Monitoring extends Construct {
  readonly influxdb: Container;
  readonly grafana?: Container;
  readonly loki?: Container;
  /** How containers send their logs to Loki. */
  readonly log?: NonNullable<ContainerProps["log"]>;
  /** What must be there before a container sends its log. */
  readonly logDriver?: Plugin;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringProps,
  ) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    const needed = { name: "the site's name", images: "the images, by their names", network: "a DockerNetwork" };
    refuse(this, [...otherProps(this, props, PROPS), ...missing(props, needed)]);
    const { influxdbPort, removal, grafana, loki, images } = props;
    this.check(props);
    this.influxdb = this.part("Influxdb", images.influxdb, {
      environment: { INFLUXDB_DB: props.database ?? "ocs_feeds", INFLUXDB_HTTP_LOG_ENABLED: "false" },
      ports: [{ internal: 8086, external: influxdbPort ?? 8086 }],
      mounts: [{ volume: this.volume("Influxdb", removal), path: "/var/lib/influxdb" }],
      healthCheck: { command: ["influx", "-execute", "SHOW DATABASES"], startPeriodSeconds: 60 },
    });
    if (loki && images.loki !== undefined && images.lokiDriver !== undefined) {
      const port = loki.port ?? 3100;
      this.loki = this.part("Loki", images.loki, {
        ports: [{ internal: 3100, external: port }],
        mounts: [{ volume: this.volume("Loki", removal), path: "/loki" }],
      });
      this.logDriver = new Plugin(this, "LokiDriver", {
        name: images.lokiDriver,
        alias: "loki",
        enabled: true,
        grantAllPermissions: true,
      });
      this.log = { driver: "loki:latest", options: lokiOptions(port) };
    }
    if (grafana && images.grafana !== undefined) this.grafana = this.grafanaPart(grafana, images.grafana);
  }

  private check({ influxdbPort, grafana, loki, images }: MonitoringProps): void {
    const said: Pick<SiteSettings, "monitoring"> = { monitoring: given({ influxdbPort, grafana, loki }) };
    const missing = [
      ...(grafana && images.grafana === undefined ? ["grafana"] : []),
      ...(loki && images.loki === undefined ? ["loki"] : []),
      ...(loki && images.lokiDriver === undefined ? ["lokiDriver"] : []),
    ];
    checkSettings(this, said, { monitoring: rules.monitoring }, () =>
      missing.map((image) => ({
        path: `images.${image}`,
        message: "is required; name an image with its tag or digest",
      })),
    );
  }

  private grafanaPart(
    { adminPasswordFile, port = 3000, ip = "127.0.0.1" }: NonNullable<MonitoringProps["grafana"]>,
    image: ContainerProps["image"],
  ): Container {
    const password = "/run/secrets/grafana-admin";
    return this.part("Grafana", image, {
      environment: {
        GF_SECURITY_ADMIN_PASSWORD__FILE: password,
        GF_USERS_ALLOW_SIGN_UP: "false",
        GF_ANALYTICS_REPORTING_ENABLED: "false",
      },
      secrets: [{ hostFile: adminPasswordFile, path: password }],
      uploads: [
        { path: SOURCES_FILE, content: grafanaSources(this.props.database ?? "ocs_feeds", this.loki !== undefined) },
      ],
      ports: [{ internal: 3000, external: port, ip }],
      mounts: [{ volume: this.volume("Grafana", this.props.removal), path: "/var/lib/grafana" }],
      dependsOn: [this.influxdb.resource],
    });
  }

  private part(id: string, image: ContainerProps["image"], settings: Partial<ContainerProps>): Container {
    const alias = id.toLowerCase();
    return new Container(this, id, {
      name: `${this.props.name}-${alias}`,
      image,
      ...(this.props.allowLatest === true && { allowLatest: true }),
      network: [{ network: this.props.network, aliases: [alias] }],
      ...settings,
    });
  }

  private volume(of: string, removal: MonitoringSettings["removal"]): DockerVolume {
    const name = `${this.props.name}-${of.toLowerCase()}`;
    return new DockerVolume(this, `${of}Data`, { name, ...(removal && { removal }) });
  }
}

/** The engine itself sends them; where Loki does not answer, a container must stop all the same. */
function lokiOptions(port: number): Record<string, string> {
  return {
    "loki-url": `http://127.0.0.1:${port}/loki/api/v1/push`,
    mode: "non-blocking",
    "loki-retries": "2",
    "loki-timeout": "1s",
    "loki-max-backoff": "800ms",
    "keep-file": "true",
  };
}
