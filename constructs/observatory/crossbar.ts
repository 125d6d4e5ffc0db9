import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { checkSettings, missing, refuse } from "../shared/check-props";
import { Container, type ContainerProps, type DockerNetwork } from "../shared/container";
import { given } from "../shared/given";
import { otherProps, requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { optional } from "../shared/rules";
import { crossbarConfig } from "./render/crossbar-config";
import { crossbarCheck } from "./render/health";
import { CROSSBAR, isLoopback } from "./render/layout";
import * as rules from "./schema";
import type { SiteSettings } from "./settings";

/** Settings of a {@link Crossbar}. */
export interface CrossbarProps extends ProviderProps {
  /** The container's name on its engine. */
  readonly name: string;
  /** `crossbario/crossbar` or `simonsobs/ocs-crossbar` with its tag, or another image. */
  readonly image: ContainerProps["image"];
  readonly network: DockerNetwork;
  /** @default "test_realm" */
  readonly realm?: string;
  /** @default "observatory" */
  readonly addressRoot?: string;
  /** In the container and on its host. @default 8001 */
  readonly port?: number;
  /** The host's address that answers. @default "127.0.0.1" */
  readonly ip?: string;
  /** Whether others than this host may reach it. @default false */
  readonly allowPublic?: boolean;
  /** Whether the image may be `latest`. @default false */
  readonly allowLatest?: boolean;
}

const PROPS = {
  name: true,
  image: true,
  network: true,
  realm: true,
  addressRoot: true,
  port: true,
  ip: true,
  allowPublic: true,
  allowLatest: true,
  provider: true,
} as const;

/**
 * The WAMP router of a site. Containers in its network find it as `crossbar`. It lives by itself: no agent's change
 * restarts it.
 *
 * @see https://crossbar.io/docs/Router-Configuration/
 */
export class Crossbar extends Construct {
  readonly container: Container;

  constructor(scope: Construct, id: string, props: CrossbarProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "docker", props.provider);
    refuse(this, [...otherProps(this, props, PROPS), ...missing(props, { network: "a DockerNetwork" })]);
    const { realm = "test_realm", addressRoot = "observatory", port = 8001, ip = "127.0.0.1" } = props;
    this.check(props, port, ip);
    if (!isLoopback(ip)) Annotations.of(this).addWarning(openWarning(ip, port, addressRoot));
    this.container = new Container(this, "Container", {
      name: props.name,
      image: props.image,
      ...(props.allowLatest === true && { allowLatest: true }),
      // Whichever image: the program, with the configuration that stands here.
      entrypoint: ["crossbar"],
      // As the first process it knows the number that a run which was killed has left in its folder as its own.
      init: false,
      command: ["start", "--cbdir", "/node/.crossbar"],
      uploads: [
        {
          path: "/node/.crossbar/config.json",
          content: JSON.stringify(crossbarConfig({ wampRealm: realm, addressRoot }, port), null, 2),
        },
      ],
      network: [{ network: props.network, aliases: [CROSSBAR] }],
      ports: [{ internal: port, ip }],
      // It needs about 8 s; an agent that is started before gives up after its crossbar_timeout.
      healthCheck: { command: crossbarCheck(port), intervalSeconds: 5, startPeriodSeconds: 60 },
    });
  }

  private check({ realm, addressRoot, allowPublic }: CrossbarProps, port: number, ip: string): void {
    const crossbar = { port, ip };
    const said: Pick<SiteSettings, "addressRoot" | "crossbar" | "realm"> = {
      ...given({ realm, addressRoot }),
      crossbar,
    };
    const open = `must be an address of the host itself, got "${ip}"; whoever reaches it may call and register everything: set allowPublic`;
    checkSettings(
      this,
      said,
      { crossbar: rules.crossbar, ...optional({ addressRoot: rules.addressRoot, realm: rules.realm }) },
      () => (isLoopback(ip) || allowPublic === true ? [] : [{ path: "ip", message: open }]),
    );
  }
}

function openWarning(ip: string, port: number, addressRoot: string): string {
  return `warning: whoever reaches ${ip}:${port} may call every operation of every agent of ${addressRoot}, and pass for an agent; Docker opens the port past ufw: let a firewall before the host allow the nodes alone`;
}
