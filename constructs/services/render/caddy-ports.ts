/** Where the edge and the routers of a front with Caddy listen, in its container. */

/** The routers answer nobody else. */
export const EDGE_ADDRESS = "127.0.0.1";

const ADMIN = 2019;
const FIRST = 2022;
/** For the hosts, and for two lanes. */
const EACH = 3;

export const ROUTERS = [1, 2] as const;

export type RouterNumber = (typeof ROUTERS)[number];

/** At which the edge asks itself whether a host has a certificate. */
export const ASK_PORT = FIRST + ROUTERS.length * EACH;

/** The first and the last port that a front must leave to them. */
export const RESERVED_PORTS = [ADMIN, ASK_PORT] as const;

/** Of the edge. */
export const EDGE_ADMIN = ADMIN;

/** Of a router. */
export function portsOf(router: RouterNumber) {
  const http = FIRST + (router - 1) * EACH;
  return { admin: ADMIN + router, http, lanes: [http + 1, http + 2] as const };
}

const [ADMIN_NAME, HTTP_NAME, ...LANE_NAMES] = ["ADMIN", "HTTP", "LANE_0", "LANE_1"] as const;

/** In the file that both routers have; without the variables of {@link environmentOf} they are the first one's. */
export const PERSONAL = {
  admin: `{$${ADMIN_NAME}:${portsOf(1).admin}}`,
  http: `{$${HTTP_NAME}:${portsOf(1).http}}`,
  lanes: LANE_NAMES.map((name, lane) => `{$${name}:${portsOf(1).lanes[lane]}}`),
} as const;

/** What makes a program read the file as that of a router. */
export function environmentOf(router: RouterNumber): string {
  const { admin, http, lanes } = portsOf(router);
  const named = LANE_NAMES.map((name, lane) => `${name}=${lanes[lane]}`);
  return [`${ADMIN_NAME}=${admin}`, `${HTTP_NAME}=${http}`, ...named].join(" ");
}
