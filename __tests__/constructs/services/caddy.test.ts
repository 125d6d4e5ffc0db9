import { CADDY } from "../../../constructs/services/render/caddy";
import type { FrontDescription, RouteDescription } from "../../../constructs/services/render/driver";

const FRONT: FrontDescription = {
  httpPort: 80,
  httpsPort: 443,
  innerPort: 8040,
  certificates: "none",
  redirects: {},
  globalOptions: [],
};
const ROUTE: RouteDescription = {
  name: "nmpi",
  service: "nmpi",
  hosts: ["nmpi.example.org", "www.nmpi.example.org"],
  certificates: "acme",
  targets: [{ upstream: "nmpi-blue", lane: 0 }],
  innerPort: 8040,
  scheme: "http",
  readTimeoutSeconds: 300,
  directives: [],
};
const BLUE = { upstream: "nmpi-blue", lane: 0 } as const;
const GREEN = { upstream: "nmpi-green", lane: 1 } as const;

/** The options that a front has with some certificates, and all that stands behind them. */
const caddyfile = (options: string, redirects = "") => ({
  Caddyfile: `{
	admin 127.0.0.1:2019
${options}}
import upstreams/*.caddy
import routes/*.caddy
http://:8040 {
	import inner/0/*.caddy
	handle {
		respond 404
	}
}
http://:8041 {
	import inner/1/*.caddy
	handle {
		respond 404
	}
}
${redirects}http:// {
	respond 404
}
`,
});
const SERVERS = `	servers {
		protocols h1 h2
	}
	servers :8040 {
		trusted_proxies static private_ranges
	}
	servers :8041 {
		trusted_proxies static private_ranges
	}
`;

/** A route's only file. */
const routed = (changes: Partial<RouteDescription>) => CADDY.route({ ...ROUTE, ...changes })["routes/nmpi.caddy"];

const PATIENCE = `		lb_try_duration 5s
		lb_try_interval 100ms
		stream_close_delay 24h
		transport http {
			response_header_timeout 300s
		}
`;

describe("Caddy's configuration", () => {
  const configuration = (changes: Partial<FrontDescription>) => CADDY.configuration({ ...FRONT, ...changes });

  test("without TLS", () => {
    const redirects = { "www.example.org": "http://example.org:8080" };
    expect(configuration({ httpPort: 8080, redirects })).toEqual(
      caddyfile(
        `	http_port 8080\n	https_port 443\n	auto_https off\n${SERVERS}`,
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
    const more = {
      redirects: { "www.example.org": "https://example.org" },
      globalOptions: ["log {", "\tlevel DEBUG", "}"],
    };
    expect(configuration({ certificates: "internal", ...more })).toEqual(
      caddyfile(
        `	http_port 80\n	https_port 443\n	skip_install_trust\n${SERVERS}	log {\n		level DEBUG\n	}\n`,
        `www.example.org {\n	tls internal\n	redir "https://example.org{uri}" permanent\n}\n`,
      ),
    );
  });

  test("listens for other fronts at ports of its own", () => {
    const { Caddyfile } = configuration({ innerPort: 9000 });
    expect(Caddyfile?.match(/:(80|90)\d\d/g)).toEqual([":9000", ":9001", ":9000", ":9001"]);
  });
});

describe("Caddy's files of an upstream", () => {
  const UPSTREAM = {
    name: "docs",
    service: "docs",
    lane: 0,
    port: 8000,
    scheme: "http",
    readTimeoutSeconds: 60,
  } as const;

  test("name its container, and what other fronts ask for", () => {
    expect(CADDY.upstream(UPSTREAM)).toEqual({
      "upstreams/docs.caddy": "(docs) {\n	to http://__CONTAINER__:8000\n}\n",
      "inner/0/docs.caddy": `@docs header Slipway-Service docs
handle @docs {
	reverse_proxy {
		import docs
		lb_try_duration 5s
		lb_try_interval 100ms
		stream_close_delay 24h
		transport http {
			response_header_timeout 60s
		}
	}
}
`,
    });
  });

  test("of a green one that speaks TLS stand in the other lane", () => {
    const green = { ...UPSTREAM, name: "nmpi-green", service: "nmpi", lane: 1, port: 443, scheme: "https" } as const;
    expect(CADDY.upstream(green)).toEqual({
      "upstreams/nmpi-green.caddy": "(nmpi-green) {\n	to https://__CONTAINER__:443\n}\n",
      "inner/1/nmpi-green.caddy": `@nmpi-green header Slipway-Service nmpi
handle @nmpi-green {
	reverse_proxy {
		import nmpi-green
		lb_try_duration 5s
		lb_try_interval 100ms
		stream_close_delay 24h
		transport http {
			response_header_timeout 60s
			tls_insecure_skip_verify
		}
	}
}
`,
    });
  });
});

describe("Caddy's file of a route", () => {
  const HOSTS = "nmpi.example.org, www.nmpi.example.org";
  const blue = (before = "") => `${HOSTS} {
${before}	reverse_proxy {
		import nmpi-blue
${PATIENCE}	}
}
`;

  test("is called after it", () => {
    expect(Object.keys(CADDY.route({ ...ROUTE, name: "nmpi.staging" }))).toEqual(["routes/nmpi.staging.caddy"]);
  });

  test("leads its hosts to an upstream", () => expect(routed({})).toBe(blue()));

  test("of a front without TLS names its hosts so", () => {
    expect(routed({ certificates: "none" })).toBe(
      blue().replace(HOSTS, "http://nmpi.example.org, http://www.nmpi.example.org"),
    );
  });

  test("of a front with certificates of its own says so", () => {
    expect(routed({ certificates: "internal" })).toBe(blue("	tls internal\n"));
  });

  test("with a certificate that exists asks no authority before the hosts have moved", () => {
    const files = "tls /data/slipway/nmpi.crt /data/slipway/nmpi.key";
    const certificate = (acme: "later" | "now") => ({ name: "nmpi", acme });
    expect(routed({ certificate: certificate("later") })).toBe(blue(`	${files} {\n		issuer internal\n	}\n`));
    expect(routed({ certificate: certificate("now") })).toBe(blue(`	${files}\n`));
    expect(routed({ certificates: "internal", certificate: certificate("later") })).toBe(blue(`	${files}\n`));
  });

  test("has limits, and lines as they stand", () => {
    const directives = ["@admin {", "\tpath /admin/*", "\tnot remote_ip 10.0.0.0/8", "}", "respond @admin 403"];
    expect(routed({ maxBodyMiB: 75, readTimeoutSeconds: 20, directives })).toBe(
      blue(`	request_body {
		max_size 75MiB
	}
	@admin {
		path /admin/*
		not remote_ip 10.0.0.0/8
	}
	respond @admin 403
`).replace("300s", "20s"),
    );
  });

  test("of an upstream with TLS holds its certificate against no name", () => {
    expect(routed({ scheme: "https" })).toBe(blue().replace("300s\n", "300s\n			tls_insecure_skip_verify\n"));
  });

  test.each([
    ["none", "		lb_policy weighted_round_robin 90 10\n"],
    ["cookie", "		lb_policy cookie slipway_my_nmpi {\n			fallback weighted_round_robin 90 10\n		}\n"],
  ] as const)("gives a share to the colour that is not live, sticky: %s", (sticky, policy) => {
    const canary = { percent: 10, sticky };
    expect(routed({ service: "my-nmpi", targets: [BLUE, GREEN], canary })).toBe(`${HOSTS} {
	reverse_proxy {
		import nmpi-blue
		import nmpi-green
${policy}${PATIENCE}	}
}
`);
  });

  test("leads to a colour that another front has by its address, and names the service", () => {
    expect(routed({ targets: [{ address: "10.106.0.3:8041" }], scheme: "https" })).toBe(`${HOSTS} {
	reverse_proxy {
		to http://10.106.0.3:8041
		header_up Slipway-Service nmpi
${PATIENCE}	}
}
`);
  });

  test("asks its own front too where the other colour is elsewhere", () => {
    const canary = { percent: 25, sticky: "none" } as const;
    const address = { address: "[fd00::3]:8040" };
    expect(routed({ targets: [GREEN, address], canary, scheme: "https" })).toBe(`${HOSTS} {
	reverse_proxy {
		to http://127.0.0.1:8041
		to http://[fd00::3]:8040
		header_up Slipway-Service nmpi
		lb_policy weighted_round_robin 75 25
${PATIENCE}	}
}
`);
  });

  test("shows a page in its place, whatever it says", () => {
    const maintenance = 'Back {soon} "x" `y` \\ <b> & {$HOME}\n\n© }';
    expect(routed({ maintenance, maxBodyMiB: 1, directives: ["encode gzip"] })).toBe(`${HOSTS} {
	request_body {
		max_size 1MiB
	}
	encode gzip
	header Content-Type text/html
	header Retry-After 300
	header Cache-Control no-store
	respond "<!doctype html><meta charset=utf-8><title>Maintenance</title><p>Back &#123;soon&#125; &#34;x&#34; &#96;y&#96; &#92; &#60;b&#62; &#38; &#123;$HOME&#125;<br><br>© &#125;</p>" 503
}
`);
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
    const ports = [healthCheck.join(" "), check, reload, inFlight].flatMap((text) => text.match(/[\w.]+:\d+/g) ?? []);
    expect(new Set(ports)).toEqual(new Set(["127.0.0.1:2019"]));
  });
});
