import { shown } from "../../../constructs/shared/shown";
import { missing, said } from "./sentences";

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

const DIGITALOCEAN = { region: "ams3", sshKeys: ["lab"], adminAddresses: ["203.0.113.7"] };
const BOB = { droplet: { size: "s-1vcpu-1gb" } };
const droplet = (more: object) => ({
  digitalocean: DIGITALOCEAN,
  nodes: { bob: { droplet: { ...BOB.droplet, ...more } } },
});

/** A platform on a droplet with a domain; docs.example.org is a host of its front. */
const dns = (domain: unknown, more: object = {}) => ({
  ...droplet({}),
  dns: { domains: { "example.org": domain } },
  ...more,
});
const records = (...all: object[]) => dns({ records: all });
const R = "dns.domains.example.org.records";
const A = { name: "www", type: "A", value: "203.0.113.9" };
const MX = { name: "@", type: "MX", value: "mx.example.net", priority: 10 };
const CNAME = { name: "wiki", type: "CNAME", value: "example.net" };
const CAA = { name: "@", type: "CAA", value: "ca.example", tag: "issue" };
const SPF = { name: "@", type: "TXT", value: "v=spf1 -all" };

const SERVER = { image: "postgres:17.6" };
const db = (more: object, rest: object = {}) => ({ postgres: { db: { ...SERVER, ...more } }, ...rest });
const P = "postgres.db";

export const REFUSED_POSTGRES: readonly Refused[] = [
  [
    "droplets in two regions, of which one has the other's server",
    {
      digitalocean: DIGITALOCEAN,
      nodes: { bob: BOB, carl: { droplet: { ...BOB.droplet, region: "fra1" } } },
      postgres: { db: { ...SERVER, node: "carl" } },
      services: { docs: { ...DOCS, node: "bob", database: "db" } },
    },
    [said("nodes.carl.droplet.region", "serverApart", '"ams3"', "bob", '"fra1"')],
  ],
  ["a list of servers", { postgres: [] }, [said("postgres", "serversObject", "[]")]],
  [
    "a server called as a front is",
    { postgres: { front: SERVER } },
    [said("postgres.front", "serviceName", '"front"')],
  ],
  ["a server without an image", { postgres: { db: {} } }, [missing(`${P}.image`, "serverImage")]],
  ...["postgres", "postgres:latest", "postgres:", { local: "postgres" }, { local: "a:17", more: 1 }].map(
    (image): Refused => [
      `a server whose major version nobody knows: ${JSON.stringify(image)}`,
      db({ image }),
      [said(`${P}.image`, "serverImage", shown(image))],
    ],
  ),
  [
    "a server that is wrong in every way",
    db({
      ...{ imagee: 1, port: 0, volume: "/data", password: "hunter2", roles: [], databases: 1, settings: "fast" },
      ...{ memoryMiB: 32, cpus: 0, stopGraceSeconds: 5, sharesNode: "yes" },
    }),
    [
      said(`${P}.port`, "port", "0"),
      said(`${P}.volume`, "serverVolume", '"/data"'),
      said(`${P}.password`, "serverPassword", "a text of 7 characters"),
      said(`${P}.roles`, "rolesObject", "[]"),
      said(`${P}.databases`, "databasesObject", "1"),
      said(`${P}.settings`, "parametersObject", '"fast"'),
      said(`${P}.memoryMiB`, "serverMemory", "32"),
      said(`${P}.cpus`, "cpus", "0"),
      said(`${P}.stopGraceSeconds`, "serverStop", "5"),
      said(`${P}.sharesNode`, "flag", '"yes"'),
      said(`${P}.imagee`, "settingMeant", '"image"'),
    ],
  ],
  [
    "a backup that is wrong in every way",
    db({
      backup: {
        ...{ to: "ftp://host/dumps", region: "Frankfurt 1", endpoint: "fra1", hostKey: "key", everyHours: 0, keep: 0 },
        ...{ heartbeat: "https://bob:pw@hc.example.org/", schedule: "0 3 * * *" },
      },
    }),
    [
      said(`${P}.backup.to`, "backupTo", '"ftp://host/dumps"'),
      said(`${P}.backup.region`, "backupRegion", '"Frankfurt 1"'),
      said(`${P}.backup.endpoint`, "backupEndpoint", '"fra1"'),
      said(`${P}.backup.hostKey`, "hostKey", '"key"'),
      said(`${P}.backup.everyHours`, "backupHours", "0"),
      said(`${P}.backup.keep`, "backupKeep", "0"),
      said(`${P}.backup.heartbeat`, "backupHeartbeat", '"https://bob:***@hc.example.org/"'),
      said(`${P}.backup.schedule`, "settingUnknown"),
    ],
  ],
  ["a backup to nowhere", db({ backup: {} }), [missing(`${P}.backup.to`, "backupTo")]],
  [
    "a backup in a folder with what other places have",
    db({ backup: { to: "dumps", region: "eu-central-1", hostKey: KEY } }),
    [
      said(`${P}.backup.region`, "backupIdle", '"dumps"', '"eu-central-1"', "only a bucket has one"),
      said(`${P}.backup.hostKey`, "backupIdle", '"dumps"', shown(KEY), "only an ssh host has one"),
    ],
  ],
  [
    "names that SQL would cut or quote",
    db({
      roles: { Nmpi: {}, postgres: {} },
      databases: { template1: { owner: "Nmpi" } },
      settings: { "max connections": "1" },
    }),
    [
      said(`${P}.roles.Nmpi`, "identifier", '"Nmpi"'),
      said(`${P}.roles.postgres`, "identifier", '"postgres"'),
      said(`${P}.databases.template1`, "identifier", '"template1"'),
      said(`${P}.settings["max connections"]`, "parameterName", '"max connections"'),
    ],
  ],
  [
    "values that SQL would cut or quote",
    db({ databases: { nmpi: { owner: "a b", extensions: ["PostGIS"] } } }),
    [
      said(`${P}.databases.nmpi.owner`, "identifier", '"a b"'),
      said(`${P}.databases.nmpi.extensions[0]`, "extension", '"PostGIS"'),
      said(`${P}.databases.nmpi.owner`, "owner", '"a b"', "there is none", "write roles: { a b: {} }"),
    ],
  ],
  [
    "an owner that is no role",
    db({ databases: { nmpi: { owner: "nmpi" } } }),
    [said(`${P}.databases.nmpi.owner`, "owner", '"nmpi"', "there is none", "write roles: { nmpi: {} }")],
  ],
  [
    "an owner that is nearly a role",
    db({ roles: { nmpi_dbadmin: {} }, databases: { nmpi: { owner: "nmpi_dbadmi" } } }),
    [
      said(
        `${P}.databases.nmpi.owner`,
        "owner",
        '"nmpi_dbadmi"',
        "there are nmpi_dbadmin",
        'did you mean "nmpi_dbadmin"?',
      ),
    ],
  ],
  ...(["fsync", "full_page_writes", "synchronous_commit"] as const).map(
    (name): Refused => [
      `${name} off`,
      db({ settings: { [name]: "off" } }),
      [said(`${P}.settings.${name}`, "durable", '"off"')],
    ],
  ),
  ...["of", "FALSE", "fal", "no", "n", "0", " off "].map(
    (value): Refused => [
      `fsync off in another word: ${value}`,
      db({ settings: { fsync: value } }),
      [said(`${P}.settings.fsync`, "durable", shown(value))],
    ],
  ),
  ...["data_directory", "hba_file", "listen_addresses", "password_encryption", "port"].map(
    (name): Refused => [
      `a parameter that the container has: ${name}`,
      db({ settings: { [name]: "1" } }),
      [said(`${P}.settings.${name}`, "parameterOwn", '"1"')],
    ],
  ),
  [
    "parameters that are no texts, sizes and numbers",
    db({ settings: { work_mem: "much", max_connections: "0", jit: false, shared_buffers: "1gb" } }),
    [
      said(`${P}.settings.jit`, "parameterText", "false"),
      said(`${P}.settings.shared_buffers`, "memorySize", '"1gb"'),
      said(`${P}.settings.work_mem`, "memorySize", '"much"'),
      said(`${P}.settings.max_connections`, "connections", '"0"'),
    ],
  ],
  [
    "more shared memory than half of its own",
    db({ memoryMiB: 512, settings: { shared_buffers: "300MB" } }),
    [said(`${P}.settings.shared_buffers`, "sharedBuffers", "512", '"300MB"', '"128MB"')],
  ],
  ["no node of several", db({}, { ...TWO, services: {} }), [said(`${P}.node`, "nodeNeeded", "ginormica, drcockroach")]],
  [
    "a node that is none",
    db({ node: "bob" }, { ...TWO, services: {} }),
    [said(`${P}.node`, "nodeUndeclared", "ginormica, drcockroach", '"bob"')],
  ],
  [
    "two servers on one node",
    { postgres: { db: SERVER, spare: SERVER } },
    [said("postgres.spare.node", "secondServer", '"local"', "db")],
  ],
  [
    "a server called as a service is",
    { postgres: { docs: SERVER } },
    [said("postgres.docs", "serverIsService", '"docs"')],
  ],
  [
    "a name that is too long with the platform's",
    { name: "platform-of-the-whole-house", postgres: { "database-of-all": SERVER } },
    [said("postgres.database-of-all", "serverNameLong", "42", "platform-of-the-whole-house-database-of-all")],
  ],
  [
    "a service's database of another shape",
    docs({ database: 5432 }),
    [said("services.docs.database", "databaseUse", "5432")],
  ],
  [
    "a service's database without a server",
    docs({ database: "db" }),
    [said("services.docs.database", "databaseNone", '"db"')],
  ],
  [
    "a service's database that is none of the servers",
    db({}, docs({ database: { postgres: "other" } })),
    [said("services.docs.database.postgres", "databaseUnknown", "db", '"other"')],
  ],
  [
    "variables that are there already",
    db({}, docs({ database: "db", environment: { PGHOST: "elsewhere", PGUSER: "me" } })),
    [said("services.docs.environment.PGHOST", "databaseTwice", '"db"')],
  ],
  [
    "a service on another node without an address of the server's",
    db({ node: "ginormica" }, { ...TWO, ...docs({ database: "db", node: "drcockroach" }) }),
    [said("nodes.ginormica.address", "serverAddress", "docs on drcockroach", "postgres.db")],
  ],
];

export const REFUSED_DNS: readonly Refused[] = [
  [
    "a secret in a record",
    records({ name: "note", type: "TXT", value: "ask https://ada:hunter2@lab.example" }),
    [said(`${R}[0].value`, "secretRecord", "an address with a password")],
  ],
  ["domains without a droplet", { dns: { domains: {} } }, [said("dns", "noDroplets")]],
  ["domains that are a list", { ...droplet({}), dns: { domains: [] } }, [said("dns.domains", "domainsObject", "[]")]],
  [
    "a domain that is none, and times out of range",
    { ...droplet({}), dns: { domains: { org: {} }, hostTtlSeconds: 29 } },
    [said("dns.domains.org", "domainName", '"org"'), said("dns.hostTtlSeconds", "ttl", "29")],
  ],
  [
    "a domain that is wrong in every way",
    dns({ origin: "created", removal: true, spf: "-all", records: {} }),
    [
      said("dns.domains.example.org.origin", "origin", '"created"'),
      said("dns.domains.example.org.removal", "domainRemoval", "true"),
      'dns.domains.example.org.spf must be a list of terms, got "-all"; write it in [ ]',
      said("dns.domains.example.org.records", "recordsList", "{}"),
    ],
  ],
  [
    "a record that is wrong in every way",
    records({
      name: "www.example.org.",
      type: "NS",
      value: "",
      priority: -1,
      flags: 256,
      tag: "all",
      ttlSeconds: 86_401,
    }),
    [
      said(`${R}[0].name`, "recordName", '"www.example.org."'),
      said(`${R}[0].type`, "recordType", '"NS"'),
      said(`${R}[0].value`, "recordValue", '""'),
      said(`${R}[0].priority`, "priority", "-1"),
      said(`${R}[0].flags`, "recordFlags", "256"),
      said(`${R}[0].tag`, "tag", '"all"'),
      said(`${R}[0].ttlSeconds`, "ttl", "86401"),
      said(`${R}[0].priority`, "recordIdle", "NS", "-1", "MX"),
      said(`${R}[0].flags`, "recordIdle", "NS", "256", "CAA"),
      said(`${R}[0].tag`, "recordIdle", "NS", '"all"', "CAA"),
    ],
  ],
  [
    "records without what their types need, or with more",
    records({ ...MX, priority: undefined }, { ...CAA, tag: undefined }, { ...A, priority: 1 }),
    [
      said(`${R}[0].priority`, "recordNeeds", "MX"),
      said(`${R}[1].tag`, "recordNeeds", "CAA"),
      said(`${R}[2].priority`, "recordIdle", "A", "1", "MX"),
    ],
  ],
  [
    "values that their types do not have",
    records(
      { ...A, value: "2001:db8::9" },
      { ...A, type: "AAAA" },
      { ...CNAME, value: "203.0.113.9" },
      { ...MX, value: "203.0.113.9" },
      { ...MX, value: "mx1" },
      { ...SPF, name: "a", value: '"a" "b"' },
      { ...SPF, name: "b", value: "a\\b" },
      { ...CAA, value: ";" },
      { ...CAA, tag: "iodef" },
    ),
    [
      said(`${R}[0].value`, "ipv4", '"2001:db8::9"'),
      said(`${R}[1].value`, "ipv6", '"203.0.113.9"'),
      said(`${R}[2].value`, "aliasOfAddress", '"203.0.113.9"'),
      said(`${R}[3].value`, "mailToAddress", '"203.0.113.9"'),
      said(`${R}[4].value`, "wholeHost", '"mx1"'),
      said(`${R}[5].value`, "recordText", shown('"a" "b"')),
      said(`${R}[6].value`, "recordText", shown("a\\b")),
      said(`${R}[7].value`, "authority", '";"'),
      said(`${R}[8].value`, "iodef", '"ca.example"'),
    ],
  ],
  [
    "names outside of the domain",
    {
      ...droplet({}),
      dns: {
        domains: {
          "example.org": {
            records: [
              { ...A, name: "www.example.org" },
              { ...A, name: "a.example.com" },
              { ...A, name: "a.lab" },
            ],
          },
          "example.com": {},
          "lab.example.org": {},
        },
      },
    },
    [
      said(`${R}[0].name`, "relativeName", "example.org", '"www.example.org"', '"www"'),
      said(`${R}[1].name`, "relativeName", "example.org", '"a.example.com"', '"a" in example.com'),
      said(`${R}[2].name`, "innerDomain", "lab.example.org", '"a.lab"'),
    ],
  ],
  [
    "records twice",
    records(A, A, MX, { ...MX, value: "MX.example.net.", priority: 20 }),
    [
      said(`${R}[1]`, "recordTwice", 'A "203.0.113.9"', `${R}[0]`),
      said(`${R}[3]`, "recordTwice", 'MX "MX.example.net."', `${R}[2]`),
    ],
  ],
  ["an alias for the domain", records({ ...CNAME, name: "@" }), [said(`${R}[0].type`, "aliasAtApex")]],
  [
    "an alias beside another record, and beside another alias",
    records(CNAME, { ...SPF, name: "wiki" }, { ...CNAME, name: "b" }, { ...CNAME, name: "b", value: "example.edu" }),
    [
      said(`${R}[0].name`, "aliasAlone", '"wiki"', `${R}[1]`),
      said(`${R}[2].name`, "aliasAlone", '"b"', `${R}[3]`),
      said(`${R}[3].name`, "aliasAlone", '"b"', `${R}[2]`),
    ],
  ],
  [
    "two times for one name and type",
    records({ ...A, ttlSeconds: 60 }, { ...A, value: "203.0.113.8", ttlSeconds: 90 }, { ...A, value: "203.0.113.7" }),
    [said(`${R}[1].ttlSeconds`, "ttlShared", "60", `${R}[0]`, "90")],
  ],
  [
    "records of the front's hosts",
    {
      ...droplet({}),
      ...front({ redirects: { "example.org": "https://docs.example.org" } }),
      dns: {
        domains: {
          "example.org": { records: [{ ...A, name: "docs" }, { ...CNAME, name: "docs" }, { ...A, name: "@" }, MX] },
        },
      },
    },
    [
      said(`${R}[0]`, "hostRecord", 'A "docs"', "services.docs.hosts[0]"),
      said(`${R}[1]`, "hostRecord", 'CNAME "docs"', "services.docs.hosts[0]"),
      said(`${R}[2]`, "hostRecord", 'A "@"', "front.redirects.example.org"),
    ],
  ],
  [
    "SPF in two records",
    records(SPF, { ...SPF, value: "v=spf1 mx" }),
    [said(`${R}[1].value`, "spfTwice", '"v=spf1 mx"', `${R}[0]`)],
  ],
  [
    "SPF in its own setting and in a record",
    dns({ spf: ["mx"], records: [SPF] }),
    [said(`${R}[0].value`, "spfTwice", '"v=spf1 -all"', "dns.domains.example.org.spf")],
  ],
  [
    "SPF with its version",
    dns({ spf: ["v=spf1", "-all"] }),
    [said("dns.domains.example.org.spf[0]", "spfTerm", '"v=spf1"')],
  ],
  [
    "SPF with too much, behind its end",
    dns({ spf: ["-all", ..."abcdefghijk".split("").map((letter) => `include:${letter}.example`)] }),
    [
      said(
        "dns.domains.example.org.spf",
        "spfEnd",
        '"-all"',
        shown(["-all", ..."abcdefghijk".split("").map((letter) => `include:${letter}.example`)]),
      ),
      said("dns.domains.example.org.spf", "spfLookups", "11"),
    ],
  ],
  [
    "an authority that may not make the front's certificates",
    { ...records(CAA, { ...CAA, value: "other.example" }), ...acme({}) },
    [said(`${R}[0].value`, "authorityForbidden", "docs.example.org", '"ca.example", "other.example"')],
  ],
  [
    "an authority that may not make a host's certificate, whatever the domain says",
    { ...records({ ...CAA, value: "letsencrypt.org" }, { ...CAA, name: "docs" }), ...acme({ ca: "staging" }) },
    [said(`${R}[1].value`, "authorityForbidden", "docs.example.org", '"ca.example"')],
  ],
  [
    "a host of a machine whose address is not said, or is private",
    {
      digitalocean: DIGITALOCEAN,
      dns: { domains: { "example.org": {} } },
      nodes: {
        bob: BOB,
        lab: { dockerHost: "ssh://lab" },
        far: { dockerHost: "ssh://far", publicAddress: "10.0.0.1" },
      },
      services: { docs: { ...DOCS, node: "lab" }, other: { ...DOCS, hosts: ["other.example.com"], node: "far" } },
    },
    [
      said("nodes.far.publicAddress", "publicAddress", '"10.0.0.1"'),
      said("nodes.lab.publicAddress", "publicAddressNeeded", "docs.example.org"),
    ],
  ],
  [
    "a public address beside a droplet",
    { digitalocean: DIGITALOCEAN, nodes: { bob: { ...BOB, publicAddress: "203.0.113.9" } } },
    [said("nodes.bob.publicAddress", "besideDroplet", '"203.0.113.9"')],
  ],
];

export const REFUSED: readonly Refused[] = [
  [
    "no settings at all",
    { name: undefined, front: undefined, services: undefined },
    [missing("name", "ownName"), said("front", "objectNeeded"), said("services", "objectNeeded")],
  ],
  ["a setting that is none", { frontt: {} }, [said("frontt", "settingMeant", '"front"')]],
  ["a name that no container may begin with", { name: "Lab-" }, [said("name", "ownName", '"Lab-"')]],
  [
    "a name that is too long with a service's",
    { name: "a-platform-with-quite-a-long-name", services: { documentation: DOCS } },
    [
      said("name", "ownName", '"a-platform-with-quite-a-long-name"'),
      said("services.documentation", "serviceNameLong", "46", "a-platform-with-quite-a-long-name-documentation-…"),
    ],
  ],
  ["nodes that are a list", { nodes: ["ginormica"] }, [said("nodes", "nodesObject", '["ginormica"]')]],
  ["a node's name with a capital", { nodes: { Ginormica: {} } }, [said("nodes.Ginormica", "nodeName", '"Ginormica"')]],
  [
    "a node's setting that is none",
    { nodes: { bob: { adress: "10.0.0.1" } } },
    [said("nodes.bob.adress", "settingMeant", '"address"')],
  ],
  [
    "an engine without ssh://",
    { nodes: { bob: { dockerHost: "deploy@bob" } } },
    [said("nodes.bob.dockerHost", "dockerHost", '"deploy@bob"')],
  ],
  ...["ssh://-oProxyCommand=id", "ssh://root@-oProxyCommand=id", "tcp://-a"].map(
    (dockerHost): Refused => [
      `an option of ssh for an engine's address, ${dockerHost}`,
      { nodes: { bob: { dockerHost } } },
      [said("nodes.bob.dockerHost", "dockerHost", JSON.stringify(dockerHost))],
    ],
  ),
  ...["ssh://bob:99999", "ssh://deploy@bob:ssh", "tcp://fe80::1:2376"].map(
    (dockerHost): Refused => [
      `an engine's address that cannot be read, ${dockerHost}`,
      { nodes: { bob: { dockerHost } } },
      [said("nodes.bob.dockerHost", "dockerHostPort", JSON.stringify(dockerHost))],
    ],
  ),
  ...["ssh://bob/run/docker.sock", "ssh:///bob", "ssh://a%zz@bob", "ssh://bob?a", "ssh://bob#a"].map(
    (dockerHost): Refused => [
      `more or less than a host behind ssh://, ${dockerHost}`,
      { nodes: { bob: { dockerHost } } },
      [said("nodes.bob.dockerHost", "dockerHostAlone", JSON.stringify(dockerHost))],
    ],
  ),
  ...["ssh://root:hunter2@bob", "ssh://root:@bob:22", "tcp://a:hunter2@bob:2376", "ssh://root:hun/ter2@bob"].map(
    (dockerHost): Refused => [
      `a password in an engine's address, ${dockerHost.length} characters`,
      { nodes: { bob: { dockerHost } } },
      [said("nodes.bob.dockerHost", "noPassword")],
    ],
  ),
  [
    "a droplet without what all have in common",
    { nodes: { bob: { droplet: { size: "s-1vcpu-1gb" } } } },
    [said("digitalocean", "dropletsNeed")],
  ],
  ["what droplets have in common, and none", { digitalocean: DIGITALOCEAN }, [said("digitalocean", "noDroplets")]],
  [
    "a droplet that is wrong in every way",
    droplet({
      size: "512mb",
      region: "Amsterdam 2",
      image: "windows",
      backups: "hourly",
      swapMiB: -1,
      removal: "no",
      adopt: 0,
    }),
    [
      said("nodes.bob.droplet.size", "sizeRetired", '"512mb"', '"s-1vcpu-512mb-10gb"'),
      said("nodes.bob.droplet.region", "regionRetired", '"Amsterdam 2"', 'ams2 takes none: take "ams3"'),
      said("nodes.bob.droplet.image", "dropletImage", '"windows"'),
      said("nodes.bob.droplet.backups", "backups", '"hourly"'),
      said("nodes.bob.droplet.swapMiB", "swap", "-1"),
      said("nodes.bob.droplet.removal", "dropletRemoval", '"no"'),
      said("nodes.bob.droplet.adopt", "adopt", "0"),
    ],
  ],
  ["a size that is no slug", droplet({ size: "big" }), [said("nodes.bob.droplet.size", "size", '"big"')]],
  [
    "a region by its name",
    droplet({ region: "Frankfurt 1" }),
    [said("nodes.bob.droplet.region", "region", '"Frankfurt 1"', '"fra1"')],
  ],
  [
    "droplets that nobody reaches",
    {
      ...droplet({}),
      digitalocean: {
        ...DIGITALOCEAN,
        sshKeys: [],
        adminAddresses: ["home"],
        ipRange: "10.0.0.0/8",
        alertEmail: "me",
        project: "",
      },
    },
    [
      said("digitalocean.sshKeys", "noKeys", "[]"),
      said("digitalocean.adminAddresses[0]", "adminAddress", '"home"'),
      said("digitalocean.project", "project", '""'),
      said("digitalocean.ipRange", "ipRange", '"10.0.0.0/8"'),
      said("digitalocean.alertEmail", "alertEmail", '"me"'),
    ],
  ],
  [
    "a token that is written out",
    { ...droplet({}), digitalocean: { ...DIGITALOCEAN, token: "dop_v1_hunter2" } },
    [said("digitalocean.token", "tokenCommand", "a text of 14 characters")],
  ],
  [
    "a token by a variable",
    { ...droplet({}), digitalocean: { ...DIGITALOCEAN, token: { variable: "token" } } },
    [said("digitalocean.token", "tokenCommand", "something else")],
  ],
  [
    "a token that a shell would have to read",
    { ...droplet({}), digitalocean: { ...DIGITALOCEAN, token: { command: ["cat", "~/token"], path: "x" } } },
    [
      said("digitalocean.token.path", "settingUnknown"),
      said("digitalocean.token.command[1]", "shellInCommand", '"~/token"'),
    ],
  ],
  [
    "an engine beside a droplet",
    { ...droplet({}), nodes: { bob: { ...BOB, dockerHost: "ssh://bob", address: "10.0.0.1", hostKey: KEY } } },
    [
      said("nodes.bob.dockerHost", "besideDroplet", '"ssh://bob"'),
      said("nodes.bob.address", "besideDroplet", '"10.0.0.1"'),
      said("nodes.bob.hostKey", "besideDroplet", shown(KEY)),
    ],
  ],
  [
    "one droplet as two nodes",
    {
      digitalocean: DIGITALOCEAN,
      nodes: { bob: { droplet: { ...BOB.droplet, adopt: 7 } }, carl: { droplet: { ...BOB.droplet, adopt: 7 } } },
      services: { docs: { ...DOCS, node: "bob" } },
    },
    [said("nodes.carl.droplet.adopt", "dropletTaken", "7", "nodes.bob")],
  ],
  [
    "a node that is called as the stack of the droplets is",
    { digitalocean: DIGITALOCEAN, nodes: { nodes: BOB } },
    [said("nodes.nodes", "nodesTaken", '"nodes"')],
  ],
  [
    "droplets in two regions that ask each other",
    {
      digitalocean: DIGITALOCEAN,
      nodes: { bob: BOB, carl: { droplet: { ...BOB.droplet, region: "fra1" } } },
      services: { docs: { ...DOCS, node: "carl", front: "bob" } },
    },
    [said("nodes.carl.droplet.region", "regionApart", '"ams3"', "bob", '"fra1"')],
  ],
  [
    "a host's key without its kind",
    { nodes: { bob: { hostKey: "AAAA" } } },
    [said("nodes.bob.hostKey", "hostKey", '"AAAA"'), said("nodes.bob.hostKey", "hostKeyMisplaced", "undefined")],
  ],
  [
    "an empty path for known hosts",
    { nodes: { bob: { knownHostsFile: "" } } },
    [
      said("nodes.bob.knownHostsFile", "knownHostsFile", '""'),
      said("nodes.bob.knownHostsFile", "hostKeyMisplaced", "undefined"),
    ],
  ],
  [
    "a path for known hosts that ssh reads in another way",
    { nodes: { bob: { dockerHost: "ssh://bob", knownHostsFile: 'a"b' } } },
    [said("nodes.bob.knownHostsFile", "knownHostsFile", '"a\\"b"')],
  ],
  [
    "a host's key of an engine that is not reached by ssh",
    { nodes: { bob: { dockerHost: "tcp://10.0.0.1:2375", knownHostsFile: "known_hosts" } } },
    [said("nodes.bob.knownHostsFile", "hostKeyMisplaced", '"tcp://10.0.0.1:2375"')],
  ],
  [
    "a host's key in two ways",
    { nodes: { bob: { dockerHost: "ssh://bob", hostKey: KEY, knownHostsFile: "known_hosts" } } },
    [said("nodes.bob.hostKey", "hostKeyIdle")],
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
      said("nodes.bob.address", "addressTaken", '"10.0.0.3"', "nodes.alice"),
      said("nodes.bob.dockerHost", "dockerHostTaken", '"unix:///var/run/docker.sock"', "nodes.alice"),
    ],
  ],
  [
    "two nodes of one engine",
    {
      nodes: { alice: {}, bob: {}, carol: { dockerHost: "ssh://carol" }, dave: { dockerHost: "ssh://carol" } },
      ...docs({ node: "bob" }),
    },
    [
      said("nodes.bob.dockerHost", "localEngineTaken"),
      said("nodes.dave.dockerHost", "dockerHostTaken", '"ssh://carol"', "nodes.carol"),
    ],
  ],
  [
    "a node's address that is a name",
    { nodes: { bob: { address: "bob.example.org" } } },
    [said("nodes.bob.address", "address", '"bob.example.org"')],
  ],
  ["services that are a list", { services: [] }, [said("services", "servicesObject", "[]")]],
  ["a service that is a text", { services: { docs: IMAGE } }, [said("services.docs", "object", '"example/web:1"')]],
  [
    "a service called after a colour",
    { services: { "nmpi-blue": DOCS } },
    [said("services.nmpi-blue", "serviceName", '"nmpi-blue"')],
  ],
  [
    "a service called after a migration",
    { services: { "nmpi-migrate": DOCS } },
    [said("services.nmpi-migrate", "serviceName", '"nmpi-migrate"')],
  ],
  [
    "a front's image without a tag's form",
    front({ image: "caddy 2" }),
    [said("front.image", "taggedImage", '"caddy 2"')],
  ],
  ["a front's image that is latest", front({ image: "caddy" }), [said("front.image", "latestOfFront", '"caddy"')]],
  [
    "a front's image of no known kind",
    front({ image: { locale: "caddy" } }),
    [said("front.image.locale", "settingMeant", '"local"')],
  ],
  [
    "other certificates",
    front({ certificates: "letsencrypt" }),
    [said("front.certificates", "certificates", '"letsencrypt"')],
  ],
  [
    "certificates by ACME without an address to write to",
    acme({ email: "webmaster" }),
    [said("front.certificates.acme.email", "email", '"webmaster"')],
  ],
  [
    "an authority that is no address",
    acme({ ca: "http://acme.example.org" }),
    [said("front.certificates.acme.ca", "ca", '"http://acme.example.org"')],
  ],
  [
    "an authority's certificate that is no path",
    acme({ caRootFile: "" }),
    [said("front.certificates.acme.caRootFile", "caRootFile", '""')],
  ],
  ["a port that there is not", front({ httpPort: 0 }), [said("front.httpPort", "port", "0")]],
  [
    "a port that is a text",
    front({ certificates: "internal", httpsPort: "443" }),
    [said("front.httpsPort", "port", '"443"')],
  ],
  [
    "one port for both",
    front({ certificates: "internal", httpPort: 8443, httpsPort: 8443 }),
    [said("front.httpsPort", "httpsPort", "8443")],
  ],
  [
    "an inner port that is the front's",
    front({ httpPort: 8041 }),
    [said("front.httpPort", "innerPortsTaken", "8040", "8041", "8041")],
  ],
  [
    "an inner port that is the front's for TLS",
    front({ certificates: "internal", httpsPort: 8040 }),
    [said("front.httpsPort", "innerPortsTaken", "8040", "8041", "8040")],
  ],
  [
    "a port for TLS where there is none",
    front({ certificates: "none", httpsPort: 8443 }),
    [said("front.httpsPort", "httpsPortUnused")],
  ],
  [
    "ports that the proxy itself needs",
    front({ httpPort: 2019, innerPort: 2018 }),
    [
      said("front.httpPort", "portOfCaddy", "2019"),
      said("front.innerPort", "portOfCaddy", "2018"),
      said("front.httpPort", "innerPortsTaken", "2018", "2019", "2019"),
    ],
  ],
  [
    "an inner port with none after it",
    front({ innerPort: 65535 }),
    [said("front.innerPort", "innerPortRange", "65535")],
  ],
  ["a front's address that is a name", front({ ip: "localhost" }), [said("front.ip", "ip", '"localhost"')]],
  [
    "redirects that are a list",
    front({ redirects: ["www.example.org"] }),
    [said("front.redirects", "redirectsObject", '["www.example.org"]')],
  ],
  [
    "a redirect from an address",
    front({ redirects: { "https://www.example.org": "https://example.org" } }),
    [said("front.redirects.https://www.example.org", "hostWithAddress", '"https://www.example.org"')],
  ],
  [
    "a redirect to a host",
    front({ redirects: { "www.example.org": "example.org" } }),
    [said("front.redirects.www.example.org", "redirect", '"example.org"')],
  ],
  [
    "a redirect to an address with a slash",
    front({ redirects: { "www.example.org": "https://example.org/" } }),
    [said("front.redirects.www.example.org", "redirect", '"https://example.org/"')],
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
      said("front.redirects.a.org", "redirectCircle", "a.org, b.org, a.org"),
      said("front.redirects.b.org", "redirectCircle", "b.org, a.org, b.org"),
      said("front.redirects.d.org", "redirectCircle", "d.org, d.org"),
    ],
  ],
  ["a removal that is none", front({ removal: true }), [said("front.removal", "removal", "true")]],
  ["a kernel's version", front({ olderKernel: "5.10" }), [said("front.olderKernel", "flag", '"5.10"')]],
  [
    "an option on two lines",
    front({ globalOptions: ["debug\nlog"] }),
    [said("front.globalOptions[0]", "line", '"debug\\nlog"')],
  ],
  ...(
    [
      ["admin off", "admin", "the front is reloaded by it"],
      ["persist_config off", "persist_config", "the front begins with its files"],
      ["http_port 81", "http_port", "set httpPort"],
      ["https_port 444", "https_port", "set httpsPort"],
      ["auto_https off", "auto_https", "set certificates"],
      ["default_bind 10.0.0.1", "default_bind", "set ip"],
      ["servers :80", "servers", "a second block would replace the front's own"],
      ["grace_period 1s", "grace_period", "set drainSeconds of each service"],
      ["shutdown_delay 1h", "shutdown_delay", "set drainSeconds of each service"],
      ["storage file_system /tmp", "storage", "keys and certificates are on the front's volume"],
      ["email a@b.org", "email", "set certificates"],
      ["acme_ca https://acme.example.org", "acme_ca", "set certificates"],
      ["acme_ca_root /tmp/root.pem", "acme_ca_root", "set certificates"],
      ["local_certs", "local_certs", 'set certificates to "internal"'],
      ["on_demand_tls", "on_demand_tls", "hosts have certificates as set in certificates"],
    ] as const
  ).map(
    ([line, option, advice]): Refused => [
      `an option that is the front's own, ${option}`,
      front({ globalOptions: ["debug", line] }),
      [said("front.globalOptions[1]", "ownOption", option, `"${line}"`, advice)],
    ],
  ),
  [
    "an option that is the front's own, in a block",
    front({ globalOptions: ["servers {", "  protocols h1", "}"] }),
    [
      said(
        "front.globalOptions[0]",
        "ownOption",
        "servers",
        '"servers {"',
        "a second block would replace the front's own",
      ),
    ],
  ],
  [
    "options that close the front's, and open a site",
    front({ globalOptions: ["}", ":2020 {"] }),
    [
      said("front.globalOptions[0]", "closesOther", '"}"'),
      said("front.globalOptions[1]", "neverClosed", '":2020 {"'),
      said("front.globalOptions[1]", "optionName", '":2020 {"'),
    ],
  ],
  [
    "a lone brace among options",
    front({ globalOptions: ["{", "}"] }),
    [said("front.globalOptions[0]", "loneBrace", '"{"')],
  ],
  [
    "options from elsewhere",
    front({ globalOptions: ["import /etc/caddy/options"] }),
    [said("front.globalOptions[0]", "imported", '"import /etc/caddy/options"')],
  ],
  ["options that are a text", front({ globalOptions: "debug" }), [said("front.globalOptions", "lines", '"debug"')]],
  ["a preset that is none", docs({ preset: "nmp" }), [said("services.docs.preset", "preset", '"nmp"')]],
  ["no hosts", docs({ hosts: [] }), [said("services.docs.hosts", "noHosts", "[]")]],
  ["hosts that are left out", docs({ hosts: undefined }), [said("services.docs.hosts", "listNeeded")]],
  [
    "a host that is a text",
    docs({ hosts: "docs.example.org" }),
    [said("services.docs.hosts", "hostsList", '"docs.example.org"')],
  ],
  [
    "a host with https://",
    docs({ hosts: ["https://docs.example.org/"] }),
    [said("services.docs.hosts[0]", "hostWithAddress", '"https://docs.example.org/"')],
  ],
  [
    "a host with a capital",
    docs({ hosts: ["Docs.example.org"] }),
    [said("services.docs.hosts[0]", "host", '"Docs.example.org"')],
  ],
  [
    "a host with letters that DNS does not have",
    docs({ hosts: ["bücher.example"] }),
    [said("services.docs.hosts[0]", "hostEncoded", '"bücher.example"', "xn--bcher-kva.example")],
  ],
  [
    "a domain with letters that DNS does not have",
    { ...droplet({}), dns: { domains: { "Bücher.example": {} } } },
    [said('dns.domains["Bücher.example"]', "domainEncoded", '"Bücher.example"', "xn--bcher-kva.example")],
  ],
  ["a host that is an address", docs({ hosts: ["10.0.0.1"] }), [said("services.docs.hosts[0]", "host", '"10.0.0.1"')]],
  [
    "a host with a star",
    docs({ hosts: ["*.example.org"] }),
    [said("services.docs.hosts[0]", "host", '"*.example.org"')],
  ],
  [
    "a host twice in one list",
    docs({ hosts: ["a.org", "a.org"] }),
    [said("services.docs.hosts", "hostTwice", '"a.org"')],
  ],
  ["no port", docs({ port: undefined }), [said("services.docs.port", "portNeeded")]],
  ["a port out of all", docs({ port: 65536 }), [said("services.docs.port", "port", "65536")]],
  ["a scheme that is none", docs({ scheme: "h2" }), [said("services.docs.scheme", "scheme", '"h2"')]],
  [
    "a gRPC service whose name has a space",
    docs({ scheme: "h2c", health: { grpc: "a b" } }),
    [said("services.docs.health.grpc", "healthGrpc", '"a b"')],
  ],
  ["gRPC's health service by http", docs({ health: { grpc: "" } }), [said("services.docs.health.grpc", "grpcByHttp")]],
  [
    "gRPC's health service and a path",
    docs({ scheme: "h2c", health: { grpc: "", path: "/health" } }),
    [said("services.docs.health.path", "pathBesideGrpc", '"/health"')],
  ],
  [
    "a health path without a slash",
    docs({ health: { path: "health" } }),
    [said("services.docs.health.path", "healthPath", '"health"')],
  ],
  [
    "a health path with a quote",
    docs({ health: { path: "/it's" } }),
    [said("services.docs.health.path", "healthPath", '"/it\'s"')],
  ],
  [
    "no time between questions",
    docs({ health: { intervalSeconds: 0 } }),
    [said("services.docs.health.intervalSeconds", "intervalSeconds", "0")],
  ],
  [
    "a timeout of two minutes",
    docs({ health: { timeoutSeconds: 120 } }),
    [said("services.docs.health.timeoutSeconds", "timeoutSeconds", "120")],
  ],
  [
    "a time of health below 0",
    docs({ health: { minHealthySeconds: -1 } }),
    [said("services.docs.health.minHealthySeconds", "minHealthySeconds", "-1")],
  ],
  [
    "a deadline that is not whole",
    docs({ health: { deadlineSeconds: 1.5 } }),
    [said("services.docs.health.deadlineSeconds", "deadlineSeconds", "1.5")],
  ],
  [
    "a health setting that is none",
    docs({ health: { retries: 3 } }),
    [said("services.docs.health.retries", "settingUnknown")],
  ],
  [
    "networks that are names",
    docs({ networks: ["database"] }),
    [said("services.docs.networks[0]", "object", '"database"')],
  ],
  [
    "networks that are none of the user's",
    docs({ networks: [{ name: "host" }, { name: "lab" }] }),
    [
      said("services.docs.networks[0].name", "networkOfDocker", '"host"'),
      said("services.docs.networks[1].name", "networkOfPlatform", '"lab"'),
    ],
  ],
  [
    "a network's alias that is none",
    docs({ networks: [{ name: "database", aliases: [""] }] }),
    [said("services.docs.networks[0].aliases[0]", "aliases", '""')],
  ],
  ["a drain of two hours", docs({ drainSeconds: 7200 }), [said("services.docs.drainSeconds", "drainSeconds", "7200")]],
  [
    "no time to read",
    docs({ readTimeoutSeconds: 0 }),
    [said("services.docs.readTimeoutSeconds", "readTimeoutSeconds", "0")],
  ],
  ["requests of no size", docs({ maxBodyMiB: 0 }), [said("services.docs.maxBodyMiB", "maxBodyMiB", "0")]],
  [
    "maintenance that is a flag",
    docs({ maintenance: true }),
    [said("services.docs.maintenance", "maintenance", "true")],
  ],
  ["maintenance without a word", docs({ maintenance: "" }), [said("services.docs.maintenance", "maintenance", '""')]],
  [
    "a certificate without its key",
    acmeDocs({ certificate: { certFile: "tls/docs.pem" } }),
    [missing("services.docs.certificate.keyFile", "path")],
  ],
  [
    "a certificate of sometime",
    acmeDocs({ certificate: { certFile: "a", keyFile: "b", acme: "soon" } }),
    [said("services.docs.certificate.acme", "acme", '"soon"')],
  ],
  [
    "a certificate where the front speaks no TLS",
    docs({ certificate: { certFile: "a", keyFile: "b" } }),
    [said("services.docs.certificate", "certificateIdle")],
  ],
  [
    "ACME beside a certificate, without an authority",
    { ...front({ certificates: "internal" }), ...docs({ certificate: { certFile: "a", keyFile: "b", acme: "now" } }) },
    [said("services.docs.certificate.acme", "acmeIdle", '"now"')],
  ],
  [
    "a migration that is one word",
    docs({ migrate: { command: "migrate" } }),
    [said("services.docs.migrate.command", "commandWords", '"migrate"')],
  ],
  [
    "a migration of nothing",
    docs({ migrate: { command: [] } }),
    [said("services.docs.migrate.command", "migrateNothing")],
  ],
  [
    "hosts for which Let's Encrypt makes no certificate",
    {
      ...front({
        certificates: { acme: { email: "webmaster@example.org", ca: "staging" } },
        redirects: { "www.test": "https://example.org" },
      }),
      services: {
        docs: { ...DOCS, hosts: ["docs", "docs.localhost", "docs.example.org"] },
        nmpi: { ...NMPI, hosts: ["a.local", "b.internal"], stagingHosts: ["c.test", "d.home.arpa"] },
        moved: {
          ...DOCS,
          hosts: ["moved"],
          certificate: { certFile: "a", keyFile: "b", acme: "now" },
        },
        held: { ...DOCS, hosts: ["held.lab", "held"], certificate: { certFile: "a", keyFile: "b" } },
      },
    },
    [
      said("services.docs.hosts[0]", "notPublic", '"docs"'),
      said("services.docs.hosts[1]", "notPublic", '"docs.localhost"'),
      said("services.nmpi.hosts[0]", "notPublic", '"a.local"'),
      said("services.nmpi.hosts[1]", "notPublic", '"b.internal"'),
      said("services.nmpi.stagingHosts[0]", "notPublic", '"c.test"'),
      said("services.nmpi.stagingHosts[1]", "notPublic", '"d.home.arpa"'),
      said("services.moved.hosts[0]", "notPublic", '"moved"'),
      said("front.redirects.www.test", "notPublic", '"www.test"'),
    ],
  ],
  ...[
    ["", "hostOfVariable"] as const,
    ["postgres://db", "hostOfVariable"] as const,
    ["db:5432", "hostOfVariable"] as const,
    ["my db", "hostOfVariable"] as const,
  ].map(
    ([host, rule]): Refused => [
      `a preset's host that is none: ${JSON.stringify(host)}`,
      preset("quotas", { environment: { ...DATABASE, NMPI_DATABASE_HOST: host }, secretEnvironment: SECRETS }),
      [said("services.nmpi.environment.NMPI_DATABASE_HOST", rule, JSON.stringify(host))],
    ],
  ),
  ...["", "not a port", "0", "65536", "5432 "].map(
    (port): Refused => [
      `a preset's port that is none, of a colour: ${JSON.stringify(port)}`,
      preset("quotas", {
        environment: DATABASE,
        green: { image: IMAGE, environment: { NMPI_DATABASE_PORT: port } },
        secretEnvironment: SECRETS,
      }),
      [said("services.nmpi.green.environment.NMPI_DATABASE_PORT", "portOfVariable", JSON.stringify(port))],
    ],
  ),
  [
    "a directive on two lines",
    docs({ directives: ["a\nb"] }),
    [said("services.docs.directives[0]", "line", '"a\\nb"')],
  ],
  [
    "directives that ask who speaks with the front's inside",
    docs({ directives: ["@admin {", "  not remote_ip 10.0.0.0/8", "}"] }),
    [said("services.docs.directives[1]", "remoteIp", '"  not remote_ip 10.0.0.0/8"')],
  ],
  [
    "directives that close the site, and open another",
    docs({ directives: ["}", "a.org {", "  respond hi"] }),
    [
      said("services.docs.directives[0]", "closesOther", '"}"'),
      said("services.docs.directives[1]", "neverClosed", '"a.org {"'),
      said("services.docs.directives[1]", "directiveName", '"a.org {"'),
    ],
  ],
  ...["http://a.org {", ":8080 {", "localhost {", "a.org, b.org {", "(snippet) {"].map(
    (line): Refused => [
      `directives that open a site within the site: ${line}`,
      docs({ directives: [line, "}"] }),
      [said("services.docs.directives[0]", "directiveName", JSON.stringify(line))],
    ],
  ),
  [
    "directives with a lone brace",
    docs({ directives: ["encode gzip", "{"] }),
    [said("services.docs.directives[1]", "loneBrace", '"{"')],
  ],
  [
    "a directive whose block does not end",
    docs({ directives: ["handle /a {", "  header {", "  }"] }),
    [said("services.docs.directives[0]", "neverClosed", '"handle /a {"')],
  ],
  ...['respond "hi', "respond `hi", "respond hi \\", "respond <<HTML"].map(
    (line): Refused => [
      `a directive that takes the front's own lines with it: ${line}`,
      docs({ directives: [line] }),
      [said("services.docs.directives[0]", "neverEnds", JSON.stringify(line))],
    ],
  ),
  [
    "a directive that listens elsewhere, however deep",
    docs({ directives: ["bind 10.0.0.1", "handle /a {", "  bind 10.0.0.2", "}"] }),
    [
      said("services.docs.directives[0]", "bind", '"bind 10.0.0.1"'),
      said("services.docs.directives[2]", "bind", '"  bind 10.0.0.2"'),
    ],
  ],
  [
    "directives from elsewhere",
    docs({ directives: ["import /etc/caddy/more"] }),
    [said("services.docs.directives[0]", "imported", '"import /etc/caddy/more"')],
  ],
  ...[
    "reverse_proxy 127.0.0.1:2019",
    "reverse_proxy /api/* http://localhost:2021",
    "reverse_proxy [::1]:2028",
    "reverse_proxy a:80 127.0.0.2:2000-2100",
    "reverse_proxy LOCALHOST:2020",
    "reverse_proxy localhost.:2020",
    "reverse_proxy tcp/127.0.0.1:2019",
    "reverse_proxy [::ffff:127.0.0.1]:2019",
    "reverse_proxy ip6-localhost:2019",
    "forward_auth :2022 {}",
  ].map(
    (line): Refused => [
      `a directive that leads to what changes the routes: ${line}`,
      docs({ directives: [line.replace(" {}", " {"), "uri /verify", ...(line.endsWith("{}") ? ["}"] : [])] }),
      [said("services.docs.directives[0]", "ownPorts", JSON.stringify(line.replace(" {}", " {")))],
    ],
  ),
  ...["reverse_proxy 127.0.0.1:{vars.p}", "reverse_proxy /a {header.X-To}", "reverse_proxy unix//dev/shm/x"].map(
    (line): Refused => [
      `a directive whose upstream is not known before: ${line}`,
      docs({ directives: [line] }),
      [said("services.docs.directives[0]", "namedUpstream", JSON.stringify(line))],
    ],
  ),
  [
    "a log in the front's own files",
    docs({ directives: ["log {", "  output file /routes/live/nmpi", "}"] }),
    [said("services.docs.directives[1]", "ownFiles", '"  output file /routes/live/nmpi"')],
  ],
  [
    "a folder of the front's own files",
    docs({ directives: ["root * /data"] }),
    [said("services.docs.directives[0]", "ownFolders", '"root * /data"')],
  ],
  [
    "upstreams that are looked up",
    docs({ directives: ["reverse_proxy {", "  dynamic a localhost 2020", "}"] }),
    [said("services.docs.directives[1]", "namedUpstream", '"  dynamic a localhost 2020"')],
  ],
  [
    "a plain password in a directive",
    docs({
      directives: ["basic_auth /admin/* {", "  ada $2a$14$hash", "  bob hunter2", "}", "basicauth {", '  eve "x"', "}"],
    }),
    [said("services.docs.directives[2]", "plainPassword"), said("services.docs.directives[5]", "plainPassword")],
  ],
  [
    "secrets in directives",
    docs({
      directives: [
        "header X-Api-Token hunter2",
        "reverse_proxy web:80 {",
        '  header_up Authorization "Bearer hunter22"',
        "}",
      ],
    }),
    [
      said("services.docs.directives[0]", "secretLine", "a text of 7 characters"),
      said("services.docs.directives[2]", "secretLine", "a login"),
    ],
  ],
  [
    "a token in the global options",
    front({ globalOptions: ["acme_dns digitalocean hunter2", "debug"] }),
    [said("front.globalOptions[0]", "secretLine", "a text of 7 characters")],
  ],
  [
    "the front's secret in place of its variable",
    front({ secretEnvironment: { HASH: "hunter2" } }),
    [said("front.secretEnvironment.HASH", "secretVariable", "a text of 7 characters")],
  ],
  [
    "secrets in a migration, a path and a page",
    docs({
      migrate: { command: ["migrate", "--password", "hunter2"] },
      health: { path: "/up?token=hunter2" },
      maintenance: "ask https://ada:hunter2@lab.example",
    }),
    [
      said("services.docs.migrate.command[2]", "secret", "an option with one"),
      said("services.docs.health.path", "secretPath", "an address with a token"),
      said("services.docs.maintenance", "secretPage", "an address with a password"),
    ],
  ],
  [
    "a secret in a label",
    docs({ labels: { "api.password": "hunter2", token: "hunter2" } }),
    [
      said("services.docs.labels.api.password", "secret", "a text of 7 characters"),
      said("services.docs.labels.token", "secret", "a text of 7 characters"),
    ],
  ],
  [
    "directives about TLS",
    docs({ directives: ["tls internal"] }),
    [said("services.docs.directives[0]", "tlsDirective", '"tls internal"')],
  ],
  [
    "directives that are a text",
    docs({ directives: "encode gzip" }),
    [said("services.docs.directives", "lines", '"encode gzip"')],
  ],
  [
    "ports, which only the front has",
    docs({ ports: [{ internal: 80 }] }),
    [said("services.docs.ports", "settingMeant", '"port"')],
  ],
  ["a restart policy", docs({ restart: "no" }), [said("services.docs.restart", "settingUnknown")]],
  [
    "a limit of a container that is none",
    docs({ memoryMiB: 1, cpus: 0, stopGraceSeconds: 0 }),
    [
      said("services.docs.cpus", "cpus", "0"),
      said("services.docs.memoryMiB", "memoryOfContainer", "1"),
      said("services.docs.stopGraceSeconds", "stopGraceSeconds", "0"),
    ],
  ],
  ["an image without a tag", docs({ image: "example/web" }), [said("services.docs.image", "latest", '"example/web"')]],
  [
    "an image that is latest",
    nmpi({ green: { image: "example/web:latest" } }),
    [said("services.nmpi.green.image", "latest", '"example/web:latest"')],
  ],
  ["an image that is none", docs({ image: 7 }), [said("services.docs.image", "image", "7")]],
  ["no image", docs({ image: undefined }), [missing("services.docs.image", "image")]],
  [
    "a password in a variable",
    docs({ environment: { DATABASE_PASSWORD: "hunter2" } }),
    [said("services.docs.environment.DATABASE_PASSWORD", "secret", "a text of 7 characters")],
  ],
  [
    "a password in a colour's variable",
    nmpi({ green: { image: IMAGE, environment: { API_TOKEN: "hunter2" } } }),
    [said("services.nmpi.green.environment.API_TOKEN", "secret", "a text of 7 characters")],
  ],
  [
    "a password in an address",
    docs({ command: ["serve", "postgres://nmpi:hunter2@db/nmpi"] }),
    [said("services.docs.command[1]", "secret", "an address with a password")],
  ],
  [
    "a secret that is written out",
    docs({ secretEnvironment: { DATABASE_PASSWORD: "hunter2" } }),
    [said("services.docs.secretEnvironment.DATABASE_PASSWORD", "secretVariable", "a text of 7 characters")],
  ],
  [
    "a variable whose name Terraform keeps for itself",
    docs({ secretEnvironment: { DATABASE_PASSWORD: { variable: "count" } } }),
    [said("services.docs.secretEnvironment.DATABASE_PASSWORD", "secretVariable", "something else")],
  ],
  [
    "a variable that is secret too",
    docs({ environment: { A: "b" }, secretEnvironment: { A: { variable: "a" } } }),
    [said("services.docs.environment.A", "variableTwice")],
  ],
  [
    "two mounts at one path",
    docs({
      mounts: [
        { source: "a1", path: "/a" },
        { source: "b1", path: "/a" },
      ],
    }),
    [said("services.docs.mounts[1].path", "pathTaken", '"/a"', "mounts[0].path")],
  ],
  ["a colour that is none", nmpi({ live: "red" }), [said("services.nmpi.live", "live", '"red"')]],
  ["no word of what is live", nmpi({ live: undefined }), [missing("services.nmpi.live", "live")]],
  ["a live colour that is not there", nmpi({ blue: undefined }), [said("services.nmpi.blue", "blueNeeded")]],
  ["no colours", nmpi({ blue: undefined, green: undefined }), [said("services.nmpi.blue", "blueNeeded")]],
  [
    "an image for both colours",
    nmpi({ image: IMAGE }),
    [said("services.nmpi.image", "settingMeant", '"blue.image"'), said("services.nmpi.image", "imageOfPair")],
  ],
  ["a colour without an image", nmpi({ green: {} }), [missing("services.nmpi.green.image", "image")]],
  [
    "a port of a colour",
    nmpi({ green: { image: IMAGE, port: 80 } }),
    [said("services.nmpi.green.port", "settingUnknown")],
  ],
  [
    "staging hosts of one colour",
    nmpi({ green: undefined, stagingHosts: ["staging.example.org"] }),
    [said("services.nmpi.stagingHosts", "stagingHosts", "blue")],
  ],
  [
    "a staging host that is none",
    nmpi({ stagingHosts: ["staging.example.org:80"] }),
    [said("services.nmpi.stagingHosts[0]", "hostWithAddress", '"staging.example.org:80"')],
  ],
  [
    "a canary of one colour",
    nmpi({ green: undefined, canary: { percent: 10 } }),
    [said("services.nmpi.canary", "canaryAlone", "blue")],
  ],
  ["a canary of all", nmpi({ canary: { percent: 100 } }), [said("services.nmpi.canary.percent", "percent", "100")]],
  [
    "a canary that is sticky by nothing known",
    nmpi({ canary: { percent: 10, sticky: true } }),
    [said("services.nmpi.canary.sticky", "sticky", "true")],
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
      said("services.nmpi.canary", "canaryOverTls", "drcockroach and ginormica"),
      said("nodes.ginormica.address", "addressNeeded", "drcockroach", "nmpi"),
    ],
  ],
  [
    "a canary of a service that is no pair",
    docs({ canary: { percent: 10 } }),
    [
      missing("services.docs.live", "live"),
      said("services.docs.image", "settingMeant", '"blue.image"'),
      said("services.docs.canary", "canaryAlone", "none"),
    ],
  ],
  [
    "a host of two services",
    { services: { docs: DOCS, other: { ...DOCS, image: IMAGE } } },
    [said("services.other.hosts[0]", "hostTaken", '"docs.example.org"', "services.docs.hosts[0]")],
  ],
  [
    "a host that is live and staging",
    nmpi({ stagingHosts: ["nmpi.example.org"] }),
    [said("services.nmpi.stagingHosts[0]", "hostTaken", '"nmpi.example.org"', "services.nmpi.hosts[0]")],
  ],
  [
    "a host that redirects too",
    front({ redirects: { "docs.example.org": "https://example.org" } }),
    [said("front.redirects.docs.example.org", "hostTaken", '"docs.example.org"', "services.docs.hosts[0]")],
  ],
  [
    "a node that is none",
    { ...TWO, ...docs({ node: "ginormika" }) },
    [said("services.docs.node", "oneOfMeant", "ginormica, drcockroach", '"ginormika"', '"ginormica"')],
  ],
  [
    "a colour's node that is none",
    nmpi({ green: { image: IMAGE, node: "bob" } }),
    [said("services.nmpi.green.node", "nodeUndeclared", "local", '"bob"')],
  ],
  [
    "a front's node that is none",
    docs({ front: "edge" }),
    [said("services.docs.front", "nodeUndeclared", "local", '"edge"')],
  ],
  ["no node where there are two", TWO, [said("services.docs.node", "nodeNeeded", "ginormica, drcockroach")]],
  [
    "colours on two nodes, and no front",
    { ...TWO, ...nmpi({ node: "drcockroach", green: { image: IMAGE, node: "ginormica" } }) },
    [said("services.nmpi.front", "frontNeeded", "drcockroach and ginormica")],
  ],
  [
    "a node that is asked, without an address",
    { ...TWO, ...docs({ node: "ginormica", front: "drcockroach" }) },
    [said("nodes.ginormica.address", "addressNeeded", "drcockroach", "docs")],
  ],
  [
    "fronts that ask each other",
    {
      nodes: { a: { address: "10.0.0.1" }, b: { dockerHost: "ssh://b", address: "10.0.0.2" } },
      services: { docs: { ...DOCS, node: "a", front: "b" }, nmpi: { ...NMPI, node: "b", front: "a" } },
    },
    [said("services", "frontsInCircle")],
  ],
  [
    "a preset without what it needs",
    preset("quotas", { environment: { NMPI_DATABASE_HOST: "db" } }),
    [
      said("services.nmpi.environment.NMPI_DATABASE_PORT", "environmentNeeded", "quotas"),
      said(
        "services.nmpi.secretEnvironment.DJANGO_SECRET_KEY",
        "secretEnvironmentNeeded",
        "quotas",
        "DJANGO_SECRET_KEY",
        "django_secret_key",
        "TF_VAR_django_secret_key",
      ),
      said(
        "services.nmpi.secretEnvironment.NMPI_DATABASE_PASSWORD",
        "secretEnvironmentNeeded",
        "quotas",
        "NMPI_DATABASE_PASSWORD",
        "nmpi_database_password",
        "TF_VAR_nmpi_database_password",
      ),
      said(
        "services.nmpi.secretEnvironment.HBP_OIDC_CLIENT_ID",
        "secretEnvironmentNeeded",
        "quotas",
        "HBP_OIDC_CLIENT_ID",
        "hbp_oidc_client_id",
        "TF_VAR_hbp_oidc_client_id",
      ),
      said(
        "services.nmpi.secretEnvironment.HBP_OIDC_CLIENT_SECRET",
        "secretEnvironmentNeeded",
        "quotas",
        "HBP_OIDC_CLIENT_SECRET",
        "hbp_oidc_client_secret",
        "TF_VAR_hbp_oidc_client_secret",
      ),
    ],
  ],
  [
    "a preset with secrets that are no variables",
    preset("nmpi", { environment: DATABASE, secretEnvironment: { ...SECRETS, EMAIL_PASSWORD: "hunter2" } }),
    [said("services.nmpi.secretEnvironment.EMAIL_PASSWORD", "secretVariable", "a text of 7 characters")],
  ],
  [
    "a preset whose secret is a plain variable",
    preset("nmpi", { environment: { ...DATABASE, EMAIL_PASSWORD: "hunter2" }, secretEnvironment: SECRETS }),
    [
      said(
        "services.nmpi.secretEnvironment.EMAIL_PASSWORD",
        "secretEnvironmentNeeded",
        "nmpi",
        "EMAIL_PASSWORD",
        "email_password",
        "TF_VAR_email_password",
      ),
      said("services.nmpi.environment.EMAIL_PASSWORD", "secret", "a text of 7 characters"),
    ],
  ],
  [
    "a variable that one colour lacks",
    preset("quotas", {
      environment: { NMPI_DATABASE_PORT: "5432" },
      secretEnvironment: SECRETS,
      blue: { image: IMAGE, environment: { NMPI_DATABASE_HOST: "db" } },
    }),
    [said("services.nmpi.environment.NMPI_DATABASE_HOST", "environmentNeeded", "quotas")],
  ],
  [
    "DEBUG on what is live",
    preset("quotas", { environment: { ...DATABASE, DEBUG: "True" }, secretEnvironment: SECRETS }),
    [said("services.nmpi.environment.DEBUG", "debug")],
  ],
  [
    "DEBUG of the colour that is live",
    preset("quotas", {
      environment: DATABASE,
      secretEnvironment: SECRETS,
      blue: { image: IMAGE, environment: { DEBUG: "1" } },
    }),
    [said("services.nmpi.environment.DEBUG", "debug")],
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
      said("name", "ownName", '"Lab"'),
      said("nodes.bob.address", "address", '"bob"'),
      said("front.httpPort", "port", "0"),
      said("front.removal", "removal", '"no"'),
      said("services.docs.hosts[0]", "host", '"a b"'),
      said("services.nmpi.live", "live", '"red"'),
      said("services.nmpi.canary.percent", "percent", "0"),
      said("services.docs.node", "nodeUndeclared", "bob", '"alice"'),
    ],
  ],
];
