import { MADE } from "./caddy-certificates";
import {
  CLOSING,
  EDGE_FILE,
  HOP_SECONDS,
  IDLE_SECONDS,
  LEAVING,
  LOADED,
  portOptions,
  SERVED,
  securely,
  TURN,
} from "./caddy-edge";
import { EDGE_ADDRESS, EDGE_ADMIN, environmentOf, PERSONAL, portsOf, ROUTERS, type RouterNumber } from "./caddy-ports";
import { ROUTER_FILE } from "./caddy-routes";
import { block } from "./caddyfile";
import { DEAF, FOLDER, type FrontDescription, KEYS } from "./driver";
import { putBack } from "./kept";

/** How the edge and the routers are started, reloaded, and asked; for the shell of the front's container. */

const KEY_FILES = ["crt", "key", "pem"].map((kind) => `${KEYS}/*.${kind}`).join(" ");
const EDGE_SUM = `cat ${EDGE_FILE} edge/*.caddy ${KEY_FILES} 2>/dev/null | cksum`;
const NEXT = `${SERVED}.next`;
/** In the container's own layer. */
const BEGUN = "/tmp/begun";
const HANDSHAKE_SECONDS = 2;
const ADMINS = [EDGE_ADMIN, ...ROUTERS.map((router) => portsOf(router).admin)];
const NO_ROUTES = `{\\n\\tadmin 127.0.0.1:${PERSONAL.admin}\\n}\\n`;
const NO_HOSTS = (port: number) => `{\\n\\tauto_https off\\n}\\n:${port} {\\n\\trespond 503\\n}\\n`;

/** An answer of the engine's DNS that is lost under load is asked for again after a second; five are more than a request waits. */
const ASKS_AGAIN = "options timeout:1 attempts:5";

/** The routers run as long as the edge does; one that ends is started again. Without files, nothing is answered yet. */
export function command(front: FrontDescription): string[] {
  const script = [
    `grep -qF '${ASKS_AGAIN}' /etc/resolv.conf || echo '${ASKS_AGAIN}' >>/etc/resolv.conf`,
    `cd ${FOLDER}`,
    `printf 1 >${TURN}; printf no >${CLOSING}`,
    ...revived(),
    `[ -f ${ROUTER_FILE} ] || printf '${NO_ROUTES}' >${ROUTER_FILE}`,
    `[ -f ${EDGE_FILE} ] || printf '${NO_HOSTS(front.httpPort)}' >${EDGE_FILE}`,
    takePorts(front),
    `${EDGE_SUM} >${LOADED}`,
    `mkdir -p -m 700 ${LEAVING}`,
    noteCertificates(SERVED),
    ...ROUTERS.map((router) => `(while :; do ${environmentOf(router)} ${caddy("run", ROUTER_FILE)}; sleep 1; done) &`),
    `exec ${caddy("run", EDGE_FILE)}`,
  ];
  return ["sh", "-c", script.join("\n")];
}

/** One that is started again may have ended over files that somebody has changed. A new container is not kept waiting. */
function revived(): string[] {
  return [
    `check() { ${check}; }`,
    `[ ! -f ${BEGUN} ] || check . >/dev/null 2>&1 || again=$(${putBack})`,
    `[ -z "\${again:-}" ] || echo "put back, as the last deployment has left them:" $again`,
    `: >${BEGUN}`,
  ];
}

/** A front whose ports are others finds the file of the one before it, and serves at its own ports from the first moment. */
export function takePorts(front: FrontDescription): string {
  const options = Object.entries(portOptions(front));
  const has = options.map(([option, port]) => `grep -qw '${option} ${port}' ${EDGE_FILE}`).join(" && ");
  const set = options.map(([option, port]) => `-e 's/^\\([[:space:]]*${option} \\).*/\\1${port}/'`).join(" ");
  const sent = `-e 's|https://{host}[:0-9]*{uri}|${securely(front)}|'`;
  return `{ ${has}; } || sed -i ${set} ${sent} ${EDGE_FILE}`;
}

/** They listen where they are told to load once they have what they were given. A request would stand in their logs each time. */
export const healthCheck = [
  "sh",
  "-c",
  ADMINS.map((port) => `grep -q '0100007F:${hexadecimal(port)} 00000000:0000 0A' /proc/net/tcp`).join(" && "),
];

/** In a container of its own too, where nothing runs yet. */
export const check = [
  `mkdir -p -m 700 ${LEAVING}`,
  ...[ROUTER_FILE, EDGE_FILE].map((file) => caddy("validate", `"$1/${file}"`)),
].join(" && ");

/**
 * The router whose turn it is not has no requests; it is reloaded, and then it is its turn. A reload of the edge ends
 * connections of HTTP/1.1 that nobody uses, and a request may come at that moment. So browsers are told before to open new
 * ones, until those that were open have been used or were idle for too long; where there are none, at once.
 */
export function reload({ httpPort, httpsPort, certificates }: FrontDescription): string {
  const hasCertificates = certificates !== "none";
  const load = [
    `case "$(cat ${TURN})" in 2) ${take(1)};; *) ${take(2)};; esac`,
    ...(certificates === "internal" ? [MADE] : []),
    `sum=$(${EDGE_SUM})`,
    `if [ "$sum" != "$(cat ${LOADED})" ]; then ${[
      `printf yes >${CLOSING}`,
      quiet([httpPort, httpsPort], IDLE_SECONDS + 1),
      `edge() { ${caddy("reload", EDGE_FILE)} --address ${EDGE_ADDRESS}:${EDGE_ADMIN} --force; }`,
      // From here on nothing counts as loaded: a change that is taken back is loaded once more.
      `: >${LOADED}`,
      ...(hasCertificates ? letGo() : []),
      `edge && printf %s "$sum" >${LOADED}${hasCertificates ? ` && rm -rf ${SERVED} && mv ${NEXT} ${SERVED}` : ""}; code=$?`,
      `printf no >${CLOSING}; [ $code = 0 ]`,
    ].join("; ")}; fi`,
  ].join(" && ");
  return `{ ${load}; } || (${deaf()})`;
}

/** Whether it is the fault of the proxy that runs, by `admin off` of an earlier deployment. A router that has just ended comes back. */
function deaf(): string {
  const url = `http://${EDGE_ADDRESS}:$port/reverse_proxy/upstreams`;
  const answers = `{ curl -fs --max-time 5 ${url} || wget -T 5 -qO- ${url}; } >/dev/null 2>&1`;
  const wait = `waited=$((waited + 1)); [ $waited -lt 5 ] || exit ${DEAF}; sleep 1`;
  return `waited=0; for port in ${ADMINS.join(" ")}; do until ${answers}; do ${wait}; done; done; exit 1`;
}

/** The wait is for the connection that is idle for longest. */
export const close = [
  `printf yes >${CLOSING}`,
  `(sleep "$1"; printf no >${CLOSING}) </dev/null >/dev/null 2>&1 &`,
  `sleep ${IDLE_SECONDS + 1}`,
].join("\n");

/**
 * A handshake that has begun finds no certificate when the edge forgets it at that moment. So one that goes is loaded beside
 * the new ones first, for as long as a handshake takes; where the proxy does not take it so, it just goes.
 */
function letGo(): string[] {
  return [
    noteCertificates(NEXT),
    `for old in ${SERVED}/*.pem; do [ ! -e "$old" ] || cmp -s "$old" "${NEXT}/\${old##*/}" || cp "$old" ${LEAVING}; done`,
    `if [ -n "$(ls ${LEAVING})" ]; then edge && sleep ${HANDSHAKE_SECONDS}; rm -f ${LEAVING}/*; fi`,
  ];
}

/** Writes down the certificates of files that sites name: each with its key in one file, as Caddy loads them from a folder. */
function noteCertificates(folder: string): string {
  const bundle = `{ cat "${KEYS}/$name.crt"; echo; cat "${KEYS}/$name.key"; } >"${folder}/$name.pem"`;
  return [
    `rm -rf ${folder}; mkdir -m 700 ${folder}`,
    `for site in $(grep -ls "tls ${KEYS}/" edge/*.caddy); do name=$(basename "$site" .caddy); ${bundle}; done`,
  ].join("; ");
}

function take(router: RouterNumber): string {
  const { admin, http, lanes } = portsOf(router);
  return [
    quiet([http, ...lanes], HOP_SECONDS + 1),
    `${environmentOf(router)} ${caddy("reload", ROUTER_FILE)} --address ${EDGE_ADDRESS}:${admin} --force && printf ${router} >${TURN}`,
  ].join("; ");
}

/** Waits until nothing is connected to some ports, but not for longer than some seconds. */
function quiet(ports: readonly number[], seconds: number): string {
  const local = ports.map(hexadecimal).join("|");
  const connected = `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qE '^ *[0-9]+: [0-9A-F]+:(${local}) [0-9A-F]+:[0-9A-F]+ 01 '`;
  return `waited=0; while [ $waited -lt ${seconds} ] && ${connected}; do sleep 1; waited=$((waited + 1)); done`;
}

/**
 * A server's certificate is not verified, as in a route. Both sides may speak at a time: a program that begins its answer before
 * it has read the whole question would otherwise be cut off.
 */
export const bridge = [
  `case "$1" in https:*) more=tls_insecure_skip_verify;; *) more="versions h2c";; esac`,
  `exec ${caddy("run", "-")} <<BRIDGE`,
  ...block("", [
    ...["admin off", "persist_config off", "auto_https off", `default_bind ${EDGE_ADDRESS}`],
    ...block("servers", ["enable_full_duplex"]),
  ]),
  ...block(
    "http://:$2",
    block("reverse_proxy ${1#*://}", ["header_up Host {hostport}", ...block("transport http", ["$more"])]),
  ),
  "BRIDGE",
].join("\n");

/** Also by the router that is not asked any more. One that is there and says nothing may hold a request; what has ended holds none. */
export const inFlight = [
  `for port in ${ROUTERS.map((router) => portsOf(router).admin).join(" ")}; do`,
  `url=http://${EDGE_ADDRESS}:$port/reverse_proxy/upstreams; { curl -fs --max-time 5 "$url" || timeout 5 wget -T 5 -qO- "$url"; } ||`,
  `{ ${listening('"$(printf %04X $port)"')} && printf '{"address":"%s","num_requests":1}' "$1"; }; echo; done |`,
  `tr '{' '\\n' | sed -n "s|.*\\"address\\":\\"\${1:-[^\\"]*}\\",\\"num_requests\\":\\([0-9]*\\).*|\\1|p" |`,
  "{ sum=0; while read -r count; do sum=$((sum + count)); done; echo $sum; }",
].join(" ");

/** Whether something listens on a port, which is a word of the shell with four hexadecimal digits. */
function listening(port: string): string {
  return `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qE '^ *[0-9]+: [0-9A-F]+:'${port}' [0-9A-F]+:0000 0A '`;
}

function caddy(action: "reload" | "run" | "validate", file: string): string {
  return `caddy ${action} --config ${file} --adapter caddyfile`;
}

function hexadecimal(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, "0");
}
