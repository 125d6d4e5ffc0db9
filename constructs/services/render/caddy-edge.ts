import { authority, CERTIFICATES } from "./caddy-certificates";
import { ASK_PORT, EDGE_ADDRESS, EDGE_ADMIN, portsOf, ROUTERS, type RouterNumber } from "./caddy-ports";
import { block, lines } from "./caddyfile";
import { type Files, type FrontDescription, KEYS, type RouteDescription } from "./driver";

export const EDGE_FILE = "edge.caddy";

/** In memory: it is empty when the container starts, and is written on a full disk too. */
const MEMORY = "/dev/shm";

/** Says which router is asked. */
export const TURN = `${MEMORY}/turn`;

/** Says `yes` while browsers are to open new connections. */
export const CLOSING = `${MEMORY}/closing`;

/** The sum of what the edge has loaded. */
export const LOADED = `${MEMORY}/loaded`;

/** The certificates of files that the edge has loaded, each with its key. */
export const SERVED = `${MEMORY}/served`;

/** Those of them that are to go, while somebody may be shaking hands with them. */
export const LEAVING = `${MEMORY}/leaving`;

/** As Apache and Node do: then a connection that nobody uses ends. */
export const IDLE_SECONDS = 5;

/** How long the edge keeps a connection to a router: one that it no longer asks has none left when it is reloaded. */
export const HOP_SECONDS = 2;

/** Of gRPC, in a matcher. */
export const IS_CALL = "header Content-Type application/grpc*";

const HOSTS = routers((router) => portsOf(router).http);

/** Where a request without TLS is sent. */
export function securely({ httpsPort }: Pick<FrontDescription, "httpsPort">): string {
  return `https://{host}${httpsPort === 443 ? "" : `:${httpsPort}`}{uri}`;
}

/** At which ports hosts are served. */
export function portOptions({ httpPort, httpsPort, certificates }: FrontDescription) {
  // Without TLS it is not used, and must be another.
  const unused = httpPort === 65_535 ? 65_534 : 65_535;
  return { http_port: httpPort, https_port: certificates === "none" ? unused : httpsPort };
}

/**
 * What the edge reads: it ends TLS, and asks a router. No grace period: requests end by themselves, however long they take. It knows no
 * hosts: the routers have certificates made, and at a handshake it takes what lies there. So hosts come and go without a reload, at
 * which a connection that has just been made, and not yet asked, would be cut off.
 *
 * @see https://github.com/golang/go/blob/go1.26.0/src/net/http/server.go, `shuttingDown` in `serve`
 */
export function edge(front: FrontDescription): string {
  const { certificates, globalOptions } = front;
  const secure = certificates !== "none";
  const idle = block("timeouts", [`idle ${IDLE_SECONDS}s`]);
  return lines(
    ...block("", [
      // Of what is said twice, Caddy takes the last: what the front itself needs.
      ...globalOptions,
      `admin ${EDGE_ADDRESS}:${EDGE_ADMIN}`,
      "persist_config off",
      ...Object.entries(portOptions(front)).map(([option, port]) => `${option} ${port}`),
      ...(secure
        ? // A certificate that is loaded does not keep a host from getting one, where its route asks for it.
          [
            "auto_https ignore_loaded_certs",
            ...authority(certificates),
            ...block("on_demand_tls", [`ask http://${ASK}`]),
          ]
        : ["auto_https off"]),
      // Of HTTP/3 the port is not published. Without TLS, calls of gRPC come by h2c.
      ...block("servers", [`protocols h1 h2${secure ? "" : " h2c"}`, ...idle]),
      // Fronts ask health services by HTTP/1.1: a program may begin its answer before it has read the whole question.
      ...lanePorts(front).flatMap((port) =>
        block(`servers :${port}`, [
          ...["protocols h1 h2c", "enable_full_duplex", "trusted_proxies static private_ranges"],
          ...idle,
        ]),
      ),
    ]),
    ...block("(router_)", asked()),
    "import edge/*.caddy",
    ...lanePorts(front).flatMap((port, lane) =>
      block(`http://:${port}`, [routers((router) => portsOf(router).lanes[lane as 0 | 1])]),
    ),
    ...(secure ? withTls(front) : block("http://", [HOSTS])),
  );
}

const ASK = `${EDGE_ADDRESS}:${ASK_PORT}`;

/** A host has a certificate, or no handshake: none is made meanwhile. */
function withTls(front: FrontDescription): string[] {
  const { certificates } = front;
  return [
    ...block(`http://:${ASK_PORT}`, [
      `bind ${EDGE_ADDRESS}`,
      ...block("@certified file", [`root ${CERTIFICATES}`, "try_files /*/{query.domain}/{query.domain}.crt"]),
      "respond @certified 200",
      "respond 404",
    ]),
    ...block("https://", [
      ...block(certificates === "internal" ? "tls internal" : "tls", ["on_demand", `load ${LEAVING}`]),
      HOSTS,
    ]),
    ...block("http://", [`redir ${securely(front)} 308`]),
  ];
}

/** The hosts of a service with its own certificate files. Adding or removing them reloads the edge. */
export function edgeSite(description: RouteDescription): Files {
  const { service, hosts, stagingHosts, certificate, certificates } = description;
  if (certificates === "none" || certificate === undefined) return {};
  // The host may still lead elsewhere: an authority of the world would be asked in vain.
  const alone = certificates === "internal" || certificate === "later";
  const files = `tls ${KEYS}/${service}.crt ${KEYS}/${service}.key`;
  const tls = alone ? block(files, ["issuer internal"]) : [files];
  return { [`edge/${service}.caddy`]: lines(...block([...hosts, ...stagingHosts].join(", "), [...tls, HOSTS])) };
}

/** Leads to the routers, at the port that each has for it. */
function routers(port: (router: RouterNumber) => number): string {
  return `import router_ ${ROUTERS.map(port).join(" ")}`;
}

/**
 * Which router is asked is read with each request. One that is started again keeps its requests waiting; what it says goes on
 * as it comes. By HTTP/1.1, which web sockets need; a call of gRPC, in which both speak at a time, by HTTP/2.
 */
function asked(): string[] {
  const patience = ["lb_try_duration 5s", "lb_try_interval 100ms", "stream_close_delay 24h", "flush_interval -1"];
  const connections = [`keepalive ${HOP_SECONDS}s`, "keepalive_idle_conns_per_host 256", "compression off"];
  const to = (matcher: string, router: RouterNumber, speech: readonly string[] = []) =>
    block(`reverse_proxy ${matcher} ${EDGE_ADDRESS}:{args[${router - 1}]}`, [
      ...patience,
      ...block("transport http", [...speech, ...connections]),
    ]);
  const turns = [`not vars {file.${TURN}} 2`, `vars {file.${TURN}} 2`];
  return [
    ...block("@closing_", [`vars {file.${CLOSING}} yes`, "protocol http/1.1"]),
    "header @closing_ Connection close",
    ...ROUTERS.flatMap((router) => [
      ...block(`@calls_${router}`, [turns[router - 1] as string, IS_CALL]),
      ...to(`@calls_${router}`, router, ["versions h2c"]),
    ]),
    ...ROUTERS.flatMap((router) => [`@router_${router} ${turns[router - 1]}`, ...to(`@router_${router}`, router)]),
  ];
}

function lanePorts({ isAsked, innerPort }: FrontDescription): number[] {
  return isAsked ? [innerPort, innerPort + 1] : [];
}
