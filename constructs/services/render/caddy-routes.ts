import type { Scheme } from "../settings";
import { authority, certified } from "./caddy-certificates";
import { IS_CALL } from "./caddy-edge";
import { EDGE_ADDRESS, PERSONAL } from "./caddy-ports";
import { block, lines, quoted } from "./caddyfile";
import {
  CURRENT,
  currentName,
  type Files,
  FOLDER,
  type FrontDescription,
  HEADER,
  LIVE,
  REDIRECTS,
  type RouteDescription,
  type Target,
  type UpstreamDescription,
} from "./driver";

export const ROUTER_FILE = "router.caddy";

/** What a router reads: which upstream a request goes to. Whoever asks it is the edge. No grace period: requests end by themselves. */
export function router({ globalOptions, isAsked, certificates }: FrontDescription): string {
  return lines(
    ...block("", [
      ...globalOptions,
      `admin 127.0.0.1:${PERSONAL.admin}`,
      ...["persist_config off", `default_bind ${EDGE_ADDRESS}`],
      ...(certificates === "none" ? ["auto_https off"] : ["auto_https disable_redirects", ...authority(certificates)]),
      ...[`http_port ${PERSONAL.http}`, "https_port 65535"],
      ...block("servers", ["protocols h1 h2c", `trusted_proxies static ${EDGE_ADDRESS}`]),
    ]),
    "import routes/*.caddy",
    ...PERSONAL.lanes
      .slice(0, isAsked ? 2 : 0)
      .flatMap((port, lane) =>
        block(`http://:${port}`, [`import inner/${lane}/*.caddy`, ...block("handle", ["respond 404"])]),
      ),
    ...block("http://", ["respond 404"]),
  );
}

/** The hosts that lead elsewhere. */
export function redirects({ redirects, certificates }: FrontDescription): Files {
  const kind = typeof certificates === "object" ? "acme" : certificates;
  const sites = Object.entries(redirects).map(([host, to]) =>
    block(`http://${host}`, [`redir ${quoted(`${to}{uri}`)} permanent`]),
  );
  return { [`routes/${REDIRECTS}.caddy`]: lines(...sites.flat(), ...certified(Object.keys(redirects), kind)) };
}

/** How the fronts of other nodes find an upstream. */
export function upstream({ name, service, lane, ...speech }: UpstreamDescription): Files {
  return {
    [`inner/${lane}/${name}.caddy`]: lines(
      `@${name} header ${HEADER} ${service}`,
      ...block(`handle @${name}`, block("reverse_proxy", [to(name, speech), ...patience(speech)])),
    ),
  };
}

/** Its container's name is read with each request. Caddy takes no scheme beside such a name; the transport says it. */
function to(upstream: string, { scheme, port }: Pick<UpstreamDescription, "scheme" | "port">): string {
  return `to {file.${FOLDER}/${CURRENT}/${currentName(upstream, { scheme, port })}}:${port}`;
}

/** What the hosts of a service get. */
export function route(description: RouteDescription): Files {
  const { service, hosts, stagingHosts, certificate, certificates } = description;
  const staging = stagingHosts.length === 0 ? [] : site(description, stagingHosts, "staging");
  // Of its own certificate the edge takes care.
  const made = certificate === undefined ? certified([...hosts, ...stagingHosts], certificates) : [];
  return { [`routes/${service}.caddy`]: lines(...site(description, hosts, "live"), ...staging, ...made) };
}

function site(description: RouteDescription, hosts: readonly string[], kind: "live" | "staging"): string[] {
  const { maxBodyMiB, maintenance, directives } = description;
  return block(hosts.map((host) => `http://${host}`).join(", "), [
    ...(maxBodyMiB === undefined ? [] : block("request_body", [`max_size ${maxBodyMiB}MiB`])),
    ...directives,
    ...(maintenance !== undefined && kind === "live" ? page(maintenance) : proxy(description, kind)),
  ]);
}

/** Which colour is live is read with each request: a promotion is one word in one file. */
function proxy(description: RouteDescription, kind: "live" | "staging"): string[] {
  const { service, targets } = description;
  if ("only" in targets) return upstreams(description, [targets.only]);
  const word = (colour: "blue" | "green") => (kind === "live" ? colour : colour === "blue" ? "green" : "blue");
  const { blue, green } = targets;
  const isShared = description.canary !== undefined && kind === "live";
  const live = `{file.${FOLDER}/${LIVE}/${service}}`;
  // No `handle`, which would come before what a user's own lines refuse.
  return [
    ...upstreams(description, isShared ? [blue, green] : [blue], ["blue_", `vars ${live} ${word("blue")}`]),
    ...upstreams(description, isShared ? [green, blue] : [green], ["green_", `vars ${live} ${word("green")}`]),
    `@neither_ not vars ${live} blue green`,
    "respond @neither_ 503",
  ];
}

function upstreams(
  { service, canary, ...speech }: RouteDescription,
  targets: readonly Target[],
  matcher?: readonly [name: string, rule: string],
): string[] {
  const isElsewhere = targets.some((target) => "address" in target);
  const all = targets.map((target) => ("address" in target ? `to ${target.address}` : to(target.upstream, speech)));
  const [name, ...rules] = matcher ?? [];
  const proxied = (scheme: Scheme, which: string | undefined) =>
    block(which === undefined ? "reverse_proxy" : `reverse_proxy @${which}`, [
      ...all,
      ...(isElsewhere ? [`header_up ${HEADER} ${service}`] : []),
      ...(canary === undefined || targets.length < 2 ? [] : share(service, canary)),
      ...patience({ ...speech, scheme }),
    ]);
  // Another front is asked without TLS.
  const scheme = isElsewhere && speech.scheme === "https" ? "http" : speech.scheme;
  const calls = `calls_${name ?? ""}`;
  return [
    ...(scheme === speech.scheme ? [] : [...block(`@${calls}`, [...rules, IS_CALL]), ...proxied("h2c", calls)]),
    ...rules.map((rule) => `@${name} ${rule}`),
    ...proxied(scheme, name),
  ];
}

/** A container that is started again keeps its requests waiting; an open web socket outlives the changes of others. */
function patience({ scheme, readTimeoutSeconds }: Pick<UpstreamDescription, "scheme" | "readTimeoutSeconds">) {
  return [
    // As the edge says it: the router is no hop of its own.
    "header_up X-Forwarded-For {header.X-Forwarded-For}",
    // With TLS, Caddy would name the container, and an application answers for the hosts that it knows.
    ...(scheme === "https" ? ["header_up Host {hostport}"] : []),
    ...["lb_try_duration 5s", "lb_try_interval 100ms", "stream_close_delay 24h"],
    ...block("transport http", [
      // A connection that is kept open would keep an old container from its end.
      "keepalive 5s",
      `response_header_timeout ${readTimeoutSeconds}s`,
      ...(scheme === "https" ? ["tls_insecure_skip_verify"] : []),
      ...(scheme === "h2c" ? ["versions h2c"] : []),
    ]),
  ];
}

function share(service: string, { percent, sticky }: NonNullable<RouteDescription["canary"]>): string[] {
  const weighted = `weighted_round_robin ${100 - percent} ${percent}`;
  if (sticky === "none") return [`lb_policy ${weighted}`];
  return block(`lb_policy cookie slipway_${service.replaceAll("-", "_")}`, [`fallback ${weighted}`]);
}

/** A page that says what is going on. No brace of it is Caddy's. */
function page(text: string): string[] {
  const safe = text.replace(/[&<>"`{}\\]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\n/g, "<br>");
  const html = `<!doctype html><meta charset=utf-8><title>Maintenance</title><p>${safe}</p>`;
  return [
    "header Content-Type text/html",
    "header Retry-After 300",
    "header Cache-Control no-store",
    `respond "${html}" 503`,
  ];
}
