import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { checkProps } from "../shared/check-props";
import { given } from "../shared/given";
import { omit } from "../shared/pick";
import type { ExternalNode } from "./external-node";
import { Front } from "./front";
import {
  type AnyService,
  isPair,
  LOCAL,
  laneOf,
  nodePlan,
  nodesInOrder,
  type Placed,
  placesOf,
  upstreamName,
} from "./render/layout";
import * as rules from "./schema";
import { Service } from "./service";
import { colourUpstream, ServicePair } from "./service-pair";
import type { Colour, PlatformSettings } from "./settings";
import { Upstream } from "./upstream";
import { platformWarnings } from "./warnings";

/** Settings of a {@link PlatformNode}. */
export interface PlatformNodeProps extends PlatformSettings {
  /** The node of this stack. */
  readonly here: { readonly name: string; readonly node: ExternalNode };
}

/** A platform's part on one node: its front, and the services that it has or that its hosts point to. */
export class PlatformNode extends Construct {
  /** Absent where the node has nothing to do. */
  readonly front?: Front;
  /** The containers of this node, by `nmpi-blue`, or `docs` of what is no pair. */
  readonly upstreams = new Map<string, Upstream>();

  constructor(scope: Construct, id: string, { here, ...platform }: PlatformNodeProps) {
    super(scope, id);
    checkProps(this, platform, rules.platform.shape, () => rules.problemsWithinServices(platform));
    const plan = nodePlan(platform, here.name);
    if (here.name === (nodesInOrder(platform)?.[0] ?? LOCAL)) {
      for (const warning of platformWarnings(platform)) Annotations.of(this).addWarning(`warning: ${warning}`);
    }
    if (plan.containers.length === 0 && plan.routes.length === 0) return;
    const isPublic = plan.routes.length > 0;
    const { name } = platform;
    this.front = new Front(this, "Front", {
      ...platform.front,
      name,
      node: here.node,
      isPublic,
      isAsked: plan.isAsked,
    });
    const services = new Construct(this, "Services");
    for (const service of Object.keys(platform.services)) {
      const places = placesOf(platform, service);
      if (plan.routes.includes(service)) this.serve(services, this.front, platform, service, here.name);
      else
        for (const place of places.filter(({ node }) => node === here.name))
          this.hold(services, this.front, platform, place);
    }
  }

  /** Its hosts point here. */
  private serve(scope: Construct, front: Front, platform: PlatformSettings, name: string, here: string): void {
    const settings = platform.services[name] as AnyService;
    const elsewhere = placesOf(platform, name).filter(({ node }) => node !== here);
    const addresses = elsewhere.map((place) => [place.colour, addressOf(platform, place)] as const);
    if (isPair(settings)) {
      const { upstreams } = new ServicePair(scope, name, {
        ...omit(settings, "front", "node"),
        name,
        front,
        addresses: Object.fromEntries(addresses),
      });
      for (const upstream of upstreams.values()) this.upstreams.set(upstream.description.name, upstream);
      return;
    }
    const { upstream } = new Service(scope, name, {
      ...omit(settings, "front", "node"),
      ...{ name, front },
      ...given({ address: addresses[0]?.[1] }),
    });
    if (upstream !== undefined) this.upstreams.set(name, upstream);
  }

  /** Its container is here, and its hosts point to another node. */
  private hold(scope: Construct, front: Front, platform: PlatformSettings, { service, colour }: Placed): void {
    const settings = platform.services[service] as AnyService;
    const parent = (scope.node.tryFindChild(service) as Construct | undefined) ?? new Construct(scope, service);
    const upstream = !isPair(settings)
      ? new Upstream(parent, "Upstream", { front, service, image: settings.image, settings })
      : colourUpstream(parent, {
          ...{ front, service, colour: colour as Colour, pair: settings },
          ...given({ other: this.upstreams.get(upstreamName(service, "blue")) }),
        });
    this.upstreams.set(upstream.description.name, upstream);
  }
}

/** At which the front of a node is asked for a container. */
function addressOf(platform: PlatformSettings, { node, colour }: Placed): string {
  const address = platform.nodes?.[node]?.address as string;
  const port = (platform.front.innerPort ?? 8040) + laneOf(colour);
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}
