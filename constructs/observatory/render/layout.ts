import { isAny } from "../../shared/render/ip-address";
import type {
  AgentSettings,
  CrossbarSettings,
  ExternalCrossbar,
  HelperSettings,
  HostSettings,
  SiteSettings,
} from "../settings";

/** The name of the only node, where none is declared. */
const LOCAL = "local";

/** The name under which containers of a site find its router. */
export const CROSSBAR = "crossbar";

/** How agents and clients reach a site. */
export interface Hub {
  /** `wamp_server`. */
  readonly wampServer: string;
  /** `wamp_http`. */
  readonly wampHttp: string;
  /** `wamp_realm`. */
  readonly wampRealm: string;
  /** `address_root`. */
  readonly addressRoot: string;
  /** `access_policy`. @default - none */
  readonly accessPolicy?: string;
}

/** Who looks at the router: a container in the site's network, something in a node's own network, or a client elsewhere. */
export type Viewpoint = { readonly container: string } | { readonly host: string } | "outside";

/** The Docker hosts of a site. */
export function nodeNames({ nodes }: Pick<SiteSettings, "nodes">): string[] {
  const names = Object.keys(nodes ?? {});
  return names.length === 0 ? [LOCAL] : names;
}

/** The Docker hosts in the order in which they are deployed: the one with the router first. */
export function nodesInOrder(site: SiteSettings): string[] {
  const first = crossbarNode(site);
  return [...nodeNames(site)].sort((a, b) => Number(b === first) - Number(a === first));
}

/** The stack of a node; its name is the same whichever other nodes there are. */
export function stackName(workspace: string, node: string): string {
  return node === LOCAL ? workspace : `${workspace}-${node}`;
}

export function firstNode(site: Pick<SiteSettings, "nodes">): string {
  return nodeNames(site)[0] as string;
}

/** The node of the router; nothing when it runs elsewhere. */
export function crossbarNode(site: SiteSettings): string | undefined {
  const made = madeCrossbar(site);
  return made && (made.node ?? firstNode(site));
}

/** The router that is made here, with everything that was left out. */
export function madeCrossbar({ crossbar = {} }: Pick<SiteSettings, "crossbar">) {
  if (isExternal(crossbar)) return undefined;
  return { port: 8001, ip: "127.0.0.1", ...crossbar };
}

function isExternal(crossbar: CrossbarSettings | ExternalCrossbar): crossbar is ExternalCrossbar {
  return "wampServer" in crossbar;
}

/** The node of a part that is for all. */
export function nodeOfPart(site: SiteSettings, { node }: { readonly node?: string }): string {
  return node ?? crossbarNode(site) ?? firstNode(site);
}

/** The node of a host's containers. */
export function nodeOfHost(site: Pick<SiteSettings, "nodes">, { node }: Pick<HostSettings, "node">): string {
  return node ?? firstNode(site);
}

/** Whether the agents of a host are containers of ours. */
export function isDocker({ kind = "docker" }: Pick<HostSettings, "kind">): boolean {
  return kind === "docker";
}

/** The agents that are containers, each with its host. */
export function containerAgents(site: SiteSettings): { readonly host: HostSettings; readonly agent: AgentSettings }[] {
  return site.hosts.filter(isDocker).flatMap((host) => host.agents.map((agent) => ({ host, agent })));
}

/** The containers beside agents, each with its host. */
export function hostHelpers(site: SiteSettings): { readonly host: HostSettings; readonly helper: HelperSettings }[] {
  return site.hosts.filter(isDocker).flatMap((host) => (host.helpers ?? []).map((helper) => ({ host, helper })));
}

/** A container's name on its engine. */
export function containerName(site: string, part: string): string {
  return `${site}-${part}`;
}

/** How a site is reached from somewhere. */
export function hubFor(site: SiteSettings, from: Viewpoint): Hub {
  const { realm = "test_realm", addressRoot = "observatory", accessPolicy } = site;
  const common = { wampRealm: realm, addressRoot, ...(accessPolicy === undefined ? {} : { accessPolicy }) };
  const { crossbar = {} } = site;
  if (isExternal(crossbar)) return { wampServer: crossbar.wampServer, wampHttp: crossbar.wampHttp, ...common };
  const { port } = madeCrossbar(site) as { readonly port: number };
  const place = `${inUrl(addressFor(site, from))}:${port}`;
  return { wampServer: `ws://${place}/ws`, wampHttp: `http://${place}/call`, ...common };
}

/** How the agents of a host reach the site: its own settings go before what is derived. */
export function hubOfHost(site: SiteSettings, host: HostSettings, network: "site" | "host" = "site"): Hub {
  const node = nodeOfHost(site, host);
  const from = isDocker(host) ? (network === "host" ? { host: node } : { container: node }) : "outside";
  const { wampServer, wampHttp, wampRealm } = host;
  const own = Object.entries({ wampServer, wampHttp, wampRealm }).filter(([, value]) => value !== undefined);
  return { ...hubFor(site, from), ...Object.fromEntries(own) };
}

/** The router's address from somewhere. */
function addressFor(site: SiteSettings, from: Viewpoint): string {
  const node = crossbarNode(site) as string;
  const { ip } = madeCrossbar(site) as { readonly ip: string };
  if (from !== "outside" && "container" in from && from.container === node) return CROSSBAR;
  const isBeside = from !== "outside" && "host" in from && from.host === node;
  if (isLoopback(ip) || !isAny(ip)) return ip;
  return (isBeside ? undefined : site.nodes?.[node]?.address) ?? "127.0.0.1";
}

export function isLoopback(ip: string): boolean {
  return ip.startsWith("127.") || ip === "::1";
}

/** Whether a name or an address is the machine's own. */
export function isHere(host: string): boolean {
  return host.toLowerCase() === "localhost" || isLoopback(host);
}

/** An address in front of a port. */
export function inUrl(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
