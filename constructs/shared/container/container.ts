import { createHash } from "node:crypto";
import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { Image } from "@cdktf/provider-docker/lib/image";
import { type IResolveContext, Lazy } from "cdktf";
import { Construct } from "constructs";
import { checkProps } from "../check-props";
import { shown } from "../shown";
import * as rules from "./schema";
import type { ContainerProps } from "./settings";
import { containerSpec } from "./spec";

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
