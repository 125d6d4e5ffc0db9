import { Volume } from "@cdktf/provider-docker/lib/volume";
import { Construct } from "constructs";
import { checkProps } from "../check-props";
import { keepLifecycle } from "../kept-lifecycle";
import { ownName } from "../own-names";
import { requireProps } from "../props";
import { type ProviderProps, useProvider } from "../provider";
import { oneOf } from "../rules";
import { name } from "./schema";

/** Settings of a {@link DockerVolume}. */
export interface DockerVolumeProps extends ProviderProps {
  /** The volume's name on its engine. Another name is another volume, and an empty one. */
  readonly name: string;
  /**
   * `refused`: Terraform stops before a plan that would take the volume, and all data in it, away. `allowed`: it goes with
   * the stack.
   *
   * @default "refused"
   */
  readonly removal?: "refused" | "allowed";
}

/** A volume on one engine, which outlives the containers that use it. */
export class DockerVolume extends Construct {
  readonly resource: Volume;
  readonly volumeName: string;

  constructor(scope: Construct, id: string, props: DockerVolumeProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    const removal = oneOf(["refused", "allowed"], "allowed loses the volume's data");
    checkProps(this, props, { name, removal: removal.exactOptional() });
    this.resource = new Volume(this, "Resource", {
      name: props.name,
      ...(props.removal !== "allowed" && { lifecycle: { preventDestroy: true } }),
    });
    keepLifecycle(this.resource);
    this.volumeName = props.name;
    ownName(this, { kind: "volume", name: props.name });
  }
}
