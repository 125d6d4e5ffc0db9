import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CADDY } from "../../../constructs/services/render/caddy";
import { takePorts } from "../../../constructs/services/render/caddy-process";
import type { FrontDescription, RouteDescription } from "../../../constructs/services/render/driver";
import { putBack } from "../../../constructs/services/render/kept";

const FRONT: FrontDescription = {
  httpPort: 80,
  httpsPort: 443,
  isAsked: false,
  innerPort: 8040,
  certificates: "none",
  redirects: {},
  globalOptions: [],
};
const BLUE = { upstream: "nmpi-blue", lane: 0 } as const;
const GREEN = { upstream: "nmpi-green", lane: 1 } as const;
const ROUTE: RouteDescription = {
  service: "nmpi",
  hosts: ["nmpi.example.org", "www.nmpi.example.org"],
  stagingHosts: [],
  certificates: "acme",
  targets: { only: BLUE },
  port: 8000,
  scheme: "http",
  readTimeoutSeconds: 300,
  directives: [],
};

/** Of the edge; without TLS, gRPC comes by h2c. */
const servers = (protocols: string) => `	servers {
		protocols ${protocols}
		timeouts {
			idle 5s
		}
	}
`;

const PRODUCTION = "https://acme-v02.api.letsencrypt.org/directory";
const STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";
const SERVERS = servers("h1 h2");
const OPEN_SERVERS = servers("h1 h2 h2c");

const asks = (
  router: 1 | 2,
  matcher = `@router_${router}`,
  speech = "",
) => `	reverse_proxy ${matcher} 127.0.0.1:{args[${router - 1}]} {
		lb_try_duration 5s
		lb_try_interval 100ms
		stream_close_delay 24h
		flush_interval -1
		transport http {
${speech}			keepalive 2s
			keepalive_idle_conns_per_host 256
			compression off
		}
	}
`;

const asksCalls = (router: 1 | 2, turn: string) => `	@calls_${router} {
		${turn}
		header Content-Type application/grpc*
	}
${asks(router, `@calls_${router}`, "			versions h2c\n")}`;

/** The edge with the options that it has for some certificates, and with what stands behind its hosts. */
const edge = (options: string, behind = "", more = "") => `{
${more}	admin 127.0.0.1:2019
	persist_config off
${options}}
(router_) {
	@closing_ {
		vars {file./dev/shm/closing} yes
		protocol http/1.1
	}
	header @closing_ Connection close
${asksCalls(1, "not vars {file./dev/shm/turn} 2")}${asksCalls(2, "vars {file./dev/shm/turn} 2")}	@router_1 not vars {file./dev/shm/turn} 2
${asks(1)}	@router_2 vars {file./dev/shm/turn} 2
${asks(2)}}
import edge/*.caddy
${behind}`;

const OPEN = "http:// {\n\timport router_ 2022 2025\n}\n";

/** Behind the hosts of an edge with TLS, which takes certificates that lie there. */
const withTls = (tls: string, port = "") => `http://:2028 {
	bind 127.0.0.1
	@certified file {
		root /data/caddy/certificates
		try_files /*/{query.domain}/{query.domain}.crt
	}
	respond @certified 200
	respond 404
}
https:// {
	${tls} {
		on_demand
		load /dev/shm/leaving
	}
	import router_ 2022 2025
}
http:// {
	redir https://{host}${port}{uri} 308
}
`;

/** Options of an edge with TLS. */
const secure = (authority: string, ports = [80, 443]) => `	http_port ${ports[0]}
	https_port ${ports[1]}
	auto_https ignore_loaded_certs
${authority}	on_demand_tls {
		ask http://127.0.0.1:2028
	}
`;
const made = (authority: string) => `\tauto_https disable_redirects\n${authority}`;

/** A router with what stands behind its routes. */
const router = (behind = "", options = "", certificates = "\tauto_https off\n") => `{
${options}	admin 127.0.0.1:{$ADMIN:2020}
	persist_config off
	default_bind 127.0.0.1
${certificates}	http_port {$HTTP:2022}
	https_port 65535
	servers {
		protocols h1 h2c
		trusted_proxies static 127.0.0.1
	}
}
import routes/*.caddy
${behind}http:// {
	respond 404
}
`;

const redirect = (from: string, to: string) => `http://${from} {\n	redir "${to}{uri}" permanent\n}\n`;

/** A block of a Caddyfile. */
const block = (head: string, body: string) => `${head} {\n${body.replace(/^(?=.)/gm, "\t")}}\n`;
const PATIENCE = `header_up X-Forwarded-For {header.X-Forwarded-For}
lb_try_duration 5s
lb_try_interval 100ms
stream_close_delay 24h
transport http {
	keepalive 5s
	response_header_timeout 300s
}
`;
/** What leads to some containers. */
const proxied = (to: string, more = "") => block("reverse_proxy", `${to}\n${more}${PATIENCE}`);
/** With TLS, the host that was asked for is told again. */
const overTls = (text: string) =>
  text
    .replace("300s\n", "300s\n\t\ttls_insecure_skip_verify\n")
    .replace("{header.X-Forwarded-For}\n", "{header.X-Forwarded-For}\n\theader_up Host {hostport}\n");
const TO_BLUE = "to {file./routes/current/nmpi-blue.http-8000}:8000";
const TO_GREEN = "to {file./routes/current/nmpi-green.http-8000}:8000";
/** What leads to the one or the other colour, by the word in the file. */
const chosen = (word: "blue" | "green", blue: string, green: string) => {
  const live = "{file./routes/live/nmpi}";
  const matched = (text: string, matcher: string) => text.replace("reverse_proxy {", `reverse_proxy ${matcher} {`);
  const other = word === "blue" ? "green" : "blue";
  return [
    `@blue_ vars ${live} ${word}\n${matched(blue, "@blue_")}@green_ vars ${live} ${other}\n${matched(green, "@green_")}`,
    `@neither_ not vars ${live} blue green\nrespond @neither_ 503\n`,
  ].join("");
};

const HOSTS = "nmpi.example.org, www.nmpi.example.org";
const site = (body: string, hosts: string = HOSTS) => block(hosts.replace(/(?<=^|, )/g, "http://"), body);
/** What a router has of hosts whose certificates are made. */
const certified = (tls = "", hosts = HOSTS) => block(hosts.replace(/(?<=^|, )/g, "https://"), `${tls}respond 404\n`);

/** Without TLS, and so without what has certificates made. */
const routed = (changes: Partial<RouteDescription>) =>
  CADDY.route({ ...ROUTE, certificates: "none", ...changes })["routes/nmpi.caddy"];
const edged = (changes: Partial<RouteDescription>) => CADDY.route({ ...ROUTE, ...changes })["edge/nmpi.caddy"];

describe("Caddy's configuration", () => {
  const configuration = (changes: Partial<FrontDescription>) => CADDY.configuration({ ...FRONT, ...changes });

  test("without TLS", () => {
    const redirects = { "www.example.org": "http://example.org:8080" };
    expect(configuration({ httpPort: 8080, redirects })).toEqual({
      "edge.caddy": edge(`	http_port 8080\n	https_port 65535\n	auto_https off\n${OPEN_SERVERS}`, OPEN),
      "router.caddy": router(),
    });
    expect(CADDY.redirects?.({ ...FRONT, redirects })).toEqual({
      "routes/_redirects.caddy": redirect("www.example.org", "http://example.org:8080"),
    });
  });

  test("with certificates by ACME, of Let's Encrypt", () => {
    const of = (ca: string) => `	skip_install_trust\n	email "webmaster@example.org"\n	acme_ca "${ca}"\n`;
    const acme = (ca?: "staging") => ({ acme: { email: "webmaster@example.org", ...(ca && { ca }) } });
    expect(configuration({ certificates: acme() })).toEqual({
      "edge.caddy": edge(`${secure(of(PRODUCTION))}${SERVERS}`, withTls("tls")),
      "router.caddy": router("", "", made(of(PRODUCTION))),
    });
    expect(configuration({ certificates: acme("staging") })).toEqual({
      "edge.caddy": edge(`${secure(of(STAGING))}${SERVERS}`, withTls("tls")),
      "router.caddy": router("", "", made(of(STAGING))),
    });
  });

  test("with certificates by ACME, of an authority that is known by a certificate, and redirects", () => {
    const acme = { email: "a@b.org", ca: "https://acme.example.org/directory", caRootFile: "tls/root.pem" };
    const redirects = { "www.example.org": "https://example.org/a" };
    const authority = `	skip_install_trust
	email "a@b.org"
	acme_ca "https://acme.example.org/directory"
	acme_ca_root /data/slipway/acme-root.pem
`;
    expect(configuration({ certificates: { acme }, redirects })).toEqual({
      "edge.caddy": edge(`${secure(authority)}${SERVERS}`, withTls("tls")),
      "router.caddy": router("", "", made(authority)),
    });
    expect(CADDY.redirects?.({ ...FRONT, certificates: { acme }, redirects })).toEqual({
      "routes/_redirects.caddy": `${redirect("www.example.org", "https://example.org/a")}${certified("", "www.example.org")}`,
    });
  });

  test("with certificates of the front's own, redirects, and options as they stand, over which the front's own win", () => {
    const globalOptions = ["log {", "\tlevel DEBUG", "}"];
    const more = "	log {\n		level DEBUG\n	}\n";
    const redirects = { "www.example.org": "https://example.org" };
    expect(configuration({ certificates: "internal", httpsPort: 8443, redirects, globalOptions })).toEqual({
      "edge.caddy": edge(
        `${secure("\tskip_install_trust\n", [80, 8443])}${SERVERS}`,
        withTls("tls internal", ":8443"),
        more,
      ),
      "router.caddy": router("", more, made("\tskip_install_trust\n")),
    });
    expect(CADDY.redirects?.({ ...FRONT, certificates: "internal", redirects })).toEqual({
      "routes/_redirects.caddy": `${redirect("www.example.org", "https://example.org")}${certified("tls internal\n", "www.example.org")}`,
    });
  });

  test("of a front that others ask", () => {
    const server = (port: number) => `	servers :${port} {
		protocols h1 h2c
		enable_full_duplex
		trusted_proxies static private_ranges
		timeouts {
			idle 5s
		}
	}
`;
    const lane = (number: 0 | 1) => `http://:{$LANE_${number}:${2023 + number}} {
	import inner/${number}/*.caddy
	handle {
		respond 404
	}
}
`;
    const asked = "http://:9000 {\n	import router_ 2023 2026\n}\nhttp://:9001 {\n	import router_ 2024 2027\n}\n";
    expect(configuration({ isAsked: true, innerPort: 9000 })).toEqual({
      "edge.caddy": edge(
        `	http_port 80\n	https_port 65535\n	auto_https off\n${OPEN_SERVERS}${server(9000)}${server(9001)}`,
        `${asked}${OPEN}`,
      ),
      "router.caddy": router(`${lane(0)}${lane(1)}`),
    });
  });
});

describe("Caddy's files of an upstream that others ask for", () => {
  const DOCS = { name: "docs", service: "docs", lane: 0, port: 8000, scheme: "http", readTimeoutSeconds: 300 } as const;
  const GREEN_NMPI = { ...DOCS, name: "nmpi-green", service: "nmpi", lane: 1, port: 443, scheme: "https" } as const;

  test("are found by the service's name", () => {
    const handled = block("handle @docs", proxied("to {file./routes/current/docs.http-8000}:8000"));
    expect(CADDY.upstream(DOCS)).toEqual({
      "inner/0/docs.caddy": `@docs header Slipway-Service docs\n${handled}`,
    });
  });

  test("of green that speaks TLS stand in the other lane", () => {
    const to = overTls(proxied("to {file./routes/current/nmpi-green.https-443}:443"));
    expect(CADDY.upstream(GREEN_NMPI)).toEqual({
      "inner/1/nmpi-green.caddy": `@nmpi-green header Slipway-Service nmpi\n${block("handle @nmpi-green", to)}`,
    });
  });
});

describe("Caddy's file of a route", () => {
  const blue = (before = "") => site(`${before}${proxied(TO_BLUE)}`);

  test("is called after its service; the edge needs none without a certificate of its own", () => {
    const files = (changes: Partial<RouteDescription>) =>
      Object.keys(CADDY.route({ ...ROUTE, service: "docs", ...changes }));
    expect(files({})).toEqual(["routes/docs.caddy"]);
    expect(files({ certificates: "none" })).toEqual(["routes/docs.caddy"]);
    expect(files({ certificate: "later" })).toEqual(["edge/docs.caddy", "routes/docs.caddy"]);
  });

  test("leads its hosts to its only container", () => expect(routed({})).toBe(blue()));

  test("leads its hosts to the colour that is live, and staging to the other", () => {
    const targets = { blue: BLUE, green: GREEN };
    const [toBlue, toGreen] = [proxied(TO_BLUE), proxied(TO_GREEN)];
    expect(routed({ targets })).toBe(site(chosen("blue", toBlue, toGreen)));
    expect(routed({ targets, stagingHosts: ["a.org", "b.org"] })).toBe(
      `${site(chosen("blue", toBlue, toGreen))}${site(chosen("green", toBlue, toGreen), "a.org, b.org")}`,
    );
  });

  test("has certificates made for all of its hosts, which the edge takes", () => {
    expect(routed({ certificates: "acme" })).toBe(`${blue()}${certified()}`);
    const staged = routed({ certificates: "acme", targets: { blue: BLUE, green: GREEN }, stagingHosts: ["a.org"] });
    expect(staged?.endsWith(`\n${certified("", `${HOSTS}, a.org`)}`)).toBe(true);
    expect(routed({ certificates: "internal" })).toBe(`${blue()}${certified("tls internal\n")}`);
  });

  test("with a certificate that exists asks no authority before the hosts have moved", () => {
    const files = "tls /data/slipway/nmpi.crt /data/slipway/nmpi.key";
    const owned = (tls: string) => block(HOSTS, `${tls}import router_ 2022 2025\n`);
    const alone = owned(block(files, "issuer internal\n"));
    expect(edged({ certificate: "later" })).toBe(alone);
    expect(edged({ certificate: "now" })).toBe(owned(`${files}\n`));
    expect(routed({ certificates: "acme", certificate: "now" })).toBe(blue());
    expect(edged({ certificates: "internal", certificate: "later" })).toBe(alone);
  });

  test("has limits, and lines as they stand", () => {
    const directives = ["@admin {", "\tpath /admin/*", "\tnot client_ip 10.0.0.0/8", "}", "respond @admin 403"];
    const before = `request_body {\n	max_size 75MiB\n}\n${directives.join("\n")}\n`;
    expect(routed({ maxBodyMiB: 75, readTimeoutSeconds: 20, directives })).toBe(blue(before).replace("300s", "20s"));
  });

  test("to a container with TLS holds its certificate against no name", () => {
    expect(routed({ scheme: "https", port: 443 })).toBe(
      site(overTls(proxied("to {file./routes/current/nmpi-blue.https-443}:443"))),
    );
  });

  test("to a container that speaks HTTP/2 alone says so", () => {
    expect(routed({ scheme: "h2c", port: 9000 })).toBe(
      site(proxied("to {file./routes/current/nmpi-blue.h2c-9000}:9000").replace("300s\n", "300s\n		versions h2c\n")),
    );
  });

  test.each([
    ["none", "lb_policy weighted_round_robin 90 10\n"],
    ["cookie", "lb_policy cookie slipway_nmpi {\n	fallback weighted_round_robin 90 10\n}\n"],
  ] as const)("gives a share to the colour that is not live, but for staging hosts; sticky: %s", (sticky, policy) => {
    const targets = { blue: BLUE, green: GREEN };
    expect(routed({ targets, canary: { percent: 10, sticky }, stagingHosts: ["a.org"] })).toBe(
      [
        site(chosen("blue", proxied(`${TO_BLUE}\n${TO_GREEN}`, policy), proxied(`${TO_GREEN}\n${TO_BLUE}`, policy))),
        site(chosen("green", proxied(TO_BLUE), proxied(TO_GREEN)), "a.org"),
      ].join(""),
    );
  });

  test("names a cookie without what may not be in it", () => {
    const canary = { percent: 10, sticky: "cookie" } as const;
    const { "routes/my-nmpi.caddy": text } = CADDY.route({
      ...{ ...ROUTE, service: "my-nmpi", targets: { blue: BLUE, green: GREEN }, canary },
    });
    expect(text).toContain("lb_policy cookie slipway_my_nmpi {");
  });

  test("leads to a colour that another front has by its address, and names the service", () => {
    const header = "header_up Slipway-Service nmpi\n";
    const there = proxied("to 10.106.0.3:8040", header);
    expect(routed({ targets: { only: { address: "10.106.0.3:8040" } } })).toBe(site(there));
    const calls = there
      .replace("reverse_proxy {", "reverse_proxy @calls_ {")
      .replace("300s\n", "300s\n		versions h2c\n");
    expect(routed({ targets: { only: { address: "10.106.0.3:8040" } }, scheme: "https" })).toBe(
      site(`@calls_ {\n	header Content-Type application/grpc*\n}\n${calls}${there}`),
    );
    expect(routed({ targets: { only: { address: "10.106.0.3:8040" } }, scheme: "h2c" })).toBe(
      site(there.replace("300s\n", "300s\n		versions h2c\n")),
    );
    expect(routed({ targets: { blue: BLUE, green: { address: "[fd00::3]:8041" } } })).toBe(
      site(chosen("blue", proxied(TO_BLUE), proxied("to [fd00::3]:8041", header))),
    );
  });

  test("shows a page in its place, whatever it says, and not to staging hosts", () => {
    const maintenance = 'Back {soon} "x" `y` \\ <b> & {$HOME}\n\n© }';
    const page = `request_body {
	max_size 1MiB
}
encode gzip
header Content-Type text/html
header Retry-After 300
header Cache-Control no-store
respond "<!doctype html><meta charset=utf-8><title>Maintenance</title><p>Back &#123;soon&#125; &#34;x&#34; &#96;y&#96; &#92; &#60;b&#62; &#38; &#123;$HOME&#125;<br><br>© &#125;</p>" 503
`;
    expect(routed({ maintenance, maxBodyMiB: 1, directives: ["encode gzip"] })).toBe(site(page));
    const both = routed({ maintenance, targets: { blue: BLUE, green: GREEN }, stagingHosts: ["a.org"] });
    expect(both?.split("a.org")[1]).toBe(
      site(chosen("green", proxied(TO_BLUE), proxied(TO_GREEN)), "a.org").split("a.org")[1],
    );
  });
});

describe("Caddy", () => {
  test("begins with its files, or else answers nothing yet", () => {
    const [shell, option, script = ""] = CADDY.command({ ...FRONT, httpPort: 8080 });
    expect([shell, option]).toEqual(["sh", "-c"]);
    expect(script.split("\n")).toEqual([
      "grep -qF 'options timeout:1 attempts:5' /etc/resolv.conf || echo 'options timeout:1 attempts:5' >>/etc/resolv.conf",
      "cd /routes",
      "printf 1 >/dev/shm/turn; printf no >/dev/shm/closing",
      `check() { ${CADDY.check}; }`,
      ...`[ ! -f /tmp/begun ] || check . >/dev/null 2>&1 || again=$(${putBack})`.split("\n"),
      '[ -z "${again:-}" ] || echo "put back, as the last deployment has left them:" $again',
      ": >/tmp/begun",
      "[ -f router.caddy ] || printf '{\\n\\tadmin 127.0.0.1:{$ADMIN:2020}\\n}\\n' >router.caddy",
      "[ -f edge.caddy ] || printf '{\\n\\tauto_https off\\n}\\n:8080 {\\n\\trespond 503\\n}\\n' >edge.caddy",
      "{ grep -qw 'http_port 8080' edge.caddy && grep -qw 'https_port 65535' edge.caddy; } || sed -i -e 's/^\\([[:space:]]*http_port \\).*/\\18080/' -e 's/^\\([[:space:]]*https_port \\).*/\\165535/' -e 's|https://{host}[:0-9]*{uri}|https://{host}{uri}|' edge.caddy",
      "cat edge.caddy edge/*.caddy /data/slipway/*.crt /data/slipway/*.key /data/slipway/*.pem 2>/dev/null | cksum >/dev/shm/loaded",
      "mkdir -p -m 700 /dev/shm/leaving",
      `rm -rf /dev/shm/served; mkdir -m 700 /dev/shm/served; for site in $(grep -ls "tls /data/slipway/" edge/*.caddy); do name=$(basename "$site" .caddy); { cat "/data/slipway/$name.crt"; echo; cat "/data/slipway/$name.key"; } >"/dev/shm/served/$name.pem"; done`,
      "(while :; do ADMIN=2020 HTTP=2022 LANE_0=2023 LANE_1=2024 caddy run --config router.caddy --adapter caddyfile; sleep 1; done) &",
      "(while :; do ADMIN=2021 HTTP=2025 LANE_0=2026 LANE_1=2027 caddy run --config router.caddy --adapter caddyfile; sleep 1; done) &",
      "exec caddy run --config edge.caddy --adapter caddyfile",
    ]);
  });

  test.each<[string, Partial<FrontDescription>, Partial<FrontDescription>]>([
    ["another port", { httpPort: 8080 }, { httpPort: 8081 }],
    ["the port that is not used, and back", { httpPort: 65_535 }, { httpPort: 80 }],
    [
      "other ports with TLS",
      { certificates: "internal" },
      { certificates: "internal", httpPort: 8080, httpsPort: 8443 },
    ],
    ["the same ports", {}, {}],
  ])("serves at %s from the first moment, with the file of the front before it", (_, before, after) => {
    const folder = mkdtempSync(join(tmpdir(), "ports-"));
    const text = (changes: Partial<FrontDescription>) => CADDY.configuration({ ...FRONT, ...changes })["edge.caddy"];
    writeFileSync(join(folder, "edge.caddy"), text(before) ?? "");
    const run = spawnSync("sh", ["-c", takePorts({ ...FRONT, ...after })], { cwd: folder, encoding: "utf8" });
    expect({ stderr: run.stderr, now: readFileSync(join(folder, "edge.caddy"), "utf8") }).toEqual({
      stderr: "",
      now: text(after),
    });
    rmSync(folder, { recursive: true });
  });

  test("is healthy when all three are there", () => {
    const ports = CADDY.healthCheck.join(" ").match(/007F:[0-9A-F]{4} /g);
    expect(ports?.map((port) => Number.parseInt(port.slice(5), 16))).toEqual([2019, 2020, 2021]);
  });

  test("is asked at its own addresses alone", () => {
    const programs = [CADDY.check, CADDY.reload(FRONT), CADDY.inFlight];
    const addresses = programs.flatMap((text) => text.match(/[\w.]+:(\d{2,}|\$port)/g) ?? []);
    expect(new Set(addresses)).toEqual(
      new Set(["127.0.0.1:2019", "127.0.0.1:2020", "127.0.0.1:2021", "127.0.0.1:$port"]),
    );
  });

  test("is started again where it cannot be reloaded any more, after five seconds", () => {
    expect(CADDY.reload(FRONT)).toContain("|| (waited=0; for port in 2019 2020 2021; do until ");
    expect(CADDY.reload(FRONT)).toMatch(/\[ \$waited -lt 5 \] \|\| exit 4; sleep 1; done; done; exit 1\)$/);
  });

  test("looks for open connections at the ports that browsers have", () => {
    expect(CADDY.reload({ ...FRONT, httpPort: 8080, httpsPort: 8443 })).toContain(":(1F90|20FB) ");
  });
});
