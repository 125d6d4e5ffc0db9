import { EDGE_FILE, edge, edgeSite } from "./caddy-edge";
import { bridge, check, close, command, healthCheck, inFlight, reload } from "./caddy-process";
import { ROUTER_FILE, redirects, route, router, upstream } from "./caddy-routes";
import type { FrontDriver } from "./driver";

/**
 * Caddy 2.11 or later, three times in one container: an edge, which browsers reach, and two routers, of which it asks one. A
 * reload ends connections on which a request may just have come. So the router that nobody asks loads new routes, and then
 * one word in a file makes the edge ask that one. The edge itself is reloaded only when its own options or certificate files change.
 *
 * @see https://caddyserver.com/docs/caddyfile
 */
export const CADDY: FrontDriver = {
  command,
  healthCheck,
  configuration: (front) => ({ [EDGE_FILE]: edge(front), [ROUTER_FILE]: router(front) }),
  redirects,
  upstream,
  route: (description) => ({ ...edgeSite(description), ...route(description) }),
  check,
  reload,
  close,
  bridge,
  inFlight,
};
