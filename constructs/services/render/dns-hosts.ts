import type { PairSettings, PlatformSettings } from "../settings";
import { domainOf } from "./dns-records";
import { frontOf, nodeNames, nodePlan } from "./layout";
import { isLoopback, isPublicName } from "./public-names";

/** A name that browsers use, and the node whose front answers it. */
export interface FrontHost {
  readonly host: string;
  readonly node: string;
}

/** The hosts of services, those of their staging, and those that redirect. */
export function frontHosts(platform: PlatformSettings): FrontHost[] {
  const served = Object.entries(platform.services).flatMap(([name, service]) => {
    const { stagingHosts = [] } = service as PairSettings;
    return [...service.hosts, ...stagingHosts].map((host) => ({ host, node: frontOf(platform, name) }));
  });
  const { redirects = {} } = platform.front;
  const nodes = nodeNames(platform);
  const first = nodes.find((node) => nodePlan(platform, node).routes.length > 0) ?? (nodes[0] as string);
  // Every front redirects. The one that answers next is the best.
  const redirected = Object.entries(redirects).map(([host, address]) => {
    const target = URL.canParse(address) ? new URL(address).hostname : "";
    return { host, node: served.find((each) => each.host === target)?.node ?? first };
  });
  return [...served, ...redirected];
}

/** Whether browsers reach the fronts from elsewhere. */
function isPublicFront({ ip, certificates }: PlatformSettings["front"]): boolean {
  return ip === undefined ? typeof certificates === "object" : !isLoopback(ip);
}

/** Those of the hosts whose records somebody makes elsewhere: at a registrar, or at another provider of DNS. */
export function hostsElsewhere(platform: PlatformSettings): FrontHost[] {
  if (!isPublicFront(platform.front)) return [];
  const domains = Object.keys(platform.dns?.domains ?? {});
  return frontHosts(platform).filter(({ host }) => isPublicName(host) && domainOf(host, domains) === undefined);
}
