import { CADDY } from "../../../constructs/services/render/caddy";
import type { FrontDescription, RouteDescription } from "../../../constructs/services/render/driver";

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

const SERVERS = `	servers {
		protocols h1 h2
		timeouts {
			idle 5s
		}
	}
`;

/** The options that a front has with some certificates, and all that stands behind them. */
const caddyfile = (options: string, behind = "") => ({
  Caddyfile: `{
	admin 127.0.0.1:2019
${options}}
(closing_) {
	@closing_ {
		vars {file./routes/closing} yes
		protocol http/1.1
	}
	header @closing_ Connection close
}
import routes/*.caddy
${behind}http:// {
	respond 404
}
`,
});

/** A block of a Caddyfile. */
const block = (head: string, body: string) => `${head} {\n${body.replace(/^(?=.)/gm, "\t")}}\n`;
const PATIENCE = `lb_try_duration 5s
lb_try_interval 100ms
stream_close_delay 24h
transport http {
	keepalive 5s
	response_header_timeout 300s
}
`;
/** What leads to some containers. */
const proxied = (to: string, more = "") => block("reverse_proxy", `${to}\n${more}${PATIENCE}`);
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
const site = (body: string, hosts = HOSTS) => block(hosts, `import closing_\n${body}`);

/** A route's only file. */
const routed = (changes: Partial<RouteDescription>) => CADDY.route({ ...ROUTE, ...changes })["routes/nmpi.caddy"];

describe("Caddy's configuration", () => {
  const configuration = (changes: Partial<FrontDescription>) => CADDY.configuration({ ...FRONT, ...changes });

  test("without TLS", () => {
    const redirects = { "www.example.org": "http://example.org:8080" };
    expect(configuration({ httpPort: 8080, redirects })).toEqual(
      caddyfile(
        `	http_port 8080\n	https_port 65535\n	auto_https off\n${SERVERS}`,
        `http://www.example.org {\n	redir "http://example.org:8080{uri}" permanent\n}\n`,
      ),
    );
  });

  test("with certificates by ACME, of Let's Encrypt", () => {
    const of = (ca: string) => `	http_port 80
	https_port 443
	skip_install_trust
	email "webmaster@example.org"
	acme_ca "${ca}"
	auto_https ignore_loaded_certs
${SERVERS}`;
    const acme = (ca?: "staging") => ({ acme: { email: "webmaster@example.org", ...(ca && { ca }) } });
    expect(configuration({ certificates: acme() })).toEqual(
      caddyfile(of("https://acme-v02.api.letsencrypt.org/directory")),
    );
    expect(configuration({ certificates: acme("staging") })).toEqual(
      caddyfile(of("https://acme-staging-v02.api.letsencrypt.org/directory")),
    );
  });

  test("with certificates by ACME, of an authority that is known by a certificate, and redirects", () => {
    const acme = { email: "a@b.org", ca: "https://acme.example.org/directory", caRootFile: "tls/root.pem" };
    expect(
      configuration({ certificates: { acme }, redirects: { "www.example.org": "https://example.org/a" } }),
    ).toEqual(
      caddyfile(
        `	http_port 80
	https_port 443
	skip_install_trust
	email "a@b.org"
	acme_ca "https://acme.example.org/directory"
	acme_ca_root /data/slipway/acme-root.pem
	auto_https ignore_loaded_certs
${SERVERS}`,
        `www.example.org {\n	redir "https://example.org/a{uri}" permanent\n}\n`,
      ),
    );
  });

  test("with certificates of the front's own, redirects, and options as they stand", () => {
    const globalOptions = ["log {", "\tlevel DEBUG", "}"];
    const redirects = { "www.example.org": "https://example.org" };
    expect(configuration({ certificates: "internal", redirects, globalOptions })).toEqual(
      caddyfile(
        `	http_port 80\n	https_port 443\n	skip_install_trust\n${SERVERS}	log {\n		level DEBUG\n	}\n`,
        `www.example.org {\n	tls internal\n	redir "https://example.org{uri}" permanent\n}\n`,
      ),
    );
  });

  test("of a front that others ask", () => {
    const server = (port: number) => `	servers :${port} {
		trusted_proxies static private_ranges
		timeouts {
			idle 5s
		}
	}
`;
    const lane = (number: 0 | 1, port: number) => `http://:${port} {
	import closing_
	import inner/${number}/*.caddy
	handle {
		respond 404
	}
}
`;
    expect(configuration({ isAsked: true, innerPort: 9000 })).toEqual(
      caddyfile(
        `	http_port 80\n	https_port 65535\n	auto_https off\n${SERVERS}${server(9000)}${server(9001)}`,
        `${lane(0, 9000)}${lane(1, 9001)}`,
      ),
    );
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
    const to = proxied("to https://{file./routes/current/nmpi-green.https-443}:443").replace(
      "300s\n",
      "300s\n		tls_insecure_skip_verify\n",
    );
    expect(CADDY.upstream(GREEN_NMPI)).toEqual({
      "inner/1/nmpi-green.caddy": `@nmpi-green header Slipway-Service nmpi\n${block("handle @nmpi-green", to)}`,
    });
  });
});

describe("Caddy's file of a route", () => {
  const blue = (before = "") => site(`${before}${proxied(TO_BLUE)}`);

  test("is called after its service", () => {
    expect(Object.keys(CADDY.route({ ...ROUTE, service: "docs" }))).toEqual(["routes/docs.caddy"]);
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

  test("of a front without TLS names its hosts so", () => {
    expect(routed({ certificates: "none" })).toBe(
      blue().replace(HOSTS, "http://nmpi.example.org, http://www.nmpi.example.org"),
    );
  });

  test("of a front with certificates of its own says so", () => {
    expect(routed({ certificates: "internal" })).toBe(blue("tls internal\n"));
  });

  test("with a certificate that exists asks no authority before the hosts have moved", () => {
    const files = "tls /data/slipway/nmpi.crt /data/slipway/nmpi.key";
    expect(routed({ certificate: "later" })).toBe(blue(block(files, "issuer internal\n")));
    expect(routed({ certificate: "now" })).toBe(blue(`${files}\n`));
    expect(routed({ certificates: "internal", certificate: "later" })).toBe(blue(`${files}\n`));
  });

  test("has limits, and lines as they stand", () => {
    const directives = ["@admin {", "\tpath /admin/*", "\tnot remote_ip 10.0.0.0/8", "}", "respond @admin 403"];
    const before = `request_body {\n	max_size 75MiB\n}\n${directives.join("\n")}\n`;
    expect(routed({ maxBodyMiB: 75, readTimeoutSeconds: 20, directives })).toBe(blue(before).replace("300s", "20s"));
  });

  test("to a container with TLS holds its certificate against no name", () => {
    expect(routed({ scheme: "https", port: 443 })).toBe(
      site(
        proxied("to https://{file./routes/current/nmpi-blue.https-443}:443").replace(
          "300s\n",
          "300s\n		tls_insecure_skip_verify\n",
        ),
      ),
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
    expect(routed({ targets: { only: { address: "10.106.0.3:8040" } }, scheme: "https" })).toBe(
      site(proxied("to 10.106.0.3:8040", header)),
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
    expect(CADDY.command({ ...FRONT, httpPort: 8080 })).toEqual([
      "sh",
      "-c",
      "[ -f /routes/Caddyfile ] || printf '{\\n\\tauto_https off\\n}\\n:8080 {\\n\\trespond 503\\n}\\n' > /routes/Caddyfile; exec caddy run --config /routes/Caddyfile --adapter caddyfile",
    ]);
  });

  test("is asked at its own address alone", () => {
    const { healthCheck, check, reload, inFlight } = CADDY;
    expect(healthCheck.join(" ")).toContain(`:${(2019).toString(16).toUpperCase().padStart(4, "0")} `);
    const programs = [check, reload(FRONT), inFlight];
    const addresses = programs.flatMap((text) => text.match(/[\w.]+:\d{2,}/g) ?? []);
    expect(new Set(addresses)).toEqual(new Set(["127.0.0.1:2019"]));
  });

  test("looks for open connections at the ports that browsers have", () => {
    expect(CADDY.reload({ ...FRONT, httpPort: 8080, httpsPort: 8443 })).toContain(":(1F90|20FB) ");
  });
});
