import type { ContainerNetwork, ContainerSettings } from "../shared/container/settings";
import type { DockerHostSettings } from "../shared/render/docker-host";
import type { Backend } from "../shared/schema";

/**
 * One site of OCS: what `environments/observatory/<workspace>.ts` exports. The site configuration file, every container
 * and all addresses come from it.
 *
 * @see https://ocs.readthedocs.io/en/main/user/site_config.html
 */
export interface ObservatoryEnvironment extends SiteSettings {
  /** @default - a file of the project, `terraform.tfstate.d/<workspace>/terraform.tfstate` */
  readonly backend?: Backend;
}

/** A site without where its state lies. */
export interface SiteSettings {
  /** The site, and the file: the names of its containers, networks and volumes begin with it. */
  readonly name: string;
  /** `wamp_realm`. @default "test_realm" */
  readonly realm?: string;
  /** `address_root`, with which the address of every agent begins; stored data have it too. @default "observatory" */
  readonly addressRoot?: string;
  /** `access_policy` of all agents: `director:<instance-id of an AccessDirector>`. @default - none: all may do all */
  readonly accessPolicy?: string;
  /** What containers are made of. */
  readonly images: SiteImages;
  /** Whether an image may be `latest`, which is another one tomorrow. @default false */
  readonly allowLatest?: boolean;
  /** Docker hosts by their names. @default - one, `local`: the engine that DOCKER_HOST names, else this machine's */
  readonly nodes?: Readonly<Record<string, NodeSettings>>;
  /** The WAMP router. @default - a container on the first node, port 8001 of 127.0.0.1 */
  readonly crossbar?: CrossbarSettings | ExternalCrossbar;
  /** `hosts` of the site configuration. */
  readonly hosts: readonly HostSettings[];
  /** A container with OCS's programs, for a shell or a script. @default - none */
  readonly client?: ClientSettings;
  /** OCS's control panel for browsers. @default - none */
  readonly web?: WebSettings;
  /** Where data are stored and shown. @default - none */
  readonly monitoring?: MonitoringSettings;
}

/** An image with its tag or digest, or one that is on the engine already. */
export type SiteImage = string | { readonly local: string };

/** Images of a site, such as `simonsobs/ocs:v0.12.1`. */
export interface SiteImages {
  /** Of every agent that names none of its own. */
  readonly ocs: SiteImage;
  /** Required where a crossbar is made. */
  readonly crossbar?: SiteImage;
  /** Required with `web`. */
  readonly web?: SiteImage;
  /** InfluxDB 1; required with `monitoring`. */
  readonly influxdb?: SiteImage;
  /** Required with `monitoring.grafana`. */
  readonly grafana?: SiteImage;
  /** Required with `monitoring.loki`. */
  readonly loki?: SiteImage;
  /** The plugin with which engines send logs to Loki; required with `monitoring.loki`. */
  readonly lokiDriver?: string;
}

/** A Docker host. */
export interface NodeSettings extends Pick<DockerHostSettings, "dockerHost" | "knownHostsFile"> {
  /** The name or address under which the other nodes and clients reach it. @default - none */
  readonly address?: string;
}

/** The WAMP router as a container. Whoever reaches it may call, and register, everything: it knows no passwords. */
export interface CrossbarSettings {
  /** @default - the first node */
  readonly node?: string;
  /** In the container and on its host. @default 8001 */
  readonly port?: number;
  /** The host's address that answers; another than a loopback needs `allowPublic`. @default "127.0.0.1" */
  readonly ip?: string;
  /** Whether others than this host may reach it. Docker opens the port past ufw. @default false */
  readonly allowPublic?: boolean;
}

/** A WAMP router that runs already. */
export interface ExternalCrossbar {
  /** `wamp_server`, such as `ws://10.10.10.2:8001/ws`. */
  readonly wampServer: string;
  /** `wamp_http`, such as `http://10.10.10.2:8001/call`. */
  readonly wampHttp: string;
}

/** An entry of `hosts`. */
export interface HostSettings {
  /**
   * Its key in the site configuration. The containers of its agents have this hostname; by convention it is the machine's
   * name and `-docker`.
   */
  readonly hostname: string;
  /** `native`: its agents are no containers of ours; they stand in the site configuration alone. @default "docker" */
  readonly kind?: "docker" | "native";
  /** The Docker host of its containers. @default - the only node */
  readonly node?: string;
  /** `wamp_server` for this host. @default - derived */
  readonly wampServer?: string;
  /** `wamp_http` for this host. @default - derived */
  readonly wampHttp?: string;
  /** `wamp_realm` for this host. @default - the site's */
  readonly wampRealm?: string;
  /** `log-dir`; containers write to standard output. @default - none */
  readonly logDir?: string;
  /** `crossbar_timeout`: how long an agent looks for the router before it ends; 0: for ever. @default 10 */
  readonly crossbarTimeoutSeconds?: number;
  /** `crossbar`: a router that `ocs-local-support` starts on a native host. @default - none */
  readonly crossbar?: { readonly configDir?: string; readonly bin?: string };
  /** `agent-instances`. */
  readonly agents: readonly AgentSettings[];
  /** Other containers beside its agents, such as a simulator of an instrument. @default - none */
  readonly helpers?: readonly HelperSettings[];
}

/** The words of an agent's command line by their names, without dashes: `{ mode: "acq", "num-channels": 16 }`. */
export type AgentArguments = Readonly<Record<string, ArgumentValue>>;

/** `true` writes the name alone. */
export type ArgumentValue = string | number | true | readonly (string | number)[];

/** How a HostManager treats an agent. @see https://ocs.readthedocs.io/en/main/agents/host_manager.html */
export type Manage = (typeof MANAGE)[number];
export const MANAGE = [
  ...["host/up", "host/down", "docker/up", "docker/down", "ignore"],
  ...["yes", "no", "docker", "host", "up", "down"],
] as const;

/** What Docker gets of an agent's container, by the names of {@link ContainerSettings}. */
export const CONTAINER_SETTINGS = [
  "capabilities",
  "cpus",
  "devices",
  "environment",
  "extraHosts",
  "gpus",
  "groups",
  "labels",
  "memoryMiB",
  "mounts",
  "ports",
  "privileged",
  "runtime",
  "secretEnvironment",
  "secrets",
  "shmSizeMiB",
  "stopGraceSeconds",
  "tmpfs",
  "ulimits",
  "uploads",
  "user",
] as const satisfies readonly (keyof ContainerSettings)[];

/** What Docker gets of an agent's container, as in {@link ContainerSettings}. */
export type AgentContainerSettings = Pick<ContainerSettings, (typeof CONTAINER_SETTINGS)[number]>;

/** A container beside the agents of a host that is not on the bus. Agents start after it; changing it restarts none of them. */
export interface HelperSettings
  extends AgentContainerSettings,
    Pick<ContainerSettings, (typeof PROGRAM_SETTINGS)[number]>,
    Pick<AgentSettings, "network" | "networks"> {
  /** The site's containers find it under this name. */
  readonly name: string;
  readonly image: SiteImage;
}

/** Settings that a helper's container has and an agent's does not. */
export const PROGRAM_SETTINGS = [
  "command",
  "entrypoint",
  "healthCheck",
  "init",
  "workingDirectory",
] as const satisfies readonly (keyof ContainerSettings)[];

/** An entry of `agent-instances`; of a native agent only what stands in the site configuration. */
export interface AgentSettings extends AgentContainerSettings {
  /** `instance-id`, once in a site: the agent's address is the root and this. */
  readonly instanceId: string;
  /** `agent-class`, such as `FakeDataAgent`. */
  readonly agentClass: string;
  /** @default - none */
  readonly arguments?: AgentArguments;
  /** For a native agent. @default - "ignore" for a container: Terraform keeps it; else OCS's own, "host/up" */
  readonly manage?: Manage;
  /** An image, or a folder that one is built from. @default - images.ocs */
  readonly image?: SiteImage | AgentBuild;
  /** An agent that no plugin of OCS has: a Python file in the image. @default - the plugin's */
  readonly script?: AgentScript;
  /** `host` for hardware that only the host's own network reaches. @default "site" */
  readonly network?: "site" | "host";
  /** Networks of the engine that it is in beside the site's, such as that of its instrument; none of them is made. @default - none */
  readonly networks?: readonly ContainerNetwork[];
  /** LOGLEVEL. @default "info" */
  readonly logLevel?: (typeof LOG_LEVELS)[number];
  /** As of its host, for this agent alone. @default - its host's */
  readonly crossbarTimeoutSeconds?: number;
  /** `registered`: healthy is an agent that answers on the bus; it needs python3 in the image. @default "registered" */
  readonly healthCheck?: "registered" | "none";
  /** `healthy`: a deployment waits until it answers on the bus. @default "started" */
  readonly wait?: "healthy" | "started";
  /** Where an AggregatorAgent writes. @default - a volume that no plan may take away */
  readonly data?: AgentData;
  /** Who may do what; an AccessDirector needs it. @default - none */
  readonly access?: AccessSettings;
}

export const LOG_LEVELS = ["critical", "error", "warn", "info", "debug", "trace"] as const;

/** A folder that an image is built from. Its own Dockerfile is checked; without one it is rendered, which needs `script`. */
export interface AgentBuild {
  /** From the project's folder. */
  readonly build: string;
  /** What a rendered Dockerfile begins with. @default - images.ocs */
  readonly base?: SiteImage;
}

/** A Python file that makes an agent, and the function that starts it. */
export interface AgentScript {
  /** In the container: absolute, or in the folder of a rendered Dockerfile. */
  readonly path: string;
  /** @default "main" */
  readonly entrypoint?: string;
}

/** A volume, or a folder of the host that user 9000 can write. */
export type AgentData = { readonly removal: "refused" | "allowed" } | { readonly hostPath: string };

/** Passwords of an AccessDirector: hashed in this file, or in a file of the Docker host in its own format. */
export type AccessSettings = { readonly passwords: readonly AccessPasswords[] } | { readonly hostFile: string };

/** Passwords for some agents, all that are not named included: each the first 16 digits of its MD5, or "" for none. */
export interface AccessPasswords {
  /** Pattern of classes. @default - any */
  readonly agentClass?: string;
  /** Pattern of instance-ids. @default - any */
  readonly instanceId?: string;
  /** Of basic access. @default - "" where neither a class nor an instance is named */
  readonly password1?: string;
  /** Of advanced access. @default - none: blocked */
  readonly password2?: string;
  /** Of full access. @default - none: blocked */
  readonly password3?: string;
}

/** A container with OCS's programs. */
export interface ClientSettings {
  /** @default - the crossbar's node, else the first */
  readonly node?: string;
}

/** OCS's control panel. */
export interface WebSettings {
  /** @default - the crossbar's node, else the first */
  readonly node?: string;
  /** On the host. @default 3002 */
  readonly port?: number;
  /** The host's address that answers. @default "127.0.0.1" */
  readonly ip?: string;
}

/** InfluxDB 1, and what shows it. */
export interface MonitoringSettings {
  /** @default - the crossbar's node, else the first */
  readonly node?: string;
  /** InfluxDB's port on 127.0.0.1 of the host. @default 8086 */
  readonly influxdbPort?: number;
  /** Whether the volumes may go with the site. @default "refused" */
  readonly removal?: "refused" | "allowed";
  /** @default - none */
  readonly grafana?: GrafanaSettings;
  /** Logs of all agents go to Loki. @default - they stay with the engine */
  readonly loki?: LokiSettings;
}

/** Grafana with InfluxDB as its source. */
export interface GrafanaSettings {
  /** A file on the Docker host with the password of `admin`, which user 472 can read. */
  readonly adminPasswordFile: string;
  /** On the host. @default 3000 */
  readonly port?: number;
  /** The host's address that answers. @default "127.0.0.1" */
  readonly ip?: string;
}

/** Loki, to which the engine sends. */
export interface LokiSettings {
  /** On 127.0.0.1 of the host. @default 3100 */
  readonly port?: number;
}
