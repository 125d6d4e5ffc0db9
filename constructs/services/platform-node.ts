import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { checkSettings, missing } from "../shared/check-props";
import { given } from "../shared/given";
import { providerProblems, requireProps } from "../shared/props";
import type { ExternalNode } from "./external-node";
import { Front } from "./front";
import { PlatformPostgres } from "./platform-postgres";
import type { Postgres } from "./postgres";
import {
  type AnyService,
  containerOf,
  frontOf,
  isPair,
  LOCAL,
  laneOf,
  nodePlan,
  type Placed,
  placesOf,
  portsOf,
  upstreamName,
} from "./render/layout";
import { nodesInOrder } from "./render/node-order";
import { Route, type UpstreamPlace } from "./route";
import * as rules from "./schema";
import type { Colour, PlatformSettings } from "./settings";
import { UPSTREAM_IDS, Upstream } from "./upstream";
import { markPlatform } from "./warned";
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
  /** The PostgreSQL servers of this node, by their names in the file. */
  readonly servers: ReadonlyMap<string, Postgres>;

  constructor(scope: Construct, id: string, props: PlatformNodeProps) {
    super(scope, id);
    requireProps(this, props);
    const { here, ...platform } = props;
    checkSettings(this, platform, rules.platform.shape, () => [
      ...providerProblems(props, "here.node"),
      ...missing({ here }, { here: "a node: { name, node: an ExternalNode }" }),
      ...rules.problemsWithinServices(platform),
    ]);
    markPlatform(this);
    if (here.name === (nodesInOrder(platform)?.[0] ?? LOCAL)) {
      for (const warning of platformWarnings(platform)) Annotations.of(this).addWarning(`warning: ${warning}`);
    }
    const front = this.makeFront(platform, here);
    const network = front?.network;
    const postgres = new PlatformPostgres(this, "Postgres", platform, { ...here, ...given({ network }) });
    this.servers = postgres.servers;
    if (front === undefined) return;
    this.front = front;
    const services = new Construct(this, "Services");
    const parts = { platform, front, postgres, here: here.name };
    for (const name of Object.keys(platform.services)) this.make(services, parts, name);
  }

  private makeFront(platform: PlatformSettings, { name: here, node }: PlatformNodeProps["here"]): Front | undefined {
    const { containers, routes, isAsked } = nodePlan(platform, here);
    if (containers.length === 0 && routes.length === 0) return undefined;
    const { name, front } = platform;
    return new Front(this, "Front", { ...front, name, node, isPublic: routes.length > 0, isAsked });
  }

  /** Its containers that are here, and its route where its hosts point here. */
  private make(scope: Construct, { front, platform, postgres, here }: Parts, service: string): void {
    const settings = platform.services[service] as AnyService;
    const places = placesOf(platform, service);
    const isRouted = frontOf(platform, service) === here;
    if (!isRouted && places.every(({ node }) => node !== here)) return;
    const parent = new Construct(scope, service);
    const to = places.flatMap((place): (readonly [Colour | "only", UpstreamPlace])[] => {
      const { colour, node } = place;
      const key = colour ?? "only";
      // Only the node of the hosts asks others, and only those that are asked must have an address.
      if (node !== here) return isRouted ? [[key, { address: addressOf(platform, place) }]] : [];
      const other = this.upstreams.get(upstreamName(service, "blue"));
      const { image, settings: own } = containerOf(settings, colour);
      const container = { image, settings: postgres.withDatabase(own), after: postgres.before(own) };
      const parts = { front, service, ...container, ...given({ colour, other }) };
      const upstream = new Upstream(parent, UPSTREAM_IDS[key], parts);
      this.upstreams.set(upstream.description.name, upstream);
      return [[key, upstream]];
    });
    if (!isRouted) return;
    const live = isPair(settings) ? { live: settings.live } : {};
    new Route(parent, "Route", { front, service, settings, ...live, to: Object.fromEntries(to) });
  }
}

/** What a service's part on a node is made of. */
interface Parts {
  readonly platform: PlatformSettings;
  readonly front: Front;
  readonly postgres: PlatformPostgres;
  readonly here: string;
}

/** At which the front of a node is asked for a container. */
function addressOf(platform: PlatformSettings, { node, colour }: Placed): string {
  const address = platform.nodes?.[node]?.address as string;
  const port = portsOf(platform.front).innerPort + laneOf(colour);
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}
