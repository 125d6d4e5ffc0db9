import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { missing, refuse } from "../shared/check-props";
import { Container, type ContainerProps, type DockerNetwork } from "../shared/container";
import { otherProps, requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { CONFIG_FOLDER } from "./render/arguments";
import type { Hub } from "./render/layout";
import { agentFile, siteYaml } from "./render/site-file";

/** Settings of an {@link OcsClient}. */
export interface OcsClientProps extends ProviderProps {
  /** The container's name on its engine. */
  readonly name: string;
  /** How it reaches the site. */
  readonly hub: Hub;
  /** An image of OCS. */
  readonly image: ContainerProps["image"];
  readonly network: DockerNetwork;
  /** Whether the image may be `latest`. @default false */
  readonly allowLatest?: boolean;
  /** What must be there before. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

const PROPS = {
  name: true,
  hub: true,
  image: true,
  network: true,
  allowLatest: true,
  dependsOn: true,
  provider: true,
} as const;

/** A container with OCS's programs and the site's addresses: `docker exec -it <name> ocs-client-cli shell <instance-id>`. */
export class OcsClient extends Construct {
  readonly container: Container;

  constructor(scope: Construct, id: string, props: OcsClientProps) {
    super(scope, id);
    requireProps(this, props);
    const { name, hub, image, network, allowLatest, dependsOn, provider } = props;
    useProvider(this, "docker", provider);
    const needed = { name: "the container's name", hub: "the addresses of the router", network: "a DockerNetwork" };
    refuse(this, [...otherProps(this, props, PROPS), ...missing(props, needed)]);
    const file = agentFile(hub, { hostname: name });
    this.container = new Container(this, "Container", {
      name,
      hostname: name,
      image,
      ...(allowLatest === true && { allowLatest }),
      ...(dependsOn && { dependsOn }),
      entrypoint: ["sleep"],
      command: ["infinity"],
      healthCheck: "none",
      network: [{ network }],
      environment: { OCS_CONFIG_DIR: CONFIG_FOLDER },
      uploads: [
        {
          path: `${CONFIG_FOLDER}/default.yaml`,
          content: siteYaml(file, "How clients reach the site; Terraform writes it."),
        },
      ],
      stopGraceSeconds: 1,
    });
  }
}
