import { Construct } from "constructs";
import { checkSettings, missing, refuse } from "../shared/check-props";
import { Container, type ContainerProps, type DockerNetwork } from "../shared/container";
import { otherProps, requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import type { Hub } from "./render/layout";
import { WEB_CONFIG_FILE, webConfig } from "./render/web-config";
import * as rules from "./schema";
import type { SiteSettings, WebSettings } from "./settings";

/** Settings of an {@link OcsWeb}. */
export interface OcsWebProps extends Omit<WebSettings, "node">, ProviderProps {
  /** The container's name on its engine. */
  readonly name: string;
  /** The site's name, as the panel shows it. */
  readonly site: string;
  /** How browsers reach the site: from outside. */
  readonly hub: Hub;
  /** `simonsobs/ocs-web` with its tag, or another image. */
  readonly image: ContainerProps["image"];
  readonly network: DockerNetwork;
  /** Whether the image may be `latest`. @default false */
  readonly allowLatest?: boolean;
}

const PROPS = {
  name: true,
  site: true,
  hub: true,
  image: true,
  network: true,
  allowLatest: true,
  port: true,
  ip: true,
  provider: true,
} as const;

/** OCS's control panel for browsers, which connect to the router themselves. @see https://github.com/simonsobs/ocs-web */
export class OcsWeb extends Construct {
  readonly container: Container;

  constructor(scope: Construct, id: string, props: OcsWebProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    refuse(this, [
      ...otherProps(this, props, PROPS),
      ...missing(props, {
        name: "the container's name",
        site: "the site's name",
        hub: "the addresses of the router",
        network: "a DockerNetwork",
      }),
    ]);
    const { name, site, hub, image, network, allowLatest, port = 3002, ip = "127.0.0.1" } = props;
    const said: Pick<SiteSettings, "web"> = { web: { port, ip } };
    checkSettings(this, said, { web: rules.web });
    this.container = new Container(this, "Container", {
      name,
      image,
      ...(allowLatest === true && { allowLatest }),
      network: [{ network }],
      ports: [{ internal: 80, external: port, ip }],
      uploads: [{ path: WEB_CONFIG_FILE, content: webConfig(site, hub) }],
    });
  }
}
