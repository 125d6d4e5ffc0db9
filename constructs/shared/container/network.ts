import { Network } from "@cdktf/provider-docker/lib/network";
import { Construct } from "constructs";
import { checkProps } from "../check-props";
import { ownName } from "../own-names";
import { requireProps } from "../props";
import { type ProviderProps, useProvider } from "../provider";
import { oneOf, optional, textMatching } from "../rules";
import { name } from "./schema";

/** Settings of a {@link DockerNetwork}. */
export interface DockerNetworkProps extends ProviderProps {
  /** The network's name on its engine. */
  readonly name: string;
  /** Such as `172.28.0.0/24`; an address that is fixed needs one. @default - one that the engine chooses */
  readonly subnet?: string;
  /** `internal`: its containers reach nothing outside, and publish no port. @default "outside" */
  readonly reach?: "outside" | "internal";
}

const subnet = textMatching(
  /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/,
  "must be a subnet of IPv4",
  'for example "172.28.0.0/24"',
);

/** A network of containers on one engine, who know each other by their names. Containers in it are replaced with it. */
export class DockerNetwork extends Construct {
  readonly resource: Network;
  readonly networkName: string;

  constructor(scope: Construct, id: string, props: DockerNetworkProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    const reach = oneOf(["outside", "internal"], "internal is for databases and the like");
    checkProps(this, props, { name, ...optional({ subnet, reach }) });
    this.resource = new Network(this, "Resource", {
      name: props.name,
      internal: props.reach === "internal",
      // The engine's choice must not be read back as ours.
      ...(props.subnet !== undefined && { ipamConfig: [{ subnet: props.subnet }] }),
    });
    this.networkName = props.name;
    ownName(this, { kind: "network", name: props.name });
  }
}
