import {
  ACME_ROOT,
  CURRENT,
  currentName,
  type Files,
  FOLDER,
  type FrontDescription,
  type FrontDriver,
  HEADER,
  KEYS,
  LIVE,
  type RouteDescription,
  type Target,
  type UpstreamDescription,
} from "./driver";

const FILE = `${FOLDER}/Caddyfile`;
const RUN = `caddy run --config ${FILE} --adapter caddyfile`;
/** Says `yes` while browsers are to open new connections. */
const CLOSING = `${FOLDER}/closing`;
/** As Apache and Node do: then a connection that nobody uses ends. */
const IDLE_SECONDS = 5;
const ADMIN = "http://127.0.0.1:2019";

/** Authorities by their short names. @see https://letsencrypt.org/docs/staging-environment/ */
const AUTHORITIES: Readonly<Record<string, string>> = {
  production: "https://acme-v02.api.letsencrypt.org/directory",
  staging: "https://acme-staging-v02.api.letsencrypt.org/directory",
};

/** Caddy 2.11 or later. @see https://caddyserver.com/docs/caddyfile */
export const CADDY: FrontDriver = {
  command: ({ httpPort }) => [
    "sh",
    "-c",
    `[ -f ${FILE} ] || printf '{\\n\\tauto_https off\\n}\\n:${httpPort} {\\n\\trespond 503\\n}\\n' > ${FILE}; exec ${RUN}`,
  ],
  // It listens on port 2019, 7E3 there, once it has its configuration. A request would stand in its log each time.
  healthCheck: ["sh", "-c", "grep -q '0100007F:07E3 00000000:0000 0A' /proc/net/tcp"],
  configuration,
  upstream,
  route,
  check: `caddy validate --config "$1/Caddyfile" --adapter caddyfile`,
  reload,
  inFlight:
    `{ curl -fs ${ADMIN}/reverse_proxy/upstreams || wget -qO- ${ADMIN}/reverse_proxy/upstreams; } | ` +
    `tr '{' '\\n' | sed -n "s|.*\\"address\\":\\"$1\\",\\"num_requests\\":\\([0-9]*\\).*|\\1|p"`,
};

/**
 * A reload ends connections of HTTP/1.1 that nobody uses, and a request may come at that moment. So browsers are told before
 * to open new ones, until those that were open have been used or were idle for too long; where there are none, at once.
 */
function reload({ httpPort, httpsPort }: FrontDescription): string {
  const ports = [httpPort, httpsPort].map((port) => port.toString(16).toUpperCase().padStart(4, "0")).join("|");
  const open = `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qE '^ *[0-9]+: [0-9A-F]+:(${ports}) [0-9A-F]+:[0-9A-F]+ 01 '`;
  return [
    `printf yes > ${CLOSING}`,
    `waited=0; while [ $waited -lt ${IDLE_SECONDS + 1} ] && ${open}; do sleep 1; waited=$((waited + 1)); done`,
    `caddy reload --config ${FILE} --adapter caddyfile --address 127.0.0.1:2019 --force; code=$?`,
    `printf no > ${CLOSING}; [ $code = 0 ]`,
  ].join("; ");
}

/** No grace period: requests end by themselves, however long they take; none is cut off by a reload. */
function configuration(front: FrontDescription): Files {
  const { httpPort, httpsPort, certificates, redirects, globalOptions } = front;
  const secure = certificates !== "none";
  const idle = block("timeouts", [`idle ${IDLE_SECONDS}s`]);
  const from = (host: string) => (secure ? host : `http://${host}`);
  const text = lines(
    ...block("", [
      "admin 127.0.0.1:2019",
      `http_port ${httpPort}`,
      // Without TLS it is not used, and must be another.
      `https_port ${secure ? httpsPort : httpPort === 65_535 ? 65_534 : 65_535}`,
      ...(secure ? authority(certificates) : ["auto_https off"]),
      // Of HTTP/3 the port is not published.
      ...block("servers", ["protocols h1 h2", ...idle]),
      ...inner(front).flatMap((port) => block(`servers :${port}`, ["trusted_proxies static private_ranges", ...idle])),
      ...globalOptions,
    ]),
    ...block("(closing_)", [
      ...block("@closing_", [`vars {file.${CLOSING}} yes`, "protocol http/1.1"]),
      "header @closing_ Connection close",
    ]),
    "import routes/*.caddy",
    ...inner(front).flatMap((port, lane) =>
      block(`http://:${port}`, [
        "import closing_",
        `import inner/${lane}/*.caddy`,
        ...block("handle", ["respond 404"]),
      ]),
    ),
    ...Object.entries(redirects).flatMap(([host, to]) =>
      block(from(host), [
        ...(certificates === "internal" ? ["tls internal"] : []),
        `redir ${quoted(`${to}{uri}`)} permanent`,
      ]),
    ),
    ...block("http://", ["respond 404"]),
  );
  return { Caddyfile: text };
}

function authority(certificates: Exclude<FrontDescription["certificates"], "none">): string[] {
  if (certificates === "internal") return ["skip_install_trust"];
  const { email, ca = "production", caRootFile } = certificates.acme;
  return [
    "skip_install_trust",
    `email ${quoted(email)}`,
    `acme_ca ${quoted(AUTHORITIES[ca] ?? ca)}`,
    ...(caRootFile === undefined ? [] : [`acme_ca_root ${KEYS}/${ACME_ROOT}`]),
    // A certificate that exists does not keep a host from getting one, where its route asks for it.
    "auto_https ignore_loaded_certs",
  ];
}

function upstream({ name, service, lane, ...speech }: UpstreamDescription): Files {
  return {
    [`inner/${lane}/${name}.caddy`]: lines(
      `@${name} header ${HEADER} ${service}`,
      ...block(`handle @${name}`, block("reverse_proxy", [to(name, speech), ...patience(speech)])),
    ),
  };
}

/** Its container's name is read with each request. */
function to(upstream: string, { scheme, port }: Pick<UpstreamDescription, "scheme" | "port">): string {
  const name = `{file.${FOLDER}/${CURRENT}/${currentName(upstream, { scheme, port })}}:${port}`;
  return scheme === "https" ? `to https://${name}` : `to ${name}`;
}

function route(description: RouteDescription): Files {
  const { service, hosts, stagingHosts } = description;
  const staging = stagingHosts.length === 0 ? [] : site(description, stagingHosts, "staging");
  return { [`routes/${service}.caddy`]: lines(...site(description, hosts, "live"), ...staging) };
}

function site(description: RouteDescription, hosts: readonly string[], kind: "live" | "staging"): string[] {
  const { certificates, maxBodyMiB, maintenance, directives } = description;
  return block(hosts.map((host) => (certificates === "none" ? `http://${host}` : host)).join(", "), [
    "import closing_",
    ...tls(description),
    ...(maxBodyMiB === undefined ? [] : block("request_body", [`max_size ${maxBodyMiB}MiB`])),
    ...directives,
    ...(maintenance !== undefined && kind === "live" ? page(maintenance) : proxy(description, kind)),
  ]);
}

function tls({ service, certificates, certificate }: RouteDescription): string[] {
  if (certificate !== undefined) {
    const loaded = `tls ${KEYS}/${service}.crt ${KEYS}/${service}.key`;
    // The host may still lead elsewhere: an authority of the world would be asked in vain.
    return certificates === "acme" && certificate === "later" ? block(loaded, ["issuer internal"]) : [loaded];
  }
  return certificates === "internal" ? ["tls internal"] : [];
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
    `@blue_ vars ${live} ${word("blue")}`,
    ...upstreams(description, isShared ? [blue, green] : [blue], "@blue_"),
    `@green_ vars ${live} ${word("green")}`,
    ...upstreams(description, isShared ? [green, blue] : [green], "@green_"),
    `@neither_ not vars ${live} blue green`,
    "respond @neither_ 503",
  ];
}

function upstreams(
  { service, canary, ...speech }: RouteDescription,
  targets: readonly Target[],
  matcher?: string,
): string[] {
  const isElsewhere = targets.some((target) => "address" in target);
  const all = targets.map((target) => ("address" in target ? `to ${target.address}` : to(target.upstream, speech)));
  return block(matcher === undefined ? "reverse_proxy" : `reverse_proxy ${matcher}`, [
    ...all,
    ...(isElsewhere ? [`header_up ${HEADER} ${service}`] : []),
    ...(canary === undefined || targets.length < 2 ? [] : share(service, canary)),
    ...patience(isElsewhere ? { ...speech, scheme: "http" } : speech),
  ]);
}

/** A container that is started again keeps its requests waiting; an open web socket outlives the changes of others. */
function patience({ scheme, readTimeoutSeconds }: Pick<UpstreamDescription, "scheme" | "readTimeoutSeconds">) {
  return [
    ...["lb_try_duration 5s", "lb_try_interval 100ms", "stream_close_delay 24h"],
    ...block("transport http", [
      // A connection that is kept open would keep an old container from its end.
      "keepalive 5s",
      `response_header_timeout ${readTimeoutSeconds}s`,
      ...(scheme === "https" ? ["tls_insecure_skip_verify"] : []),
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

function inner({ isAsked, innerPort }: FrontDescription): number[] {
  return isAsked ? [innerPort, innerPort + 1] : [];
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}

function block(head: string, body: readonly string[]): string[] {
  return [head === "" ? "{" : `${head} {`, ...body.map((line) => `\t${line}`), "}"];
}

function lines(...all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
