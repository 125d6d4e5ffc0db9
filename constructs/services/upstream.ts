import { Construct } from "constructs";
import { missing, refuse } from "../shared/check-props";
import { Container } from "../shared/container";
import { given } from "../shared/given";
import { pick } from "../shared/pick";
import { otherProps, providerProblems, requireProps } from "../shared/props";
import { providerOf, useProvider } from "../shared/provider";
import type { TerraformData } from "../shared/terraform-data";
import { asked } from "./asked";
import { ALWAYS, type Front } from "./front";
import { CURRENT, currentName, type UpstreamDescription } from "./render/driver";
import { laneOf, upstreamName } from "./render/layout";
import { complete } from "./render/presets";
import { CONTAINER_SETTINGS, type Colour, type CommonSettings } from "./settings";

/** The id of each upstream below its service. */
export const UPSTREAM_IDS = { only: "Upstream", blue: "Blue", green: "Green" } as const;

/** What an upstream is made of. */
export interface UpstreamParts {
  readonly front: Front;
  readonly service: string;
  readonly colour?: Colour;
  readonly image: string | { readonly local: string };
  readonly settings: CommonSettings;
  /** The other colour here, whose migration comes first: two at a time would meet in one database. @default - none */
  readonly other?: Upstream;
  /** What must be there before its containers, such as a database. @default - the front alone */
  readonly after?: readonly TerraformData[];
}

const PARTS = {
  front: true,
  service: true,
  colour: true,
  image: true,
  settings: true,
  other: true,
  after: true,
} as const;

/**
 * A container behind a front, and the switch to it: a changed one is started beside the old one; when it has passed the gate,
 * it gets the requests; the old one stops when its last request has ended.
 */
export class Upstream extends Construct {
  readonly container: Container;
  /** The switch; what needs the new container depends on it. */
  readonly switch: TerraformData;
  readonly description: UpstreamDescription;
  private migrated?: TerraformData;

  constructor(scope: Construct, id: string, parts: UpstreamParts) {
    super(scope, id);
    requireProps(this, parts);
    const needed = { front: "a Front", service: "the service's name", settings: "its settings" };
    refuse(this, [
      ...otherProps(this, parts, PARTS),
      ...providerProblems(parts, "its Front"),
      ...missing(parts, needed),
    ]);
    const { front, service, colour } = parts;
    useProvider(this, "docker", providerOf(front, "docker"));
    const { port, scheme, readTimeoutSeconds, health, drainSeconds } = complete(parts.settings);
    const name = upstreamName(service, colour);
    const lane = laneOf(colour);
    this.description = { name, service, lane, port, scheme, readTimeoutSeconds };
    this.container = this.makeContainer(name, parts);
    const { isAsked, innerPort } = front.description;
    const files = isAsked ? front.driver.upstream(this.description) : {};
    const { containerName, containerId } = this.container;
    const current = currentName(name, { scheme, port });
    const container = asked(front.driver, complete(parts.settings), service, containerName);
    const { bridge: _, ...through } = container;
    this.switch = front.run(this, "Switch", {
      action: "switch",
      told: {
        ...{ upstream: name, current, container: containerName, files, health, drainSeconds },
        probes: {
          container,
          ...(isAsked && { upstream: { ...through, url: `http://127.0.0.1:${innerPort + lane}${health.path}` } }),
        },
      },
      triggers: { container: containerId },
    });
    front.register([...Object.keys(files), `${CURRENT}/${current}`], this.switch);
  }

  private makeContainer(upstream: string, parts: UpstreamParts): Container {
    const { front, service, colour, image, settings, other, after = [] } = parts;
    const name = `${front.frontName}-${upstream}`;
    const common = {
      ...given(pick(settings, ...CONTAINER_SETTINGS)),
      image,
      labels: labels(front, service, colour, settings.labels),
      network: [{ network: front.network }, ...(settings.networks ?? [])],
    };
    if (settings.migrate !== undefined) {
      const { command } = settings.migrate;
      const dependsOn = [...after, ...(other?.migrated === undefined ? [] : [other.migrated])];
      this.migrated = this.migrate(front, { ...common, name: `${name}-migrate`, command, dependsOn });
    }
    return new Container(this, "Container", {
      ...common,
      name,
      replacement: "start-first",
      restart: ALWAYS,
      wait: "started",
      dependsOn: [front.configuration, ...after, ...(this.migrated === undefined ? [] : [this.migrated])],
    });
  }

  /** Runs once before the container is made, and again with every change of the image. */
  private migrate(front: Front, settings: ConstructorParameters<typeof Container>[2]): TerraformData {
    const { healthCheck: _, ...plain } = settings;
    const container = new Container(this, "Migration", { ...plain, runs: "once", replacement: "start-first" });
    return front.run(this, "Migrated", {
      action: "migrated",
      told: { container: container.containerName },
      triggers: { container: container.containerId },
    });
  }
}

/** By which the containers of a service are found on their engine. */
function labels(front: Front, service: string, colour?: Colour, own: Readonly<Record<string, string>> = {}) {
  const ours = { "services.platform": front.frontName, "services.service": service };
  return { ...own, ...ours, ...(colour !== undefined && { "services.colour": colour }) };
}
