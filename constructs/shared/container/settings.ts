import type { SecretVariable } from "../secret-variable";

/**
 * Settings of a container, in Docker's words: data, as an environment file may hold it.
 *
 * @see https://docs.docker.com/reference/cli/docker/container/run/
 */
export interface ContainerSettings extends ContainerPlaces, ContainerLimits, ContainerRights {
  /** Its name on the engine, which no other container there may have. */
  readonly name: string;
  /** `repository:tag`, or `repository@sha256:…` for exactly one, pulled when the engine has none; or another image. */
  readonly image: string | ContainerImage;
  /** Whether the image may be `latest`, which is another one tomorrow. @default false */
  readonly allowLatest?: boolean;
  /** Program and arguments. @default - the image's own */
  readonly command?: readonly string[];
  /** @default - the image's own */
  readonly entrypoint?: readonly string[];
  /** Variables. A secret is refused, as far as it can be recognised: see `secrets`. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Variables whose values are secret, each with the sensitive variable of Terraform that has it: `{ PGPASSWORD: {
   * variable: "db_password" } }` takes TF_VAR_db_password, or what its `command` prints. The value is in the state and in
   * `docker inspect`; that of a file, see `secrets`, is not.
   *
   * @default - none
   */
  readonly secretEnvironment?: Readonly<Record<string, SecretVariable>>;
  /** Files on the Docker host, mounted read-only; Terraform never reads them. @default - none */
  readonly secrets?: readonly ContainerSecret[];
  /** @default - the image's own */
  readonly user?: string;
  /** @default - the container's id */
  readonly hostname?: string;
  /** @default - the image's own */
  readonly workingDirectory?: string;
  /**
   * `image`: what the image says. `none`: also when the image has a check.
   *
   * @default "image"
   */
  readonly healthCheck?: ContainerHealthCheck | "image" | "none";
  /**
   * What a deployment waits for, and so does what depends on the container.
   *
   * @default "healthy" when a health check is given, else "started"
   */
  readonly wait?: "healthy" | "started";
  /**
   * `always`: a container that stopped is started by the next deployment. `once`: the deployment waits until the program has
   * ended, and keeps the container for its log; an exit code other than 0 is a warning.
   *
   * @default "always"
   */
  readonly runs?: "always" | "once";
  /** When the engine starts it again. @default "unless-stopped", or "no" when it runs once */
  readonly restart?: "no" | "always" | "unless-stopped" | "on-failure";
  /** How long it may take to end before it is killed. @default 30 */
  readonly stopGraceSeconds?: number;
  /** @default - the image's, else SIGTERM */
  readonly stopSignal?: string;
  /** What runs it, as the engine's configuration calls it; `nvidia` with NVIDIA_VISIBLE_DEVICES for some of the GPUs. @default - the engine's own */
  readonly runtime?: string;
  /** Settings of the kernel for it alone, such as `{ "net.core.somaxconn": "1024" }`. @default - the kernel's own */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** A small first process, which passes signals on; an image with an init of its own wants none. @default true */
  readonly init?: boolean;
  /**
   * How a changed container replaces the old one. `start-first`: it is started, and healthy where that is waited for,
   * before the old one stops. The time then stands at the end of its name, and it publishes no port.
   *
   * @default "stop-first"
   */
  readonly replacement?: "stop-first" | "start-first";
  /** @default - json-file, five files of 10 MB */
  readonly log?: ContainerLog;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Networks, files and memory that a container sees. */
export interface ContainerPlaces {
  /** `host`, `none`, or the networks it is in. @default - the engine's bridge */
  readonly network?: "host" | "none" | readonly ContainerNetwork[];
  /** Addresses of hosts by their names; `host-gateway` is the Docker host. @default - none */
  readonly extraHosts?: Readonly<Record<string, string>>;
  /** Ports that the host publishes. @default - none */
  readonly ports?: readonly ContainerPort[];
  /** @default - none */
  readonly mounts?: readonly ContainerMount[];
  /** Files that are written into it before it starts; not with `readOnlyRoot`. @default - none */
  readonly uploads?: readonly ContainerUpload[];
  /** Whether its own files cannot be written. @default false */
  readonly readOnlyRoot?: boolean;
  /** Folders in memory, with their mount options, by path. @default - none */
  readonly tmpfs?: Readonly<Record<string, string>>;
}

/** How much of its host a container gets. */
export interface ContainerLimits {
  /** At least 6. @default - all of the host's */
  readonly memoryMiB?: number;
  /** Memory and swap together, or -1 for all of the host's swap. @default - memoryMiB: no swap */
  readonly memorySwapMiB?: number;
  /** For example 1.5. @default - all of the host's */
  readonly cpus?: number;
  /** The host's processors that it may use, such as `0-3` or `0,2`. @default - all of them */
  readonly cpuSet?: string;
  /** Its part of the processors when several containers want them; others have 1024. @default - 1024 */
  readonly cpuShares?: number;
  /** Size of /dev/shm. @default - the engine's, 64 */
  readonly shmSizeMiB?: number;
  /** Such as `{ nofile: { soft: 1024, hard: 4096 } }`. @default - the engine's */
  readonly ulimits?: Readonly<Record<string, ContainerUlimit>>;
}

/** What a container may do. */
export interface ContainerRights {
  /** Rights of the kernel to add to, or to take from, the engine's usual ones. @default - the usual ones */
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  /** @default - none */
  readonly devices?: readonly ContainerDevice[];
  /** All GPUs of the host, for which the engine needs the toolkit of their maker. @default - none */
  readonly gpus?: "all";
  /** Whether it has every right of the host's root, and all devices. Name what it needs in the others instead. @default false */
  readonly privileged?: boolean;
  /** More groups of its user, by name or number. @default - none */
  readonly groups?: readonly string[];
}

/**
 * An image that is not pulled: `local`, one that was built or loaded on the engine; `imageId`, one that another resource of
 * the stack makes.
 */
export type ContainerImage = { readonly local: string } | { readonly imageId: string };

/** A limit of a process. */
export interface ContainerUlimit {
  readonly soft: number;
  readonly hard: number;
}

/** A network of Docker that a container is in. */
export interface ContainerNetwork extends InNetwork {
  /** The network's name on its engine. */
  readonly name: string;
}

/** What a container is in a network. */
export interface InNetwork {
  /** More names under which others in the network find it. @default - none */
  readonly aliases?: readonly string[];
  /** A fixed address, for which the network needs a subnet. @default - one that the engine chooses */
  readonly ipv4Address?: string;
}

/** A folder or volume in a container. */
export interface ContainerMount extends AtPath {
  /** A volume's name, or an absolute path of the Docker host, where it exists. */
  readonly source: string;
}

/** Where a container finds what is mounted. */
export interface AtPath {
  /** Absolute path in the container. */
  readonly path: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** A port of a container that its host publishes. */
export interface ContainerPort {
  /** The port in the container. */
  readonly internal: number;
  /** The port of the host. @default - the same as `internal` */
  readonly external?: number;
  /** The host's address that answers. `0.0.0.0` opens it to every network, past the host's firewall. @default "127.0.0.1" */
  readonly ip?: string;
  /** @default "tcp" */
  readonly protocol?: "tcp" | "udp";
}

/**
 * A file that is written into a container before it starts: a text, which then stands in the state, or a file of the
 * project, which does not. Neither is a place for a secret.
 */
export type ContainerUpload = ({ readonly content: string } | { readonly source: string }) & {
  /** Absolute path in the container. */
  readonly path: string;
  /** @default false */
  readonly executable?: boolean;
};

/** A secret: a file that lies on the Docker host, and that Terraform never reads. */
export interface ContainerSecret {
  /** Absolute path on the Docker host, where it exists; the user of the container must be able to read it. */
  readonly hostFile: string;
  /** Absolute path in the container. @default - `/run/secrets/` and the file's name */
  readonly path?: string;
}

/** How Docker finds out whether a container does its work. */
export interface ContainerHealthCheck {
  /** A program with its arguments, run in the container: `["curl", "-f", "http://localhost/"]`. */
  readonly command: readonly string[];
  /** @default 10 */
  readonly intervalSeconds?: number;
  /** @default 5 */
  readonly timeoutSeconds?: number;
  /** So many failures make it unhealthy. @default 3 */
  readonly retries?: number;
  /** Failures in this time after its start do not count. @default 0 */
  readonly startPeriodSeconds?: number;
}

/** Where a container's output goes. */
export interface ContainerLog {
  /** A log driver of the engine. @default "json-file" */
  readonly driver?: string;
  /** @default - for json-file and local `max-size` 10m and `max-file` 5, so that no log fills the disk */
  readonly options?: Readonly<Record<string, string>>;
}

/** A device of the host. */
export interface ContainerDevice {
  readonly hostPath: string;
  /** @default - the same as `hostPath` */
  readonly path?: string;
  /** @default "rwm" */
  readonly permissions?: string;
}
