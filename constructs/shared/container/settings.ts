import type { ITerraformDependable } from "cdktf";
import type {
  ContainerDevice,
  ContainerHealthCheck,
  ContainerLog,
  ContainerMount,
  ContainerNetwork,
  ContainerPort,
  ContainerSecret,
  ContainerUpload,
} from "./schema";

/** Settings of a container. */
export interface ContainerProps {
  /** Its name on the engine, which no other container there may have. */
  readonly name: string;
  /** The image: `repository:tag`, or `repository@sha256:…` for exactly one. It is pulled when the engine has none. */
  readonly image: string;
  /** Whether the image may be `latest`, which is another one tomorrow. @default false */
  readonly allowLatest?: boolean;
  /** @default - the image's own */
  readonly command?: readonly string[];
  /** @default - the image's own */
  readonly entrypoint?: readonly string[];
  /** Variables. A name that says secret is refused: see `secrets`. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Files on the Docker host, mounted read-only; Terraform never reads them. @default - none */
  readonly secrets?: readonly ContainerSecret[];
  /** @default - the image's own */
  readonly user?: string;
  /** @default - the container's id */
  readonly hostname?: string;
  /** @default - the image's own */
  readonly workingDirectory?: string;
  /** `host`, or the networks it is in. @default - the engine's bridge */
  readonly network?: "host" | readonly ContainerNetwork[];
  /** Addresses of hosts by their names. @default - none */
  readonly extraHosts?: Readonly<Record<string, string>>;
  /** Ports that the host publishes. @default - none */
  readonly ports?: readonly ContainerPort[];
  /** @default - none */
  readonly mounts?: readonly ContainerMount[];
  /** Files that are written into it. @default - none */
  readonly uploads?: readonly ContainerUpload[];
  /** Whether its own files cannot be written. @default false */
  readonly readOnlyRoot?: boolean;
  /** Folders in memory, with their mount options, by path. @default - none */
  readonly tmpfs?: Readonly<Record<string, string>>;
  /** At least 6. There is no swap beside it. @default - all of the host's */
  readonly memoryMiB?: number;
  /** For example 1.5. @default - all of the host's */
  readonly cpus?: number;
  /** Rights of the kernel to add to, or to take from, the engine's usual ones. @default - the usual ones */
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  /** @default - none */
  readonly devices?: readonly ContainerDevice[];
  /** Terraform waits until it is healthy. @default - running is enough */
  readonly healthCheck?: ContainerHealthCheck;
  /** @default "unless-stopped" */
  readonly restart?: "no" | "always" | "unless-stopped" | "on-failure";
  /** How long it may take to end before it is killed. @default 30 */
  readonly stopGraceSeconds?: number;
  /** @default - json-file, five files of 10 MB */
  readonly log?: ContainerLog;
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** What must be there before. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}
