import {
  ACME_ROOT,
  CONTAINER,
  type Files,
  FOLDER,
  type FrontDescription,
  type FrontDriver,
  HEADER,
  KEYS,
  type RouteDescription,
  type UpstreamDescription,
} from "./driver";

const FILE = `${FOLDER}/Caddyfile`;
const RUN = `caddy run --config ${FILE} --adapter caddyfile`;
const ADMIN = "http://127.0.0.1:2019";

/** Authorities by their short names. @see https://letsencrypt.org/docs/staging-environment/ */
const AUTHORITIES: Readonly<Record<string, string>> = {
  production: "https://acme-v02.api.letsencrypt.org/directory",
  staging: "https://acme-staging-v02.api.letsencrypt.org/directory",
};

/** Caddy 2.8 or later. @see https://caddyserver.com/docs/caddyfile */
export const CADDY: FrontDriver = {
  command: ({ httpPort }) => [
    "sh",
    "-c",
    `[ -f ${FILE} ] || printf '{\\n\\tauto_https off\\n}\\n:${httpPort} {\\n\\trespond 503\\n}\\n' > ${FILE}; exec ${RUN}`,
  ],
  healthCheck: ["sh", "-c", `curl -fso /dev/null ${ADMIN}/config/ || wget -qO /dev/null ${ADMIN}/config/`],
  configuration,
  upstream,
  route,
  check: `caddy validate --config "$1/Caddyfile" --adapter caddyfile`,
  reload: `caddy reload --config ${FILE} --adapter caddyfile --address 127.0.0.1:2019`,
  inFlight:
    `{ curl -fs ${ADMIN}/reverse_proxy/upstreams || wget -qO- ${ADMIN}/reverse_proxy/upstreams; } | ` +
    `tr '{' '\\n' | sed -n "s|.*\\"address\\":\\"$1\\",\\"num_requests\\":\\([0-9]*\\).*|\\1|p"`,
};

/** No grace period: requests end by themselves, however long they take; none is cut off by a reload. */
function configuration(front: FrontDescription): Files {
  const { httpPort, httpsPort, innerPort, certificates, redirects, globalOptions } = front;
  const secure = certificates !== "none";
  const from = (host: string) => (secure ? host : `http://${host}`);
  const text = lines(
    ...block("", [
      "admin 127.0.0.1:2019",
      `http_port ${httpPort}`,
      `https_port ${httpsPort}`,
      ...(secure ? authority(certificates) : ["auto_https off"]),
      // Of HTTP/3 the port is not published.
      ...block("servers", ["protocols h1 h2"]),
      ...inner(innerPort).flatMap((port) => block(`servers :${port}`, ["trusted_proxies static private_ranges"])),
      ...globalOptions,
    ]),
    "import upstreams/*.caddy",
    "import routes/*.caddy",
    ...inner(innerPort).flatMap((port, lane) =>
      block(`http://:${port}`, [`import inner/${lane}/*.caddy`, ...block("handle", ["respond 404"])]),
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
    `email ${quoted(email)}`,
    `acme_ca ${quoted(AUTHORITIES[ca] ?? ca)}`,
    ...(caRootFile === undefined ? [] : [`acme_ca_root ${KEYS}/${ACME_ROOT}`]),
    // A certificate that exists does not keep a host from getting one, where its route asks for it.
    "auto_https ignore_loaded_certs",
  ];
}

function upstream({ name, service, lane, port, scheme, readTimeoutSeconds }: UpstreamDescription): Files {
  return {
    [`upstreams/${name}.caddy`]: lines(...block(`(${name})`, [`to ${scheme}://${CONTAINER}:${port}`])),
    [`inner/${lane}/${name}.caddy`]: lines(
      `@${name} header ${HEADER} ${service}`,
      ...block(`handle @${name}`, [
        ...block("reverse_proxy", [`import ${name}`, ...patience({ scheme, readTimeoutSeconds })]),
      ]),
    ),
  };
}

function route(description: RouteDescription): Files {
  const { name, hosts, certificates, certificate, maxBodyMiB, maintenance, directives } = description;
  const addresses = hosts.map((host) => (certificates === "none" ? `http://${host}` : host));
  const text = lines(
    ...block(addresses.join(", "), [
      ...tls(certificates, certificate),
      ...(maxBodyMiB === undefined ? [] : block("request_body", [`max_size ${maxBodyMiB}MiB`])),
      ...directives,
      ...(maintenance === undefined ? proxy(description) : page(maintenance)),
    ]),
  );
  return { [`routes/${name}.caddy`]: text };
}

function tls(certificates: RouteDescription["certificates"], certificate: RouteDescription["certificate"]): string[] {
  if (certificate !== undefined) return [`tls ${KEYS}/${certificate.name}.crt ${KEYS}/${certificate.name}.key`];
  return certificates === "internal" ? ["tls internal"] : [];
}

function proxy({ service, targets, canary, innerPort, ...rest }: RouteDescription): string[] {
  const isElsewhere = targets.some((target) => "address" in target);
  const to = targets.map((target) => {
    if ("address" in target) return `to http://${target.address}`;
    // One block speaks one scheme: beside another front's, one's own is asked in the same way.
    return isElsewhere ? `to http://127.0.0.1:${innerPort + target.lane}` : `import ${target.upstream}`;
  });
  return block("reverse_proxy", [
    ...to,
    ...(isElsewhere ? [`header_up ${HEADER} ${service}`] : []),
    ...(canary === undefined || targets.length < 2 ? [] : share(service, canary)),
    ...patience(isElsewhere ? { ...rest, scheme: "http" } : rest),
  ]);
}

/** A container that is started again keeps its requests waiting; an open web socket outlives the changes of others. */
function patience({ scheme, readTimeoutSeconds }: Pick<UpstreamDescription, "scheme" | "readTimeoutSeconds">) {
  return [
    ...["lb_try_duration 5s", "lb_try_interval 100ms", "stream_close_delay 24h"],
    ...block("transport http", [
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

function inner(port: number): [number, number] {
  return [port, port + 1];
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
