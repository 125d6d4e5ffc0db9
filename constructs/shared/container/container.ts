import { Container as DockerContainer } from "@cdktf/provider-docker/lib/container";
import { DataDockerImage } from "@cdktf/provider-docker/lib/data-docker-image";
import { Image } from "@cdktf/provider-docker/lib/image";
import { Fn, type TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { checkProps, isLoaded } from "../check-props";
import { keepLifecycle } from "../kept-lifecycle";
import { literal, literalParts } from "../literal";
import { ownName } from "../own-names";
import { pick } from "../pick";
import { requireProps } from "../props";
import { useProvider } from "../provider";
import { SPEC_LABEL } from "../render/container-name";
import { specHash } from "./label";
import { problemsWithin } from "./problems";
import { type ContainerProps, settingsOf } from "./props";
import { rightSettings } from "./right-settings";
import { settings as rules } from "./schema";
import { secretVariable } from "./secret-variable";
import { secretProblems } from "./secrets";
import type { ContainerSettings } from "./settings";
import { containerSpec, READ_BACK_OTHERWISE } from "./spec";
import { uploadBlocks } from "./uploads";

/** The rules of what constructs make of their own settings. */
const MADE = pick(rules.shape, "name", "hostname");

/**
 * A container on a Docker engine. Every change of a setting reaches it: the provider overlooks some, so a hash of them is a
 * label, whose change replaces the container. Texts stand as they are: `${HOME}` is the shell's.
 *
 * @see https://registry.terraform.io/providers/kreuzwerker/docker/latest/docs/resources/container
 */
export class Container extends Construct {
  readonly resource: DockerContainer;
  /** With `start-first` it has the time at its end. */
  readonly containerName: string;
  readonly containerId: string;
  /** The image's id on its engine. */
  readonly imageId: string;
  /** A hash of its settings, which is its label {@link SPEC_LABEL}. */
  readonly spec: string;

  constructor(scope: Construct, id: string, props: ContainerProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    const settings = settingsOf(props);
    this.check(settings);
    this.imageId = this.imageOf(props);
    const { env, ...spec } = literal({
      ...containerSpec(settings),
      ...(props.uploads && { upload: uploadBlocks(this, props.uploads) }),
    });
    const labels = literal({ ...props.labels });
    // Where a value comes from is no change of the container.
    const secretNames = Object.fromEntries(
      Object.entries(props.secretEnvironment ?? {}).map(([name, { variable }]) => [name, { variable }]),
    );
    this.spec = specHash({ ...seen(spec), env, labels, secretNames });
    const secrets = Object.entries(secretNames).map(
      ([name, { variable }]) => `${name}=${secretVariable(this, variable)}`,
    );
    this.resource = new DockerContainer(this, "Resource", {
      ...spec,
      ...this.lifetime(props),
      image: this.imageId,
      ...(env || secrets.length > 0 ? { env: [...(env ?? []), ...secrets] } : {}),
      labels: Object.entries({ ...labels, [SPEC_LABEL]: this.spec }).map(([label, value]) => ({ label, value })),
      ...(props.dependsOn && { dependsOn: [...props.dependsOn] }),
    });
    keepLifecycle(this.resource);
    this.containerName = this.resource.name;
    this.containerId = this.resource.id;
    ownName(this, { kind: "container", name: props.name });
    if (props.runs === "once") this.warnOfExitCode();
  }

  /** In the stack of an environment file each setting was checked already, but not what constructs made of them. */
  private check(settings: ContainerSettings): void {
    const literals = literalParts(settings);
    const secrets = secretProblems({ ...literals });
    if (isLoaded(this)) {
      const { image: _, ...made } = literals;
      checkProps(this, pick(settings, "name", "hostname"), MADE, () => [...problemsWithin(made), ...secrets]);
    } else {
      checkProps(this, settings, rules.shape, (known) => [...problemsWithin(rightSettings({ ...known })), ...secrets]);
    }
  }

  /** It stays on the engine when the container goes: another may run of it. */
  private imageOf({ image }: ContainerProps): string {
    if (typeof image === "string") return new Image(this, "Image", { name: image, keepLocally: true }).imageId;
    return "local" in image ? new DataDockerImage(this, "LocalImage", { name: image.local }).id : image.imageId;
  }

  private lifetime(props: ContainerProps) {
    const made = [
      ...(Array.isArray(props.network) ? props.network : []).flatMap((each) => ("network" in each ? each.network : [])),
      ...(props.mounts ?? []).flatMap((each) => ("volume" in each ? each.volume : [])),
    ].map(({ resource }): TerraformResource => resource);
    const own = made.filter((resource) => TerraformStack.of(resource) === TerraformStack.of(this));
    const lifecycle = {
      ignoreChanges: READ_BACK_OTHERWISE,
      // A network or volume that is replaced is another one, of the same name.
      ...(own.length > 0 && { replaceTriggeredBy: own.map(addressOf) }),
    };
    if (props.replacement !== "start-first") return { lifecycle };
    // Two containers of one name cannot be there, not even one that failed and the next try.
    const name = Fn.join("-", [props.name, Fn.formatdate("YYYYMMDDhhmmss", Fn.plantimestamp())]);
    const ignoreChanges = [...READ_BACK_OTHERWISE, "name"];
    return { name, lifecycle: { ...lifecycle, ignoreChanges, createBeforeDestroy: true } };
  }

  /** For the provider, an exit code is no error; a failed condition of the resource would stop every later plan. */
  private warnOfExitCode(): void {
    const { friendlyUniqueId, node } = this.resource;
    const message = `${node.scope?.node.path} must end with exit code 0; \`docker logs\` shows what the container said.`;
    TerraformStack.of(this).addOverride(`check.${friendlyUniqueId}`, {
      assert: [{ condition: `\${docker_container.${friendlyUniqueId}.exit_code == 0}`, error_message: message }],
    });
  }
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

/** What replaces the container: not what the provider changes on one that runs, and what is for the provider alone. */
function seen({
  restart,
  memory,
  memorySwap,
  destroyGraceSeconds,
  wait,
  waitTimeout,
  ...spec
}: Record<string, unknown>) {
  return { ...spec, limited: memory !== undefined };
}
