import { createHash } from "node:crypto";
import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { Image } from "@cdktf/provider-docker/lib/image";
import { type IResolveContext, type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import { checkProps } from "../check-props";
import { shown } from "../rules";
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
import * as rules from "./schema";
import { containerSpec } from "./spec";

/** Settings of a {@link Container}. */
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

/** The label that holds a hash of all settings. */
export const SPEC_LABEL = "slipway.spec";

/**
 * A container on a Docker engine. Every change of a setting makes it anew: the provider overlooks some, so a hash of all
 * of them is a label, whose change it does not overlook.
 *
 * @see https://registry.terraform.io/providers/kreuzwerker/docker/latest/docs/resources/container
 */
export class Container extends Construct {
  readonly resource: DockerContainer;
  readonly image: Image;
  readonly containerName: string;

  constructor(scope: Construct, id: string, props: ContainerProps) {
    super(scope, id);
    this.check(props);
    this.image = new Image(this, "Image", { name: props.image, keepLocally: true });
    const spec = containerSpec(props, this.image.imageId);
    const hash = Lazy.stringValue({
      produce: (context: IResolveContext) => hashOf(context.resolve({ ...spec, labels: props.labels ?? {} })),
    });
    this.resource = new DockerContainer(this, "Resource", {
      ...spec,
      labels: [...Object.entries(props.labels ?? {}), [SPEC_LABEL, hash] as const].map(([label, value]) => ({
        label,
        value,
      })),
      ...(props.dependsOn === undefined ? {} : { dependsOn: [...props.dependsOn] }),
    });
    this.containerName = this.resource.name;
  }

  private check(props: ContainerProps): void {
    const { containerName, imageReference, networkChoice, command, cpus, capabilities, ...same } = rules;
    checkProps(this, props, {
      ...same,
      name: containerName,
      image: imageReference,
      command,
      entrypoint: command,
      cpus,
      network: networkChoice,
    });
    checkProps(this, { ...props.capabilities }, { add: capabilities, drop: capabilities });
    const problems = problemsOfContainer(props);
    if (problems.length > 0) throw new Error(problems.map((problem) => `[${this.node.path}] ${problem}`).join("\n"));
  }
}

/** What is wrong between settings. */
function problemsOfContainer(props: ContainerProps): string[] {
  const {
    image,
    allowLatest = false,
    network = [],
    ports = [],
    uploads = [],
    readOnlyRoot = false,
    mounts = [],
  } = props;
  const problems: string[] = [];
  const [, tag] = /:([\w.-]+)$/.exec(image.slice(image.lastIndexOf("/") + 1)) ?? [];
  if (!allowLatest && !image.includes("@sha256:") && (tag === undefined || tag === "latest")) {
    problems.push(`image must not be latest, got ${shown(image)}; name a tag or a digest, or set allowLatest`);
  }
  if (network === "host" && ports.length > 0) {
    problems.push('ports must be left out on the network "host", got some; there every port is the host\'s own');
  }
  if (readOnlyRoot) {
    const lost = uploads.filter(({ path }) => !mounts.some((mount) => path.startsWith(`${mount.path}/`)));
    for (const { path } of lost) {
      problems.push(
        `uploads must go into a mount where the root cannot be written, got ${shown(path)}; mount a volume there`,
      );
    }
  }
  return problems;
}

function hashOf(spec: unknown): string {
  return createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 16);
}
