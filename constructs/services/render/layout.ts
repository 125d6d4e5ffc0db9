import type {
  Colour,
  ColourSettings,
  CommonSettings,
  FrontSettings,
  PairSettings,
  PlatformSettings,
  ServiceSettings,
} from "../settings";

export const COLOURS = ["blue", "green"] as const;

/** The name of the only node, where none is declared. */
export const LOCAL = "local";

/** The stack of a platform's droplets is called as that of a node with this name would be. */
export const NODES = "nodes";

/** A service or a pair. */
export type AnyService = ServiceSettings | PairSettings;

/** A container that gets requests: a service's, or a colour's of a pair. */
export interface Placed {
  readonly service: string;
  readonly colour?: Colour;
  readonly node: string;
}

/** What the container of an upstream is made of. */
export interface ContainerParts {
  readonly image: ServiceSettings["image"];
  readonly settings: CommonSettings;
}

export function isPair(service: AnyService): service is PairSettings {
  return "live" in service;
}

export function nodeNames({ nodes }: Pick<PlatformSettings, "nodes">): string[] {
  const names = Object.keys(nodes ?? {});
  return names.length === 0 ? [LOCAL] : names;
}

/** The stack of a node; its name is the same whichever other nodes there are. */
export function stackName(workspace: string, node: string): string {
  return node === LOCAL ? workspace : `${workspace}-${node}`;
}

/** Names of the nodes that are droplets. */
export function dropletNames({ nodes = {} }: Pick<PlatformSettings, "nodes">): string[] {
  return Object.keys(nodes).filter((name) => nodes[name]?.droplet !== undefined);
}

/** The data centre of a node that is a droplet. */
export function regionOf({ nodes, digitalocean }: Pick<PlatformSettings, "nodes" | "digitalocean">, node: string) {
  return nodes?.[node]?.droplet?.region ?? digitalocean?.region;
}

/** The ports of a front, with their defaults. */
export function portsOf({ httpPort = 80, httpsPort = 443, innerPort = 8040 }: Partial<FrontSettings>) {
  return { httpPort, httpsPort, innerPort };
}

/** Those at which a front answers browsers. */
export function openPorts(front: Partial<FrontSettings>): number[] {
  const { httpPort, httpsPort } = portsOf(front);
  return front.certificates === "none" ? [httpPort] : [httpPort, httpsPort];
}

/** `nmpi-blue`, or `docs` of a service that is no pair. */
export function upstreamName(service: string, colour?: Colour): string {
  return colour === undefined ? service : `${service}-${colour}`;
}

/** Blue and what is no pair share one port of a front, green has the next: a service has one container on each. */
export function laneOf(colour?: Colour): 0 | 1 {
  return colour === "green" ? 1 : 0;
}

export function otherColour(colour: Colour): Colour {
  return colour === "blue" ? "green" : "blue";
}

/** The colours that a pair has. */
export function coloursOf(pair: PairSettings): Colour[] {
  return COLOURS.filter((colour) => pair[colour] !== undefined);
}

/** What a container is made of: of a pair, that of a colour. */
export function containerOf(service: AnyService, colour?: Colour): ContainerParts {
  if (!isPair(service)) return { image: service.image, settings: service };
  return colourOf(service, colour as Colour);
}

/** What a colour's container is made of. */
export function colourOf(pair: Omit<PairSettings, "front" | "node">, colour: Colour): ContainerParts {
  const { image, environment } = pair[colour] as ColourSettings;
  const { environment: common, ...rest } = pair;
  const both = { ...common, ...environment };
  return { image, settings: { ...rest, ...(Object.keys(both).length > 0 && { environment: both }) } };
}

/** The containers of a service, each with its node. */
export function placesOf(platform: PlatformSettings, name: string): Placed[] {
  const service = platform.services[name] as AnyService;
  const first = nodeNames(platform)[0] as string;
  if (!isPair(service)) return [{ service: name, node: service.node ?? first }];
  return coloursOf(service).map((colour) => ({
    service: name,
    colour,
    node: service[colour]?.node ?? service.node ?? first,
  }));
}

/** The node whose front the hosts of a service point to. */
export function frontOf(platform: PlatformSettings, name: string): string {
  const service = platform.services[name] as AnyService;
  return service.front ?? service.node ?? (placesOf(platform, name)[0]?.node as string);
}

/** What a node has to do with services. */
export interface NodePlan {
  readonly node: string;
  /** Its containers. */
  readonly containers: readonly Placed[];
  /** The services whose hosts point to it. */
  readonly routes: readonly string[];
  /** Whether fronts of other nodes ask it. */
  readonly isAsked: boolean;
}

export function nodePlan(platform: PlatformSettings, node: string): NodePlan {
  const names = Object.keys(platform.services);
  const containers = names.flatMap((name) => placesOf(platform, name)).filter((placed) => placed.node === node);
  return {
    node,
    containers,
    routes: names.filter((name) => frontOf(platform, name) === node),
    isAsked: containers.some(({ service }) => frontOf(platform, service) !== node),
  };
}

/**
 * The nodes that come before a node: those with containers that its front asks. `live`: those without which it must not be
 * deployed, for their colour of a pair is live, and without its new version the old one would be promoted.
 */
export function nodesBefore(platform: PlatformSettings, node: string, which: "all" | "live" = "all"): string[] {
  const asked = nodePlan(platform, node).routes.flatMap((name) => {
    const service = platform.services[name] as AnyService;
    const places = placesOf(platform, name);
    if (which === "all") return places;
    return isPair(service) ? places.filter(({ colour }) => colour === service.live) : [];
  });
  return [...new Set(asked.map((placed) => placed.node))].filter((each) => each !== node);
}
