import type { ContainerNetwork, ContainerSettings } from "../shared/container/settings";
import type { DockerHostSettings } from "../shared/render/docker-host";
import type { Backend } from "../shared/schema";
import type { DnsSettings } from "./dns-settings";
import type { DigitalOceanSettings, DropletSettings } from "./droplet-settings";
import type { PostgresSettings, PostgresUse } from "./postgres-settings";

/**
 * Services on Docker nodes behind a front: what `environments/services/<workspace>.ts` exports.
 *
 * @see https://martinfowler.com/bliki/BlueGreenDeployment.html
 */
export interface ServicesEnvironment extends PlatformSettings {
  /** @default - a file of the project, `terraform.tfstate.d/<workspace>/terraform.tfstate` */
  readonly backend?: Backend;
}

/** A platform without where its state lies. */
export interface PlatformSettings {
  /** The platform, and the file: the names of its containers, networks and volumes begin with it. */
  readonly name: string;
  /** Machines with Docker by their names. @default - one, `local`: the engine that DOCKER_HOST names, else this machine's */
  readonly nodes?: Readonly<Record<string, NodeSettings>>;
  /** Settings that all droplets share. @default - no node is a droplet */
  readonly digitalocean?: DigitalOceanSettings;
  /** Domains at DigitalOcean's DNS, with their records. @default - the DNS is elsewhere */
  readonly dns?: DnsSettings;
  /** The proxy of each node that has services: the only thing that browsers reach. */
  readonly front: FrontSettings;
  /** PostgreSQL servers by their names, one on a node. Services name theirs in `database`. @default - none */
  readonly postgres?: Readonly<Record<string, PostgresSettings>>;
  /** Services by their names. */
  readonly services: Readonly<Record<string, ServiceSettings | PairSettings>>;
}

/** A machine with Docker: one that exists, or a droplet. */
export interface NodeSettings extends DockerHostSettings {
  /** A droplet to create at DigitalOcean, instead of `dockerHost` and `address`. @default - the machine exists */
  readonly droplet?: DropletSettings;
  /** The IP address at which the other nodes reach it, in a network that is private. @default - none: no other node needs it */
  readonly address?: string;
  /** The public IP address of a machine that exists: hosts of its front point to it in `dns`. @default - none: a droplet has its own */
  readonly publicAddress?: string;
}

/** The proxy of a node. */
export interface FrontSettings {
  /** Of Caddy, such as `caddy:2.11`: 2.11 or later, with a shell in it. Another image is a restart, and a gap of a second. */
  readonly image: string | { readonly local: string };
  /**
   * `acme`: made and renewed by themselves. `internal`: by an authority of the front's own, which browsers do not know. `none`:
   * no TLS, for this machine alone or behind another proxy.
   */
  readonly certificates: { readonly acme: AcmeSettings } | "internal" | "none";
  /** On the node. @default 80 */
  readonly httpPort?: number;
  /** On the node. @default 443 */
  readonly httpsPort?: number;
  /** The node's address that answers. @default - all of them with `acme`; else "127.0.0.1" */
  readonly ip?: string;
  /** Addresses by the hosts from which they redirect, as `{ "www.example.org": "https://example.org" }`; the path goes along. @default - none */
  readonly redirects?: Readonly<Record<string, string>>;
  /** The first of two ports at which a node's front answers the fronts of other nodes. @default 8040 */
  readonly innerPort?: number;
  /** Whether the volume with keys and certificates may go with the stack. @default "refused" */
  readonly removal?: "refused" | "allowed";
  /**
   * Whether a node has a kernel before Linux 5.14, of 2021, which knows no `tcp_migrate_req`: a change of routes may then
   * refuse a connection that comes at that moment.
   *
   * @default false
   */
  readonly olderKernel?: boolean;
  /** Lines for the global options of the Caddyfile, as they stand. A secret is refused. @default - none */
  readonly globalOptions?: readonly string[];
  /**
   * Variables for `{$NAME}` in `globalOptions` and `directives`, such as the hash of a password. Another value is a restart, and a gap
   * of a second.
   *
   * @default - none
   */
  readonly secretEnvironment?: ContainerSettings["secretEnvironment"];
}

/** Who makes the certificates. */
export interface AcmeSettings {
  /** To which the authority writes when something is wrong. */
  readonly email: string;
  /** The authority's directory: `production` and `staging` are those of Let's Encrypt. @default "production" */
  readonly ca?: "production" | "staging" | (string & {});
  /** A file of the project with the certificate that the authority's own server is known by. @default - the usual ones */
  readonly caRootFile?: string;
}

/** What is asked of a new container before it gets a request, and of a colour before it goes live. */
export interface HealthSettings {
  /** Asked by the front, as a request would be; 200 to 399 is healthy. @default "/", or what `grpc` says */
  readonly path?: string;
  /**
   * The name by which gRPC's health service is asked in place of a path, such as `"simulation.v1.Runs"`; `""` is the whole server.
   * SERVING is healthy. Needs the scheme `h2c` or `https`.
   *
   * @default - `path` is asked
   * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
   */
  readonly grpc?: string;
  /** @default 1 */
  readonly intervalSeconds?: number;
  /** An answer that takes longer is none. @default 5 */
  readonly timeoutSeconds?: number;
  /** So long it must be healthy, without a restart. @default 5 */
  readonly minHealthySeconds?: number;
  /** Then the gate closes: the old container stays. @default 120 */
  readonly deadlineSeconds?: number;
}

/** A certificate that exists, for the time in which hosts move in. */
export interface CertificateSettings {
  /** From the project's folder: PEM, with the chain. */
  readonly certFile: string;
  /** From the project's folder, and not in the repository. It goes to the front's volume; the state never has it. */
  readonly keyFile: string;
  /**
   * `later`: the certificate serves alone. `now`: one is made by ACME beside it, and then this setting can be taken out.
   *
   * @default "later"
   */
  readonly acme?: "later" | "now";
}

/** A program that runs once, of the new image, before a new container is made: both colours share one database. */
export interface MigrateSettings {
  /** Program and arguments. It must leave the database so that the old colour can go on with it. */
  readonly command: readonly string[];
}

/** What Docker gets of a service's containers, by the names of {@link ContainerSettings}. */
export const CONTAINER_SETTINGS = [
  "allowLatest",
  "capabilities",
  "command",
  "cpus",
  "entrypoint",
  "environment",
  "extraHosts",
  "groups",
  "healthCheck",
  "init",
  "labels",
  "log",
  "memoryMiB",
  "mounts",
  "readOnlyRoot",
  "secretEnvironment",
  "secrets",
  "shmSizeMiB",
  "stopGraceSeconds",
  "stopSignal",
  "tmpfs",
  "ulimits",
  "user",
  "workingDirectory",
] as const satisfies readonly (keyof ContainerSettings)[];

/** What Docker gets of a service's containers, as in {@link ContainerSettings}. */
export type ServiceContainerSettings = Pick<ContainerSettings, (typeof CONTAINER_SETTINGS)[number]>;

/** What a service and a pair have in common. */
export interface CommonSettings extends ServiceContainerSettings {
  /** A service of the neuromorphic platform, whose ports, limits and secrets are known. @default - none */
  readonly preset?: "nmpi" | "quotas" | "docs" | "splash";
  /** Names under which browsers find it, such as `nmpi.example.org`. */
  readonly hosts: readonly string[];
  /** In the container. Required without a preset. @default - the preset's */
  readonly port?: number;
  /**
   * What the container speaks. `https`: its certificate is not held against a name. `h2c`: HTTP/2 without TLS, as gRPC servers
   * do. Calls of gRPC reach a container by `h2c` and by `https`.
   *
   * @default - the preset's, else "http"
   */
  readonly scheme?: Scheme;
  /** @default {} */
  readonly health?: HealthSettings;
  /** The node of its containers. @default - the only node */
  readonly node?: string;
  /** The node whose front its hosts point to. @default - the node of its containers */
  readonly front?: string;
  /**
   * The server of `postgres` that it uses. Two variables get its host and its port: with the presets nmpi and quotas
   * NMPI_DATABASE_HOST and NMPI_DATABASE_PORT, else PGHOST and PGPORT.
   *
   * @default - none
   */
  readonly database?: string | PostgresUse;
  /** More networks of its node, such as that of a database. @default - that of the front alone */
  readonly networks?: readonly Omit<ContainerNetwork, "ipv4Address">[];
  /** So long requests may go on in a container that is replaced, before it is told to stop. @default - `readTimeoutSeconds`, at most 3600 */
  readonly drainSeconds?: number;
  /** So long the container may be silent while it answers. @default - the preset's, else 300 */
  readonly readTimeoutSeconds?: number;
  /** Larger requests get 413. @default - the preset's, else no limit */
  readonly maxBodyMiB?: number;
  /** Answered to all with status 503, in place of the service. @default - none: the service answers */
  readonly maintenance?: string;
  /** @default - none: as the front's `certificates` say */
  readonly certificate?: CertificateSettings;
  /** @default - none */
  readonly migrate?: MigrateSettings;
  /**
   * Lines for its part of the Caddyfile, as they stand: a password, an address (`client_ip`) that may see /admin. `remote_ip` and
   * `tls` are refused: TLS ends before. So is a secret: it belongs in the front's `secretEnvironment`, and `{$NAME}` here.
   *
   * @default - none
   */
  readonly directives?: readonly string[];
}

/** One container behind the front; a changed one is started, and asked, before the old one stops. */
export interface ServiceSettings extends CommonSettings {
  readonly image: string | { readonly local: string };
}

/** Blue and green behind the front, of which one is live. */
export interface PairSettings extends CommonSettings {
  /** Names under which the colour that is not live is found. @default - none */
  readonly stagingHosts?: readonly string[];
  /** The colour that `hosts` point to: changing it promotes the other. */
  readonly live: Colour;
  readonly blue?: ColourSettings;
  readonly green?: ColourSettings;
  /** A share of the requests for the colour that is not live. @default - none */
  readonly canary?: CanarySettings;
}

/** A colour of a pair. */
export interface ColourSettings {
  readonly image: string | { readonly local: string };
  /** @default - the pair's */
  readonly node?: string;
  /** Variables that this colour has other than the pair's. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A share of the requests for the colour that is not live. */
export interface CanarySettings {
  /** 1 to 99. */
  readonly percent: number;
  /** `cookie`: a browser stays with the colour that it got first. @default "none" */
  readonly sticky?: "cookie" | "none";
}

export type Colour = "blue" | "green";

/** What a container speaks. */
export type Scheme = "http" | "https" | "h2c";
