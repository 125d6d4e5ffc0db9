/** What is wrong, a platform with it, and all that is said of it. */
export type Refused = readonly [what: string, changes: Readonly<Record<string, unknown>>, says: readonly string[]];

const IMAGE = "example/web:1";
export const DOCS = { image: IMAGE, port: 8000, hosts: ["docs.example.org"] };
export const NMPI = {
  port: 8000,
  hosts: ["nmpi.example.org"],
  live: "blue",
  blue: { image: IMAGE },
  green: { image: "example/web:2" },
};
const FRONT = { image: "caddy:2.11.2", certificates: "none" };
/** A right platform, of which each case changes something. */
export const LAB = { name: "lab", front: FRONT, services: { docs: DOCS } };

const front = (more: object) => ({ front: { ...FRONT, ...more } });
const docs = (more: object) => ({ services: { docs: { ...DOCS, ...more } } });
const nmpi = (more: object) => ({ services: { nmpi: { ...NMPI, ...more } } });
const acme = (more: object) => front({ certificates: { acme: { email: "webmaster@example.org", ...more } } });
const TWO = { nodes: { ginormica: {}, drcockroach: { dockerHost: "ssh://drcockroach", address: "10.106.0.3" } } };
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvciB0aGUgdGVzdCBhbG9uZSwgbm8ga2V5IGF0IGFsbCE=";
const acmeDocs = (more: object) => ({ ...acme({}), ...docs(more) });
const DATABASE = { NMPI_DATABASE_HOST: "db", NMPI_DATABASE_PORT: "5432" };
const SECRETS = {
  DJANGO_SECRET_KEY: { variable: "key" },
  NMPI_DATABASE_PASSWORD: { variable: "password" },
  HBP_OIDC_CLIENT_ID: { variable: "id" },
  HBP_OIDC_CLIENT_SECRET: { variable: "secret" },
};
const preset = (name: string, more: object) => nmpi({ preset: name, ...more });

export const REFUSED: readonly Refused[] = [
  [
    "no settings at all",
    { name: undefined, front: undefined, services: undefined },
    [
      "name is required; containers, networks and volumes begin with it",
      "front is required; write it in { }",
      "services is required; write it in { }",
    ],
  ],
  ["a setting that is none", { frontt: {} }, ['frontt is not a known setting; did you mean "front"?']],
  [
    "a name that no container may begin with",
    { name: "Lab-" },
    [
      'name must be 1 to 31 of a-z, 0-9 and -, the first a letter, got "Lab-"; containers, networks and volumes begin with it',
    ],
  ],
  [
    "a name that is too long with a service's",
    { name: "a-platform-with-quite-a-long-name", services: { documentation: DOCS } },
    [
      'name must be 1 to 31 of a-z, 0-9 and -, the first a letter, got "a-platform-with-quite-a-long-name"; containers, networks and volumes begin with it',
      "services.documentation must be at most 40 characters with the platform's name, got 46; its containers are called a-platform-with-quite-a-long-name-documentation-…",
    ],
  ],
  [
    "nodes that are a list",
    { nodes: ["ginormica"] },
    ['nodes must be an object of nodes, got ["ginormica"]; write it in { }'],
  ],
  [
    "a node's name with a capital",
    { nodes: { Ginormica: {} } },
    ['nodes.Ginormica must be a name of a-z, 0-9 and -, got "Ginormica"; choose another'],
  ],
  [
    "a node's setting that is none",
    { nodes: { bob: { adress: "10.0.0.1" } } },
    ["nodes.bob.adress is not a known setting; remove it or correct its spelling"],
  ],
  [
    "an engine without ssh://",
    { nodes: { bob: { dockerHost: "deploy@bob" } } },
    [
      'nodes.bob.dockerHost must be an engine\'s address, got "deploy@bob"; write unix://, npipe://, tcp:// or ssh:// before it, for example "ssh://ocs@dome.example.org"',
    ],
  ],
  [
    "a host's key without its kind",
    { nodes: { bob: { hostKey: "AAAA" } } },
    [
      "nodes.bob.hostKey must be a host's public key, its kind first, got \"AAAA\"; ssh-keyscan prints it behind the host's name, and the machine's console shows whether it is the right one",
      "nodes.bob.hostKey is for a host over ssh, got dockerHost undefined; leave it out",
    ],
  ],
  [
    "an empty path for known hosts",
    { nodes: { bob: { knownHostsFile: "" } } },
    [
      'nodes.bob.knownHostsFile must be the path of a file, got ""; it begins at the project\'s folder',
      "nodes.bob.knownHostsFile is for a host over ssh, got dockerHost undefined; leave it out",
    ],
  ],
  [
    "a host's key of an engine that is not reached by ssh",
    { nodes: { bob: { dockerHost: "tcp://10.0.0.1:2375", knownHostsFile: "known_hosts" } } },
    ['nodes.bob.knownHostsFile is for a host over ssh, got dockerHost "tcp://10.0.0.1:2375"; leave it out'],
  ],
  [
    "a host's key in two ways",
    { nodes: { bob: { dockerHost: "ssh://bob", hostKey: KEY, knownHostsFile: "known_hosts" } } },
    ["nodes.bob.hostKey must be left out beside knownHostsFile, got both; take one out"],
  ],
  [
    "two nodes of one address, and this machine's engine twice",
    {
      nodes: {
        alice: { address: "10.0.0.3" },
        bob: { dockerHost: "unix:///var/run/docker.sock", address: "10.0.0.3" },
      },
      ...docs({ node: "bob" }),
    },
    [
      'nodes.bob.address must be an address of its own, got "10.0.0.3" as nodes.alice has; others would ask that one',
      'nodes.bob.dockerHost must be an engine of its own, got "unix:///var/run/docker.sock" as nodes.alice has; make one node of them',
    ],
  ],
  [
    "two nodes of one engine",
    {
      nodes: { alice: {}, bob: {}, carol: { dockerHost: "ssh://carol" }, dave: { dockerHost: "ssh://carol" } },
      ...docs({ node: "bob" }),
    },
    [
      "nodes.bob.dockerHost must be an engine of its own, got none as nodes.alice has; make one node of them",
      'nodes.dave.dockerHost must be an engine of its own, got "ssh://carol" as nodes.carol has; make one node of them',
    ],
  ],
  [
    "a node's address that is a name",
    { nodes: { bob: { address: "bob.example.org" } } },
    ['nodes.bob.address must be an IP address in a private network, got "bob.example.org"; for example "10.106.0.3"'],
  ],
  [
    "services that are a list",
    { services: [] },
    ["services must be an object of services by their names, got []; write it in { }"],
  ],
  [
    "a service that is a text",
    { services: { docs: IMAGE } },
    ['services.docs must be an object, got "example/web:1"; write it in { }'],
  ],
  [
    "a service called after a colour",
    { services: { "nmpi-blue": DOCS } },
    [
      'services.nmpi-blue must be 1 to 31 of a-z, 0-9 and -, the first a letter, with no colour and no -migrate at its end, and not front, got "nmpi-blue"; its containers are called after it',
    ],
  ],
  [
    "a service called after a migration",
    { services: { "nmpi-migrate": DOCS } },
    [
      'services.nmpi-migrate must be 1 to 31 of a-z, 0-9 and -, the first a letter, with no colour and no -migrate at its end, and not front, got "nmpi-migrate"; its containers are called after it',
    ],
  ],
  [
    "a front's image without a tag's form",
    front({ image: "caddy 2" }),
    [
      'front.image must be an image with its tag or digest, got "caddy 2"; for example "postgres:15.8", or "postgres@sha256:…" for exactly one',
    ],
  ],
  [
    "a front's image that is latest",
    front({ image: "caddy" }),
    ['front.image must not be latest, got "caddy"; name a tag or a digest'],
  ],
  [
    "a front's image of no known kind",
    front({ image: { locale: "caddy" } }),
    ['front.image.locale is not a known setting; did you mean "local"?'],
  ],
  [
    "other certificates",
    front({ certificates: "letsencrypt" }),
    [
      'front.certificates must be { acme: { email: "…" } }, "internal" or "none", got "letsencrypt"; none is for this machine alone, or behind another proxy',
    ],
  ],
  [
    "certificates by ACME without an address to write to",
    acme({ email: "webmaster" }),
    ['front.certificates.acme.email must be an e-mail address, got "webmaster"; for example "webmaster@example.org"'],
  ],
  [
    "an authority that is no address",
    acme({ ca: "http://acme.example.org" }),
    [
      'front.certificates.acme.ca must be "production", "staging" or the address of an ACME directory, got "http://acme.example.org"; for example "https://acme.example.org/directory"',
    ],
  ],
  [
    "an authority's certificate that is no path",
    acme({ caRootFile: "" }),
    [
      'front.certificates.acme.caRootFile must be the path of a certificate, got ""; it begins at the project\'s folder',
    ],
  ],
  [
    "a port that there is not",
    front({ httpPort: 0 }),
    ["front.httpPort must be a whole number from 1 to 65535, got 0; these are the ports there are"],
  ],
  [
    "a port that is a text",
    front({ certificates: "internal", httpsPort: "443" }),
    ['front.httpsPort must be a whole number from 1 to 65535, got "443"; these are the ports there are'],
  ],
  [
    "one port for both",
    front({ certificates: "internal", httpPort: 8443, httpsPort: 8443 }),
    ["front.httpsPort must be another port than httpPort, got 8443 for both; change one"],
  ],
  [
    "an inner port that is the front's",
    front({ httpPort: 8041 }),
    ["front.innerPort must be two ports of their own, got 8040 and 8041 beside 8041; change one"],
  ],
  [
    "an inner port that is the front's for TLS",
    front({ certificates: "internal", httpsPort: 8040 }),
    ["front.innerPort must be two ports of their own, got 8040 and 8041 beside 8040; change one"],
  ],
  [
    "ports that the proxy itself needs",
    front({ httpPort: 2019, innerPort: 2018 }),
    [
      "front.httpPort must not be 2019 to 2027, got 2019; Caddy itself needs them",
      "front.innerPort must not be 2019 to 2027, got 2018; Caddy itself needs them",
      "front.innerPort must be two ports of their own, got 2018 and 2019 beside 2019; change one",
    ],
  ],
  [
    "an inner port with none after it",
    front({ innerPort: 65535 }),
    ["front.innerPort must be a whole number from 1 to 65534, got 65535; it and the next one are needed"],
  ],
  [
    "a front's address that is a name",
    front({ ip: "localhost" }),
    ['front.ip must be an IP address, got "localhost"; for example "127.0.0.1"'],
  ],
  [
    "redirects that are a list",
    front({ redirects: ["www.example.org"] }),
    ['front.redirects must be an object of addresses by host, got ["www.example.org"]; write it in { }'],
  ],
  [
    "a redirect from an address",
    front({ redirects: { "https://www.example.org": "https://example.org" } }),
    [
      'front.redirects.https://www.example.org must be a host\'s name in small letters, got "https://www.example.org"; write it without https://, port and path',
    ],
  ],
  [
    "a redirect to a host",
    front({ redirects: { "www.example.org": "example.org" } }),
    [
      'front.redirects.www.example.org must be an address without a slash at its end, without ?, # and @, got "example.org"; for example "https://nmpi.example.org"',
    ],
  ],
  [
    "a redirect to an address with a slash",
    front({ redirects: { "www.example.org": "https://example.org/" } }),
    [
      'front.redirects.www.example.org must be an address without a slash at its end, without ?, # and @, got "https://example.org/"; for example "https://nmpi.example.org"',
    ],
  ],
  [
    "redirects in a circle",
    front({
      redirects: {
        "a.org": "https://b.org/x",
        "b.org": "https://a.org",
        "c.org": "https://a.org",
        "d.org": "http://d.org:8080",
      },
    }),
    [
      "front.redirects.a.org must lead to a host that answers, got a circle: a.org, b.org, a.org; name a service's host",
      "front.redirects.b.org must lead to a host that answers, got a circle: b.org, a.org, b.org; name a service's host",
      "front.redirects.d.org must lead to a host that answers, got a circle: d.org, d.org; name a service's host",
    ],
  ],
  [
    "a removal that is none",
    front({ removal: true }),
    ['front.removal must be "refused" or "allowed", got true; allowed loses the keys with the stack'],
  ],
  [
    "a kernel's version",
    front({ olderKernel: "5.10" }),
    ['front.olderKernel must be true or false, got "5.10"; write one'],
  ],
  [
    "an option on two lines",
    front({ globalOptions: ["debug\nlog"] }),
    ['front.globalOptions[0] must be a line, got "debug\\nlog"; write each line on its own'],
  ],
  [
    "options that are a text",
    front({ globalOptions: "debug" }),
    ['front.globalOptions must be a list of lines, got "debug"; write it in [ ]'],
  ],
  [
    "a preset that is none",
    docs({ preset: "nmp" }),
    [
      'services.docs.preset must be "nmpi", "quotas", "docs" or "splash", got "nmp"; leave it out for a service of your own',
    ],
  ],
  [
    "no hosts",
    docs({ hosts: [] }),
    ['services.docs.hosts must name a host at least, got []; for example ["nmpi.example.org"]'],
  ],
  ["hosts that are left out", docs({ hosts: undefined }), ["services.docs.hosts is required; write it in [ ]"]],
  [
    "a host that is a text",
    docs({ hosts: "docs.example.org" }),
    ['services.docs.hosts must be a list of hosts, got "docs.example.org"; write it in [ ]'],
  ],
  [
    "a host with https://",
    docs({ hosts: ["https://docs.example.org/"] }),
    [
      'services.docs.hosts[0] must be a host\'s name in small letters, got "https://docs.example.org/"; write it without https://, port and path',
    ],
  ],
  [
    "a host with a capital",
    docs({ hosts: ["Docs.example.org"] }),
    [
      'services.docs.hosts[0] must be a host\'s name in small letters, got "Docs.example.org"; for example "nmpi.example.org"',
    ],
  ],
  [
    "a host that is an address",
    docs({ hosts: ["10.0.0.1"] }),
    ['services.docs.hosts[0] must be a host\'s name in small letters, got "10.0.0.1"; for example "nmpi.example.org"'],
  ],
  [
    "a host with a star",
    docs({ hosts: ["*.example.org"] }),
    [
      'services.docs.hosts[0] must be a host\'s name in small letters, got "*.example.org"; for example "nmpi.example.org"',
    ],
  ],
  [
    "a host twice in one list",
    docs({ hosts: ["a.org", "a.org"] }),
    ['services.docs.hosts must name each of its hosts once, got "a.org" twice; take one out'],
  ],
  [
    "no port",
    docs({ port: undefined }),
    ["services.docs.port is required; it is the one that the program in the container listens on"],
  ],
  [
    "a port out of all",
    docs({ port: 65536 }),
    ["services.docs.port must be a whole number from 1 to 65535, got 65536; these are the ports there are"],
  ],
  [
    "a scheme that is none",
    docs({ scheme: "h2c" }),
    ['services.docs.scheme must be "http" or "https", got "h2c"; it is what the container speaks'],
  ],
  [
    "a health path without a slash",
    docs({ health: { path: "health" } }),
    ['services.docs.health.path must be a path, got "health"; begin it with /'],
  ],
  [
    "a health path with a quote",
    docs({ health: { path: "/it's" } }),
    ['services.docs.health.path must be a path, got "/it\'s"; begin it with /'],
  ],
  [
    "no time between questions",
    docs({ health: { intervalSeconds: 0 } }),
    ["services.docs.health.intervalSeconds must be a whole number from 1 to 60, got 0; the front asks that often"],
  ],
  [
    "a timeout of two minutes",
    docs({ health: { timeoutSeconds: 120 } }),
    ["services.docs.health.timeoutSeconds must be a whole number from 1 to 60, got 120; a later answer is none"],
  ],
  [
    "a time of health below 0",
    docs({ health: { minHealthySeconds: -1 } }),
    ["services.docs.health.minHealthySeconds must be a whole number from 0 to 600, got -1; so long it must be healthy"],
  ],
  [
    "a deadline that is not whole",
    docs({ health: { deadlineSeconds: 1.5 } }),
    [
      "services.docs.health.deadlineSeconds must be a whole number from 1 to 3600, got 1.5; then the old container stays",
    ],
  ],
  [
    "a health setting that is none",
    docs({ health: { retries: 3 } }),
    ["services.docs.health.retries is not a known setting; remove it or correct its spelling"],
  ],
  [
    "networks that are names",
    docs({ networks: ["database"] }),
    ['services.docs.networks[0] must be an object, got "database"; write it in { }'],
  ],
  [
    "networks that are none of the user's",
    docs({ networks: [{ name: "host" }, { name: "lab" }] }),
    [
      'services.docs.networks[0].name must be a network of yours, got "host"; make one, and name it',
      'services.docs.networks[1].name must be a network of yours, got "lab"; it is the platform\'s own, leave it out',
    ],
  ],
  [
    "a network's alias that is none",
    docs({ networks: [{ name: "database", aliases: [""] }] }),
    ['services.docs.networks[0].aliases[0] must be a name, got ""; write a text'],
  ],
  [
    "a drain of two hours",
    docs({ drainSeconds: 7200 }),
    ["services.docs.drainSeconds must be a whole number from 0 to 3600, got 7200; so long a download may go on"],
  ],
  [
    "no time to read",
    docs({ readTimeoutSeconds: 0 }),
    ["services.docs.readTimeoutSeconds must be a whole number from 1 to 86400, got 0; then the answer is 504"],
  ],
  [
    "requests of no size",
    docs({ maxBodyMiB: 0 }),
    ["services.docs.maxBodyMiB must be a whole number from 1 to 1048576, got 0; leave it out for no limit"],
  ],
  [
    "maintenance that is a flag",
    docs({ maintenance: true }),
    ["services.docs.maintenance must be a text of up to 2000 characters, got true; it is shown to all"],
  ],
  [
    "maintenance without a word",
    docs({ maintenance: "" }),
    ['services.docs.maintenance must be a text of up to 2000 characters, got ""; it is shown to all'],
  ],
  [
    "a certificate without its key",
    acmeDocs({ certificate: { certFile: "tls/docs.pem" } }),
    ["services.docs.certificate.keyFile is required; it begins at the project's folder"],
  ],
  [
    "a certificate of sometime",
    acmeDocs({ certificate: { certFile: "a", keyFile: "b", acme: "soon" } }),
    ['services.docs.certificate.acme must be "later" or "now", got "soon"; now makes one beside it'],
  ],
  [
    "a certificate where the front speaks no TLS",
    docs({ certificate: { certFile: "a", keyFile: "b" } }),
    ['services.docs.certificate must be left out where front.certificates is "none", got one; the front speaks no TLS'],
  ],
  [
    "ACME beside a certificate, without an authority",
    { ...front({ certificates: "internal" }), ...docs({ certificate: { certFile: "a", keyFile: "b", acme: "now" } }) },
    [
      'services.docs.certificate.acme must be left out where front.certificates is "internal", got "now"; name an ACME authority',
    ],
  ],
  [
    "a migration that is one word",
    docs({ migrate: { command: "migrate" } }),
    ['services.docs.migrate.command must be a command\'s words, got "migrate"; write each word on its own: ["a", "b"]'],
  ],
  [
    "a directive on two lines",
    docs({ directives: ["a\nb"] }),
    ['services.docs.directives[0] must be a line, got "a\\nb"; write each line on its own'],
  ],
  [
    "directives that ask who speaks with the front's inside",
    docs({ directives: ["@admin {", "  not remote_ip 10.0.0.0/8", "}"] }),
    [
      'services.docs.directives[1] must ask for client_ip, got "  not remote_ip 10.0.0.0/8"; remote_ip would be the front\'s own address',
    ],
  ],
  [
    "directives about TLS",
    docs({ directives: ["tls internal"] }),
    ['services.docs.directives[0] must leave TLS to the front, got "tls internal"; see certificates and certificate'],
  ],
  [
    "directives that are a text",
    docs({ directives: "encode gzip" }),
    ['services.docs.directives must be a list of lines, got "encode gzip"; write it in [ ]'],
  ],
  [
    "ports, which only the front has",
    docs({ ports: [{ internal: 80 }] }),
    ['services.docs.ports is not a known setting; did you mean "port"?'],
  ],
  [
    "a restart policy",
    docs({ restart: "no" }),
    ["services.docs.restart is not a known setting; remove it or correct its spelling"],
  ],
  [
    "a limit of a container that is none",
    docs({ memoryMiB: 1, cpus: 0, stopGraceSeconds: 0 }),
    [
      "services.docs.cpus must be a number of processors above 0, got 0; for example 1.5",
      "services.docs.memoryMiB must be a whole number from 6 to 4194304, got 1; Docker's smallest container has 6 MiB",
      "services.docs.stopGraceSeconds must be a whole number from 1 to 3600, got 0; with less, what is in its memory would be lost",
    ],
  ],
  [
    "an image without a tag",
    docs({ image: "example/web" }),
    ['services.docs.image must not be latest, got "example/web"; name a tag or a digest, or set allowLatest'],
  ],
  [
    "an image that is latest",
    nmpi({ green: { image: "example/web:latest" } }),
    [
      'services.nmpi.green.image must not be latest, got "example/web:latest"; name a tag or a digest, or set allowLatest',
    ],
  ],
  [
    "an image that is none",
    docs({ image: 7 }),
    [
      'services.docs.image must be an image with its tag or digest, or { local: "…" }, got 7; for example "registry.example.org/nmpi@sha256:…"',
    ],
  ],
  [
    "no image",
    docs({ image: undefined }),
    ['services.docs.image is required; for example "registry.example.org/nmpi@sha256:…"'],
  ],
  [
    "a password in a variable",
    docs({ environment: { DATABASE_PASSWORD: "hunter2" } }),
    [
      "services.docs.environment.DATABASE_PASSWORD must hold no secret, got a text of 7 characters; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment",
    ],
  ],
  [
    "a password in a colour's variable",
    nmpi({ green: { image: IMAGE, environment: { API_TOKEN: "hunter2" } } }),
    [
      "services.nmpi.green.environment.API_TOKEN must hold no secret, got a text of 7 characters; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment",
    ],
  ],
  [
    "a password in an address",
    docs({ command: ["serve", "postgres://nmpi:hunter2@db/nmpi"] }),
    [
      "services.docs.command[1] must hold no secret, got an address with a password; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment",
    ],
  ],
  [
    "a secret that is written out",
    docs({ secretEnvironment: { DATABASE_PASSWORD: "hunter2" } }),
    [
      'services.docs.secretEnvironment.DATABASE_PASSWORD must name a variable of Terraform, got a text of 7 characters; write { variable: "db_password" }, whose value is in TF_VAR_db_password',
    ],
  ],
  [
    "a variable that is secret too",
    docs({ environment: { A: "b" }, secretEnvironment: { A: { variable: "a" } } }),
    ["services.docs.environment.A must stand once, got it in secretEnvironment too; take one out"],
  ],
  [
    "two mounts at one path",
    docs({
      mounts: [
        { source: "a1", path: "/a" },
        { source: "b1", path: "/a" },
      ],
    }),
    ['services.docs.mounts[1].path must be a path of its own, got "/a" as mounts[0].path too; change one'],
  ],
  [
    "a colour that is none",
    nmpi({ live: "red" }),
    ['services.nmpi.live must be "blue" or "green", got "red"; the other is idle'],
  ],
  ["no word of what is live", nmpi({ live: undefined }), ["services.nmpi.live is required; the other is idle"]],
  [
    "a live colour that is not there",
    nmpi({ blue: undefined }),
    ['services.nmpi.blue is required; live is "blue", and browsers would get nothing'],
  ],
  [
    "no colours",
    nmpi({ blue: undefined, green: undefined }),
    ['services.nmpi.blue is required; live is "blue", and browsers would get nothing'],
  ],
  [
    "an image for both colours",
    nmpi({ image: IMAGE }),
    [
      'services.nmpi.image is not a known setting; did you mean "blue.image"?',
      "services.nmpi.image must stand in blue and green, got one for both; move it there",
    ],
  ],
  [
    "a colour without an image",
    nmpi({ green: {} }),
    ['services.nmpi.green.image is required; for example "registry.example.org/nmpi@sha256:…"'],
  ],
  [
    "a port of a colour",
    nmpi({ green: { image: IMAGE, port: 80 } }),
    ["services.nmpi.green.port is not a known setting; remove it or correct its spelling"],
  ],
  [
    "staging hosts of one colour",
    nmpi({ green: undefined, stagingHosts: ["staging.example.org"] }),
    ["services.nmpi.stagingHosts must have a colour that is not live, got blue; add the other, or take them out"],
  ],
  [
    "a staging host that is none",
    nmpi({ stagingHosts: ["staging.example.org:80"] }),
    [
      'services.nmpi.stagingHosts[0] must be a host\'s name in small letters, got "staging.example.org:80"; write it without https://, port and path',
    ],
  ],
  [
    "a canary of one colour",
    nmpi({ green: undefined, canary: { percent: 10 } }),
    ["services.nmpi.canary must have blue and green, got blue; add the other, or take it out"],
  ],
  [
    "a canary of all",
    nmpi({ canary: { percent: 100 } }),
    ["services.nmpi.canary.percent must be a whole number from 1 to 99, got 100; 0 is no canary, 100 is live"],
  ],
  [
    "a canary that is sticky by nothing known",
    nmpi({ canary: { percent: 10, sticky: true } }),
    ['services.nmpi.canary.sticky must be "cookie" or "none", got true; cookie keeps a browser with its colour'],
  ],
  [
    "a canary of colours with TLS on two nodes",
    {
      ...TWO,
      ...nmpi({
        scheme: "https",
        front: "drcockroach",
        node: "drcockroach",
        canary: { percent: 10 },
        green: { image: IMAGE, node: "ginormica" },
      }),
    },
    [
      "services.nmpi.canary must have both colours on one node where they speak https, got drcockroach and ginormica; move one, or leave it out",
      "nodes.ginormica.address is required; the front of drcockroach asks it for nmpi",
    ],
  ],
  [
    "a canary of a service that is no pair",
    docs({ canary: { percent: 10 } }),
    [
      "services.docs.live is required; the other is idle",
      'services.docs.image is not a known setting; did you mean "blue.image"?',
      "services.docs.canary must have blue and green, got none; add the other, or take it out",
    ],
  ],
  [
    "a host of two services",
    { services: { docs: DOCS, other: { ...DOCS, image: IMAGE } } },
    [
      'services.other.hosts[0] must be a host of its own, got "docs.example.org" as services.docs.hosts[0] too; a browser finds one of them',
    ],
  ],
  [
    "a host that is live and staging",
    nmpi({ stagingHosts: ["nmpi.example.org"] }),
    [
      'services.nmpi.stagingHosts[0] must be a host of its own, got "nmpi.example.org" as services.nmpi.hosts[0] too; a browser finds one of them',
    ],
  ],
  [
    "a host that redirects too",
    front({ redirects: { "docs.example.org": "https://example.org" } }),
    [
      'front.redirects.docs.example.org must be a host of its own, got "docs.example.org" as services.docs.hosts[0] too; a browser finds one of them',
    ],
  ],
  [
    "a node that is none",
    { ...TWO, ...docs({ node: "ginormika" }) },
    ['services.docs.node must be one of ginormica, drcockroach, got "ginormika"; did you mean "ginormica"?'],
  ],
  [
    "a colour's node that is none",
    nmpi({ green: { image: IMAGE, node: "bob" } }),
    ['services.nmpi.green.node must be one of local, got "bob"; declare it in nodes'],
  ],
  [
    "a front's node that is none",
    docs({ front: "edge" }),
    ['services.docs.front must be one of local, got "edge"; declare it in nodes'],
  ],
  ["no node where there are two", TWO, ["services.docs.node is required; there are several: ginormica, drcockroach"]],
  [
    "colours on two nodes, and no front",
    { ...TWO, ...nmpi({ node: "drcockroach", green: { image: IMAGE, node: "ginormica" } }) },
    [
      "services.nmpi.front is required; the colours are on drcockroach and ginormica: name the node that the hosts point to",
    ],
  ],
  [
    "a node that is asked, without an address",
    { ...TWO, ...docs({ node: "ginormica", front: "drcockroach" }) },
    ["nodes.ginormica.address is required; the front of drcockroach asks it for docs"],
  ],
  [
    "fronts that ask each other",
    {
      nodes: { a: { address: "10.0.0.1" }, b: { dockerHost: "ssh://b", address: "10.0.0.2" } },
      services: { docs: { ...DOCS, node: "a", front: "b" }, nmpi: { ...NMPI, node: "b", front: "a" } },
    },
    [
      "services must not have fronts that ask each other in a circle, got docs (a behind b), nmpi (b behind a); let one front serve them all",
    ],
  ],
  [
    "a preset without what it needs",
    preset("quotas", { environment: { NMPI_DATABASE_HOST: "db" } }),
    [
      "services.nmpi.environment.NMPI_DATABASE_PORT is required by the preset quotas; write its value",
      'services.nmpi.secretEnvironment.DJANGO_SECRET_KEY is required by the preset quotas; write DJANGO_SECRET_KEY: { variable: "django_secret_key" }, whose value is in TF_VAR_django_secret_key',
      'services.nmpi.secretEnvironment.NMPI_DATABASE_PASSWORD is required by the preset quotas; write NMPI_DATABASE_PASSWORD: { variable: "nmpi_database_password" }, whose value is in TF_VAR_nmpi_database_password',
      'services.nmpi.secretEnvironment.HBP_OIDC_CLIENT_ID is required by the preset quotas; write HBP_OIDC_CLIENT_ID: { variable: "hbp_oidc_client_id" }, whose value is in TF_VAR_hbp_oidc_client_id',
      'services.nmpi.secretEnvironment.HBP_OIDC_CLIENT_SECRET is required by the preset quotas; write HBP_OIDC_CLIENT_SECRET: { variable: "hbp_oidc_client_secret" }, whose value is in TF_VAR_hbp_oidc_client_secret',
    ],
  ],
  [
    "a preset with secrets that are no variables",
    preset("nmpi", { environment: DATABASE, secretEnvironment: { ...SECRETS, EMAIL_PASSWORD: "hunter2" } }),
    [
      'services.nmpi.secretEnvironment.EMAIL_PASSWORD must name a variable of Terraform, got a text of 7 characters; write { variable: "db_password" }, whose value is in TF_VAR_db_password',
    ],
  ],
  [
    "a preset whose secret is a plain variable",
    preset("nmpi", { environment: { ...DATABASE, EMAIL_PASSWORD: "hunter2" }, secretEnvironment: SECRETS }),
    [
      'services.nmpi.secretEnvironment.EMAIL_PASSWORD is required by the preset nmpi; write EMAIL_PASSWORD: { variable: "email_password" }, whose value is in TF_VAR_email_password',
      "services.nmpi.environment.EMAIL_PASSWORD must hold no secret, got a text of 7 characters; put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment",
    ],
  ],
  [
    "a variable that one colour lacks",
    preset("quotas", {
      environment: { NMPI_DATABASE_PORT: "5432" },
      secretEnvironment: SECRETS,
      blue: { image: IMAGE, environment: { NMPI_DATABASE_HOST: "db" } },
    }),
    ["services.nmpi.environment.NMPI_DATABASE_HOST is required by the preset quotas; write its value"],
  ],
  [
    "DEBUG on what is live",
    preset("quotas", { environment: { ...DATABASE, DEBUG: "True" }, secretEnvironment: SECRETS }),
    [
      "services.nmpi.environment.DEBUG must not be on for what is live, got it on; Django would show its settings to all",
    ],
  ],
  [
    "DEBUG of the colour that is live",
    preset("quotas", {
      environment: DATABASE,
      secretEnvironment: SECRETS,
      blue: { image: IMAGE, environment: { DEBUG: "1" } },
    }),
    [
      "services.nmpi.environment.DEBUG must not be on for what is live, got it on; Django would show its settings to all",
    ],
  ],
  [
    "many things at once",
    {
      name: "Lab",
      nodes: { bob: { address: "bob" } },
      front: { image: "caddy:2.11.2", certificates: "none", httpPort: 0, removal: "no" },
      services: {
        docs: { ...DOCS, hosts: ["a b"], node: "alice" },
        nmpi: { ...NMPI, live: "red", canary: { percent: 0 } },
      },
    },
    [
      'name must be 1 to 31 of a-z, 0-9 and -, the first a letter, got "Lab"; containers, networks and volumes begin with it',
      'nodes.bob.address must be an IP address in a private network, got "bob"; for example "10.106.0.3"',
      "front.httpPort must be a whole number from 1 to 65535, got 0; these are the ports there are",
      'front.removal must be "refused" or "allowed", got "no"; allowed loses the keys with the stack',
      'services.docs.hosts[0] must be a host\'s name in small letters, got "a b"; for example "nmpi.example.org"',
      'services.nmpi.live must be "blue" or "green", got "red"; the other is idle',
      "services.nmpi.canary.percent must be a whole number from 1 to 99, got 0; 0 is no canary, 100 is live",
      'services.docs.node must be one of bob, got "alice"; declare it in nodes',
    ],
  ],
];
