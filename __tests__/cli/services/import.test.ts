import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { type ImportedServices, importServices } from "../../../cli/services/import/import-services";
import { looksSecret } from "../../../cli/services/import/secret-words";
import { RETIRED_REGIONS, RETIRED_SIZES } from "../../../constructs/services/render/retired-slugs";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { said as saidOfFile } from "../../constructs/services/sentences";
import { TestProject } from "../../support/project";
import { slipwayIn } from "../../support/warm-process";
import { said } from "./sentences";

type Files = Readonly<Record<string, string>>;

const QUEUE = `image: example/queue
ports:
    443: 443
env: [DEBUG, NMPI_DATABASE_HOST, NMPI_DATABASE_PORT]
volumes: ["/etc/letsencrypt"]
dockerfile: queue/Dockerfile
`;
const DATABASE = "image: example/postgresql\nports: {5432: null}\n";
const WEB = "image: example/web:1.2\nports: {8000: 443}\n";
const LOCAL = said("environments/services/platform.ts:", "localHosts");
const PUBLIC = said("environments/services/platform.ts:", "publicHosts", "example.org", "example.org");

function imported(files: Files, options: { name?: string; domain?: string; out?: string } = {}): ImportedServices {
  const project = mkdtempSync(join(tmpdir(), "slipway-import-"));
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(project, file), text);
    return importServices({ project, files: Object.keys(files), ...options });
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function exported(text: string): ServicesEnvironment {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const exports = {} as { default: ServicesEnvironment };
  new Function("exports", outputText)(exports);
  return exports.default;
}

function refusal(files: Files, options = {}): string[] {
  try {
    imported(files, options);
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  throw new Error("the files must be refused, got none that was");
}

const serviceOf = (files: Files, name: string) =>
  imported(files).environment.services[name] as unknown as Readonly<Record<string, unknown>>;

describe("service files of deploy.py", () => {
  test("become an environment whose text says the same; it tells what was imported, what was not, and why", () => {
    // GIVEN a database, a service that is built for each colour, and one that is not
    const files = {
      "db.yml": DATABASE,
      "nmpi.yml": QUEUE,
      "nmpi-secrets.yml": "EMAIL_PASSWORD: hunter2\nNMPI_EXTRA: hunter2\n",
      "splash.yml": "image: example/splash\nports:\n  443: 443\n",
    };

    // WHEN they are imported
    const { text, environment, messages, missing } = imported(files, { domain: "example.org" });

    // THEN
    expect(text).toBe(`import type { ServicesEnvironment } from "cdktf-slipway/services";

export default {
  name: "platform",
  // To do: correct the e-mail address, and the hosts below.
  front: { image: "caddy:2.11.2", certificates: { acme: { email: "webmaster@example.org" } } },
  // To do: declare db, a database of the image example/postgresql, in postgres, and name it in database of the services that ask it; another database runs on its own, with its host in their environment.
  services: {
    // To do: name versions in place of the tags blue and green, and the live colour.
    // To do: build and push example/queue by slipway services build: dockerfile queue/Dockerfile.
    // To do: write DEBUG, NMPI_DATABASE_HOST, NMPI_DATABASE_PORT into environment: deploy.py took the values from the shell.
    // To do: /etc/letsencrypt must exist on the node.
    nmpi: {
      preset: "nmpi",
      hosts: ["nmpi.example.org"],
      stagingHosts: ["nmpi-staging.example.org"],
      live: "blue",
      blue: { image: "example/queue:blue" },
      green: { image: "example/queue:green" },
      secretEnvironment: {
        EMAIL_PASSWORD: { variable: "email_password" },
        NMPI_EXTRA: { variable: "nmpi_extra" },
        DJANGO_SECRET_KEY: { variable: "django_secret_key" },
        NMPI_DATABASE_PASSWORD: { variable: "nmpi_database_password" },
        HBP_OIDC_CLIENT_ID: { variable: "hbp_oidc_client_id" },
        HBP_OIDC_CLIENT_SECRET: { variable: "hbp_oidc_client_secret" },
      },
      mounts: [{ source: "/etc/letsencrypt", path: "/etc/letsencrypt" }],
    },
    // To do: name a version in place of latest, and remove allowLatest.
    splash: { preset: "splash", hosts: ["splash.example.org"], allowLatest: true, image: "example/splash:latest" },
  },
} satisfies ServicesEnvironment;
`);
    expect(exported(text)).toEqual(environment);
    const names = ["email_password", "nmpi_extra", "django_secret_key", "nmpi_database_password"];
    const variables = [...names, "hbp_oidc_client_id", "hbp_oidc_client_secret"].map((name) => `TF_VAR_${name}`);
    const needed = (name: string) =>
      `environments/services/platform.ts: services.nmpi.environment.${name} is required by the preset nmpi; write its value`;
    expect(messages).toEqual([
      said("db.yml:1:", "isDatabase", "db", "example/postgresql"),
      said("nmpi.yml:1:", "imported", "nmpi", "image, preset nmpi, 6 secrets, 1 mount"),
      said("nmpi.yml:1:", "isPair", "nmpi"),
      said("nmpi.yml:1:", "secretsByName", variables.join(", ")),
      said("nmpi.yml:4:", "fromShell", "DEBUG, NMPI_DATABASE_HOST, NMPI_DATABASE_PORT"),
      said("nmpi.yml:5:", "onNode", "/etc/letsencrypt"),
      said("nmpi.yml:6:", "isBuilt", "queue/Dockerfile", "example/queue"),
      said("splash.yml:1:", "imported", "splash", "image, preset splash"),
      said("splash.yml:1:", "isLatest"),
      PUBLIC,
      needed("NMPI_DATABASE_HOST"),
      needed("NMPI_DATABASE_PORT"),
    ]);
    expect(missing).toBe(2);
    expect(text + messages.join()).not.toContain("hunter2");
  });

  test.each(["nmpi", "quotas", "docs", "splash"])("named as a preset have it: %s", (name) => {
    expect(serviceOf({ [`${name}.yml`]: "image: a/b:1\nports: {443: 443}\n" }, name)).toMatchObject({ preset: name });
    expect(serviceOf({ [`${name}.yml`]: "image: a/b:1\n" }, name)).not.toHaveProperty("port");
    expect(serviceOf({ [`${name}.yml`]: "image: a/b:1\nports: {80: 80}\n" }, name)).toMatchObject({ port: 80 });
  });

  test("have hosts of this machine, without TLS, where no domain is named", () => {
    const { environment, messages, missing } = imported({ "web.yml": WEB });
    expect(environment).toEqual({
      name: "platform",
      front: { image: "caddy:2.11.2", certificates: "none", httpPort: 8080 },
      services: { web: { port: 8000, hosts: ["web.localhost"], image: "example/web:1.2" } },
    });
    expect({ messages, missing }).toEqual({
      messages: [said("web.yml:1:", "imported", "web", "image"), LOCAL],
      missing: 0,
    });
  });

  test.each([
    ["example/web:7", "", { image: "example/web:7" }],
    ["example/web:7", "dockerfile: Dockerfile", { image: "example/web:7" }],
    [`example/web@sha256:${"0".repeat(64)}`, "", { image: `example/web@sha256:${"0".repeat(64)}` }],
    ["example/web", "", { image: "example/web:latest", allowLatest: true }],
    ["example/web:latest", "", { image: "example/web:latest", allowLatest: true }],
    ["example/web", "dockerfile: Dockerfile", { live: "blue", blue: { image: "example/web:blue" } }],
  ])("of the image %s are a pair only if they are built without a version; %s", (image, more, settings) => {
    const service = serviceOf({ "web.yml": `image: ${image}\nports: {80: 80}\n${more}\n` }, "web");
    expect(service).toMatchObject(settings);
    expect("allowLatest" in service).toBe("allowLatest" in settings);
  });

  test("have one port; of 443 they speak TLS; the node's ports are the front's", () => {
    const files = { "web.yml": "image: a/b:1\nports:\n  443: 8443\n  9000: null\n" };
    expect(serviceOf(files, "web")).toMatchObject({ port: 443, scheme: "https" });
    expect(imported(files).messages.slice(1, 3)).toEqual([
      "web.yml:3: port 8443 of the node, for 443, is not imported, because only the front publishes ports; browsers use the host's name",
      "web.yml:4: port 9000 is not imported, because the front asks one port of a container, 443; correct port if it is the other",
    ]);
    expect(imported(files).text).toContain("\n    // To do: nobody reaches port 9000 any more.\n");
  });

  test("without a port are written, and it is said that it is missing", () => {
    const { messages, missing } = imported({ "web.yml": "image: a/b:1\n" });
    expect(missing).toBe(1);
    expect(messages.at(-1)).toBe(saidOfFile("environments/services/platform.ts: services.web.port", "portNeeded"));
  });

  test("mount folders of the node, and volumes", () => {
    const volumes = 'volumes: ["data:/data", "/etc/a:/etc/b:ro", "/srv"]\n';
    const { environment, messages } = imported({ "web.yml": `${WEB}${volumes}` });
    expect(environment.services.web?.mounts).toEqual([
      { source: "data", path: "/data" },
      { source: "/etc/a", path: "/etc/b", readOnly: true },
      { source: "/srv", path: "/srv" },
    ]);
    expect(messages.slice(1, 3)).toEqual(["/etc/a", "/srv"].map((path) => said("web.yml:3:", "onNode", path)));
  });

  test("have variables with their values, unless they look like a secret", () => {
    const env = `env:
  DEBUG: false
  LEVEL: 007
  DATABASE: postgres://user:hunter2@db/x
  API_KEY: hunter2
  SENTRY_DSN:
  DB_PASSWORD_FILE: /run/secrets/db
`;
    const { environment, messages, text } = imported({ "web.yml": `${WEB}${env}` });
    expect(environment.services.web).toMatchObject({
      environment: { DEBUG: "false", LEVEL: "007", DB_PASSWORD_FILE: "/run/secrets/db" },
      secretEnvironment: {
        DATABASE: { variable: "database" },
        API_KEY: { variable: "api_key" },
        SENTRY_DSN: { variable: "sentry_dsn" },
      },
    });
    expect(messages.slice(2, 4)).toEqual([
      said("web.yml:6:", "valueLeft", "DATABASE"),
      said("web.yml:7:", "valueLeft", "API_KEY"),
    ]);
    expect(text + messages.join()).not.toContain("hunter2");
    const list = imported({ "web.yml": `${WEB}env: ["A=b=c", "TOKEN=hunter2", EMPTY=]\n` });
    expect(list.environment.services.web).toMatchObject({
      environment: { A: "b=c", EMPTY: "" },
      secretEnvironment: { TOKEN: { variable: "token" } },
    });
    expect(list.text + list.messages.join()).not.toContain("hunter2");
  });

  test("have variables of Terraform of their own where several have a secret of one name", () => {
    const env = "env: [DB_PASSWORD, ONE_TOKEN]\n";
    const { environment } = imported({ "one.yml": `${WEB}${env}`, "my-two.yml": `${WEB}${env}` });
    expect(environment.services.one?.secretEnvironment).toEqual({
      DB_PASSWORD: { variable: "one_db_password" },
      ONE_TOKEN: { variable: "one_token" },
    });
    expect(environment.services["my-two"]?.secretEnvironment).toEqual({
      DB_PASSWORD: { variable: "my_two_db_password" },
      ONE_TOKEN: { variable: "my_two_one_token" },
    });
  });

  test("may have files of secrets without any, or of a database", () => {
    const files = {
      "web.yml": WEB,
      "web-secrets.yml": "# none\n",
      "db.yml": DATABASE,
      "db-secrets.yml": "A: hunter2\n",
    };
    const { environment, messages } = imported(files);
    expect(environment.services.web).not.toHaveProperty("secretEnvironment");
    expect(messages).toContain("db-secrets.yml:1: is not imported, because db is a database");
  });

  test.each([
    ["tutum/postgresql", ""],
    ["postgres:17", "ports: {80: 80}"],
    ["registry.example.org/mariadb:11", ""],
    ["example/anything", "ports: {3306: null}"],
  ])("of databases are not imported: %s %s", (image, more) => {
    const { environment, messages } = imported({ "db.yml": `image: ${image}\n${more}\n`, "web.yml": WEB });
    expect(Object.keys(environment.services)).toEqual(["web"]);
    expect(messages).toContain(said("db.yml:1:", "isDatabase", "db", image));
  });

  test("are on the nodes that they name; one with a size is a droplet of today", () => {
    const { environment, messages } = imported({
      "one.yml": `${WEB}node: bob\nsize: 512mb\nregion: Amsterdam 2\n`,
      "two.yml": `${WEB}node: bob\n`,
      "three.yml": `${WEB}node: ginormica\nsize: 1024\nregion: nyc3\n`,
      "four.yml": `${WEB}size: s-2vcpu-4gb\n`,
    });
    expect(environment).toMatchObject({
      digitalocean: { region: "ams3" },
      nodes: {
        bob: { droplet: { size: "s-1vcpu-512mb-10gb" } },
        ginormica: { droplet: { size: "s-1vcpu-1gb", region: "nyc3" } },
        four: { droplet: { size: "s-2vcpu-4gb" } },
      },
      services: { one: { node: "bob" }, two: { node: "bob" }, three: { node: "ginormica" }, four: { node: "four" } },
    });
    expect(messages).toEqual([
      said("one.yml:1:", "imported", "one", "image"),
      said("one.yml:4:", "sizeRetired", "512mb", "s-1vcpu-512mb-10gb"),
      said("one.yml:5:", "regionRetired", "Amsterdam 2", "ams3"),
      said("two.yml:1:", "imported", "two", "image"),
      said("three.yml:1:", "imported", "three", "image"),
      said("three.yml:4:", "sizeRetired", "1024", "s-1vcpu-1gb"),
      said("four.yml:1:", "imported", "four", "image"),
      LOCAL,
      said("environments/services/platform.ts: digitalocean.sshKeys", "listNeeded"),
      said("environments/services/platform.ts: digitalocean.adminAddresses", "listNeeded"),
    ]);
  });

  test.each(Object.entries(RETIRED_SIZES))("of the retired size %s get %s", (old, next) => {
    const { nodes } = imported({ "web.yml": `${WEB}size: ${old}\n` }).environment;
    expect(nodes).toEqual({ web: { droplet: { size: next } } });
  });

  test.each(Object.entries(RETIRED_REGIONS))("of the retired region %s get %s", (old, next) => {
    const { digitalocean } = imported({ "web.yml": `${WEB}size: 1gb\nregion: ${old}\n` }).environment;
    expect(digitalocean).toEqual({ region: next });
  });

  test("tell of nodes whose machine no file knows, and of regions without one", () => {
    const { environment, messages, text } = imported({ "web.yml": `${WEB}node: bob\nregion: lon1\n` });
    expect(environment.nodes).toEqual({ bob: {} });
    expect(messages.slice(1, 3)).toEqual([
      said("web.yml:3:", "regionLeft"),
      "web.yml:3: node bob is imported as this machine's engine, because no file says its address or size; write dockerHost or droplet",
    ]);
    expect(text).toContain("\n  // To do: write dockerHost or droplet of bob.\n  nodes: ");
    const alone = imported({ "web.yml": `${WEB}region: lon1\n` });
    expect(alone.environment).not.toHaveProperty("nodes");
    expect(alone.messages[1]).toBe(said("web.yml:3:", "regionLeft"));
  });

  test("have the name of the new file, which may be another one than the platform's", () => {
    expect(imported({ "web.yml": WEB }, { out: "x/lab.ts" })).toMatchObject({ name: "lab", file: "x/lab.ts" });
    const { messages } = imported({ "web.yml": WEB }, { out: "x/lab.ts", name: "other" });
    expect(messages.at(-1)).toBe("x/lab.ts: must be called other.ts, as the platform is; rename one of them");
  });

  test("of the platform's repository are all read, and lack the database's address alone", () => {
    const folder = join(process.env.SLIPWAY_FIXTURES ?? "", "services");
    if (process.env.SLIPWAY_FIXTURES === undefined || !existsSync(folder)) {
      console.log("left out: SLIPWAY_FIXTURES names no folder with services");
      return;
    }
    const files = readdirSync(folder).map((name) => join(folder, name));
    const { environment, messages } = importServices({ project: folder, files, domain: "example.org" });
    expect(Object.keys(environment.services).sort()).toEqual(["docs", "nmpi", "quotas", "splash"]);
    const missing = messages.filter((message) => message.includes(" is required"));
    expect(missing.map((message) => /environment\.\w+/.exec(message)?.[0])).toEqual([
      ...["environment.NMPI_DATABASE_HOST", "environment.NMPI_DATABASE_PORT"],
      ...["environment.NMPI_DATABASE_HOST", "environment.NMPI_DATABASE_PORT"],
    ]);
  });
});

describe("service files that are wrong", () => {
  test.each<[string, string, readonly string[]]>([
    ["a list", "- a\n", ["1: must be a block of settings, got a list; write each as name: value"]],
    ["nothing", "", ["1: must be a block of settings, got nothing; write each as name: value"]],
    ["broken", "image: [hunter2\n", [said("2:1:", "yamlOfService")]],
    ["an alias", "image: *hunter2\n", [said("1:8:", "yamlOfService")]],
    ["a tag", "image: !hunter2 x\n", [said("1:17:", "yamlOfService")]],
    ["twins", "image: a/b:1\nimage: a/b:2\n", [said("1: image", "again", "2")]],
    ["twin ports", `image: a/b:1\nports: {80: 80, 80: 81}\n`, [said("2: 80", "again", "2")]],
    ["twin variables", `image: a/b:1\nenv: {A: 1, A: 2}\n`, [said("2: A", "again", "2")]],
    ["without an image", "ports: {80: 80}\n", ["1: image is required; for example image: example/docs"]],
    ["an image of a list", "image: [a]\n", ["1: image must be a text, got a list; write it on one line"]],
    [
      "an image with a password",
      "image: https://user:hunter2@example.org/x\n",
      ['1: image must be an image\'s name, got "https://user:***@example.org/x"; for example example/docs:7'],
    ],
    ["a slip", `${WEB}prots: {80: 80}\n`, [said("3: prots", "settingMeant", '"ports"')]],
    [
      "another key",
      `${WEB}colour: blue\n`,
      ["3: colour is not a known setting; known are image, ports, env, volumes, dockerfile, node, size, region"],
    ],
    [
      "ports",
      "image: a/b:1\nports: {0: 1, a: 65536, 80: [x]}\n",
      ['"0"', '"a"', '"65536"', "a list"].map(
        (got) => `2: ports must be whole numbers from 1 to 65535, got ${got}; for example 443: 443`,
      ),
    ],
    [
      "a list of ports",
      "image: a/b:1\nports: [80]\n",
      ["2: ports must be a block of ports, got a list; for example 443: 443"],
    ],
    [
      "one variable",
      `${WEB}env: hunter2\n`,
      ["3: env must be a list of variables, got a text of 7 characters; for example [DEBUG]"],
    ],
    [
      "variables",
      `${WEB}env: ["1=hunter2", {A: hunter2}, A, A]\n`,
      [
        "3: env must name variables, got a text of 9 characters; for example [DEBUG]",
        "3: env must name variables, got a block; for example [DEBUG]",
        "3: env has A twice; take one out",
      ],
    ],
    ["a block of variables", `${WEB}env: {A: [x]}\n`, ["3: env.A must be a text, got a list; write it on one line"]],
    [
      "volumes",
      `${WEB}volumes: ["./x:/y", "/a:/b:rx", data, "/a:b", [1]]\n`,
      ['"./x:/y"', '"/a:/b:rx"', '"data"', '"/a:b"', "a list"].map(
        (got) => `3: volumes must be paths or named volumes, got ${got}; for example "/data" or "name:/data:ro"`,
      ),
    ],
    ["one path twice", `${WEB}volumes: [/a, "b1:/a"]\n`, ['3: volumes have "/a" twice; take one out']],
    [
      "one volume",
      `${WEB}volumes: /etc\n`,
      ['3: volumes must be a list, got a text of 4 characters; for example ["/etc/letsencrypt"]'],
    ],
    [
      "a recipe elsewhere",
      `${WEB}dockerfile: https://hunter2@example.org/x\n`,
      ["3: dockerfile must be a path, got a text of 29 characters; for example job_manager/Dockerfile"],
    ],
    [
      "a recipe in a block",
      `${WEB}dockerfile: {a: b}\n`,
      ["3: dockerfile must be a text, got a block; write it on one line"],
    ],
    ["a node", `${WEB}node: Bob\n`, [saidOfFile("3: node", "nodeName", '"Bob"')]],
    ["a size", `${WEB}size: huge\n`, [saidOfFile("3: nodes.web.droplet.size", "size", '"huge"')]],
    [
      "a region",
      `${WEB}size: 1gb\nregion: moon\n`,
      [saidOfFile("4: digitalocean.region", "region", '"moon"', '"ams3"')],
    ],
  ])("are refused, all that is wrong at once: %s", (_, text, problems) => {
    const lines = refusal({ "web.yml": text });
    expect(lines).toEqual(problems.map((each) => `web.yml:${each}`));
    expect(lines.join()).not.toContain("hunter2");
  });

  test("are refused together", () => {
    const files = {
      "web.yml": `${WEB}size: 1gb\nnode: bob\n`,
      "My.yml": WEB,
      "web.yaml": WEB,
      "web-secrets.yml": "PASSWORD: &hunter2 [x\n",
      "gone-secrets.yml": "A b: hunter2\nenv:\n  TOKEN: hunter2\n",
      "bin.yml": "\0",
    };
    expect(refusal(files)).toEqual([
      "bin.yml must be a text in UTF-8, got something else; save it as one, or correct the path",
      said("web-secrets.yml:2:1:", "yamlOfService"),
      expect.stringContaining("My.yml:1: the file's name is the service's: it must be 1 to 31 of a-z, 0-9 and -"),
      "web.yaml:1: must be a service of its own, got web of web.yml too; rename one",
      "gone-secrets.yml:1: must name variables, got something else; write each as NAME: value",
      "gone-secrets.yml:1: must belong to a service, got none named gone; name gone.yml too",
      "gone-secrets.yml:3: env must be a text, got a block; write each as NAME: value",
    ]);
  });

  test("are refused where one node has two sizes", () => {
    const node = (size: string) => `${WEB}node: bob\nsize: ${size}\n`;
    expect(refusal({ "one.yml": node("1gb"), "two.yml": node("2gb") })).toEqual([
      "two.yml:3: size of node bob must be one, got s-2vcpu-2gb here and s-1vcpu-1gb in one.yml; correct one",
    ]);
  });

  test("are refused where there are databases alone", () => {
    expect(refusal({ "db.yml": DATABASE })).toEqual([
      said("db.yml:1:", "isDatabase", "db", "example/postgresql"),
      "<file> must be a service that answers HTTP, got none; name another",
    ]);
  });

  test.each([
    [{ domain: "a_b" }, saidOfFile("--domain", "host", '"a_b"')],
    [{ domain: "lab.test" }, saidOfFile("--domain", "notPublic", '"web.lab.test"')],
    [{ name: "Lab" }, said("--name", "ownName", '"Lab"')],
  ])("options too: %j", (options, message) => {
    expect(refusal({ "web.yml": WEB }, options)).toEqual([message]);
  });
});

describe("what looks like a secret", () => {
  test.each([
    ["NMPI_DATABASE_PASSWORD", ""],
    ["DJANGO_SECRET_KEY", ""],
    ["AWS_SECRET_ACCESS_KEY_ID", ""],
    ["API_TOKEN_2", ""],
    ["SIGNING_KEY", ""],
    ["mykey", ""],
    ["DB_PASS", ""],
    ["SENTRY_DSN", ""],
    ["A", "postgres://user:pw@db/x"],
    ["A", "postgres://user:p/w@db/x"],
    ["A", "https://0123abc@sentry.example.org/1"],
    ["A", "user:pw@db"],
    ["A", "host=db password=pw"],
    ["A", "https://example.org/?token=abc"],
    ["A", "0123456789abcdef0123456789abcdef"],
    ["A", "-----BEGIN PRIVATE KEY-----"],
    ["A_FILE", "postgres://user:pw@db/x"],
  ])("is one: %s %s", (name, value) => expect(looksSecret(name, value)).toBe(true));

  test.each([
    ["DEBUG", "true"],
    ["NMPI_DATABASE_HOST", "db.example.org"],
    ["DB_PASSWORD_FILE", "/run/secrets/db"],
    ["KEYBOARD", "fr"],
    ["IMAGE", `example/web:1@sha256:${"0".repeat(64)}`],
    ["ADMINS", "ada@example.org"],
    ["URL", "https://example.org:8443/a?b=c"],
    ["PATH_OF_DATA", "/var/lib/platform1/with/a/long/name/of/data"],
  ])("is none: %s %s", (name, value) => expect(looksSecret(name, value)).toBe(false));
});

describe("slipway services import", () => {
  let project: TestProject;
  beforeEach(() => {
    project = new TestProject({ "web.yml": WEB, "api.yml": "image: a/b:1\n", "bad.yml": "image: [\n" });
  });
  afterEach(() => project.remove());
  const run = (...args: string[]) => slipwayIn({ cwd: project.folder }, "services", "import", ...args);

  test("writes a file that check takes, and never over one that is there", () => {
    const file = "environments/services/lab.ts";
    const first = run("web.yml", "--name", "lab");
    expect(first).toEqual({
      status: 0,
      stdout: `${file} written; next: npx slipway check lab, then npx slipway plan lab\n`,
      stderr: `${said("web.yml:1:", "imported", "web", "image")}\n${said(`${file}:`, "localHosts")}\n`,
    });
    expect(slipwayIn({ cwd: project.folder }, "check", "lab")).toMatchObject({ status: 0, stderr: "" });
    const text = project.read(file);
    expect(run("web.yml", "--name", "lab")).toEqual({
      status: 1,
      stdout: "",
      stderr: `${file} must be new, got a file that is there; choose another with --name or --out\n`,
    });
    expect(project.read(file)).toBe(text);
  });

  test("says what check will miss", () => {
    const { stdout, stderr } = run("api.yml", "--name", "lab");
    expect(stdout).toBe(
      "environments/services/lab.ts written; next: fill in what is missing (1), npx slipway check lab, then npx slipway plan lab\n",
    );
    const checked = slipwayIn({ cwd: project.folder }, "check", "lab");
    expect(checked.status).toBe(1);
    expect(stderr.endsWith(checked.stderr)).toBe(true);
  });

  test("says where a file must be moved that is elsewhere", () => {
    expect(run("web.yml", "--out", "lab.ts").stdout).toBe(
      "lab.ts written; next: move it to environments/services/lab.ts, npx slipway check lab, then npx slipway plan lab\n",
    );
  });

  test("prints the file, or writes nothing where one is wrong", () => {
    expect(run("web.yml", "--stdout").stdout).toContain(
      'import type { ServicesEnvironment } from "cdktf-slipway/services"',
    );
    expect(run("web.yml", "bad.yml")).toEqual({
      status: 1,
      stdout: "",
      stderr: `${said("bad.yml:2:1:", "yamlOfService")}\n`,
    });
    expect(existsSync(join(project.folder, "environments"))).toBe(false);
  });
});
