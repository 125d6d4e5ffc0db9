import type { ContainerProps } from "../../../../constructs/shared/container";
import { made, template } from "./made";

type Wrong = { readonly [K in keyof ContainerProps]?: unknown };

const ELSEWHERE =
  "put it into a file on the Docker host, for secrets, or into a variable of Terraform, for secretEnvironment";

/** What each setting is refused for, and the whole message behind the construct's path. */
const REFUSED: readonly (readonly [what: string, props: Wrong, message: string])[] = [
  [
    "no tag",
    { image: "lab/app" },
    'image must not be latest, got "lab/app"; name a tag or a digest, or set allowLatest',
  ],
  [
    "latest",
    { image: "host:5000/app:latest" },
    'image must not be latest, got "host:5000/app:latest"; name a tag or a digest, or set allowLatest',
  ],
  [
    "no image",
    { image: "Lab App" },
    'image must be an image with its tag or digest, got "Lab App"; for example "postgres:15.8", or "postgres@sha256:…" for exactly one',
  ],
  [
    "an image of another kind",
    { image: { tag: "1" } },
    "image.tag is not a known setting; remove it or correct its spelling",
  ],
  [
    "a number as image",
    { image: 5 },
    'image must be a text, { local: "…" } or { imageId: "…" }, got 5; local is an image that is on the engine already',
  ],
  [
    "a name",
    { name: "-x" },
    'name must be 2 to 63 letters, digits and _.-, the first a letter or digit, got "-x"; it is the name on its engine',
  ],
  [
    "a command in one word",
    { command: "run all" },
    'command must be a command\'s words, got "run all"; write each word on its own: ["a", "b"]',
  ],
  ["an empty argument", { command: ["run", ""] }, 'command[1] must be a text that is not empty, got ""; write a text'],
  [
    "a variable's name",
    { environment: { "A=B": "1" } },
    'environment.A=B must be a variable\'s name, got "A=B"; correct the name',
  ],
  ["a variable that is a number", { environment: { A: 1 } }, "environment.A must be a text, got 1; quote it"],
  [
    "a secret by its name",
    { environment: { DB_PASSWORD: "hunter2" } },
    `environment.DB_PASSWORD must hold no secret, got a text of 7 characters; ${ELSEWHERE}`,
  ],
  [
    "a secret in an address",
    { environment: { URL: "postgres://me:hunter2@db/x" } },
    `environment.URL must hold no secret, got an address with a password; ${ELSEWHERE}`,
  ],
  [
    "a key in a file",
    { uploads: [{ path: "/k", content: "-----BEGIN RSA PRIVATE KEY-----\n" }] },
    `uploads[0].content must hold no secret, got a private key; ${ELSEWHERE}`,
  ],
  [
    "a key in a command",
    { command: ["run", "--key", "AKIAABCDEFGHIJKLMNOP"] },
    `command[2] must hold no secret, got an access key of AWS; ${ELSEWHERE}`,
  ],
  [
    "a secret's value in place of its variable",
    { secretEnvironment: { A: "hunter2" } },
    'secretEnvironment.A must name a variable of Terraform, got a text of 7 characters; write { variable: "db_password" }, whose value is in TF_VAR_db_password',
  ],
  [
    "a secret's value as its variable",
    { secretEnvironment: { A: { variable: "hunter 2" } } },
    'secretEnvironment.A must name a variable of Terraform, got something else; write { variable: "db_password" }, whose value is in TF_VAR_db_password',
  ],
  [
    "a variable that is secret and not",
    { environment: { A: "1" }, secretEnvironment: { A: { variable: "a" } } },
    "environment.A must stand once, got it in secretEnvironment too; take one out",
  ],
  [
    "a secret's path",
    { secrets: [{ hostFile: "etc/x" }] },
    'secrets[0].hostFile must be an absolute path on the Docker host, without a colon, got "etc/x"; begin it with /',
  ],
  ["a user", { user: "a b" }, 'user must be a user, or a user and a group, got "a b"; for example "9000:9000"'],
  [
    "a host's name",
    { hostname: "lab_1" },
    'hostname must be a host\'s name of up to 63 letters, digits, dots and -, got "lab_1"; it may not end in a dot',
  ],
  [
    "a folder",
    { workingDirectory: "app" },
    'workingDirectory must be an absolute path in the container, without a colon, got "app"; begin it with /',
  ],
  [
    "a health check in one word",
    { healthCheck: { command: "true" } },
    'healthCheck must be a health check, "image" or "none", got {"command":"true"}; for example { command: ["curl", "-f", "http://localhost/"] }',
  ],
  [
    "a health check's retries",
    { healthCheck: { command: ["true"], retries: 0 } },
    "healthCheck.retries must be a whole number from 1 to 100, got 0; so many failures make it unhealthy",
  ],
  [
    "a health check's time",
    { healthCheck: { command: ["true"], intervalSeconds: 0.5 } },
    "healthCheck.intervalSeconds must be a whole number from 1 to 3600, got 0.5; Docker asks that often",
  ],
  [
    "no health check",
    { healthCheck: "no" },
    'healthCheck must be a health check, "image" or "none", got "no"; for example { command: ["curl", "-f", "http://localhost/"] }',
  ],
  ["waiting", { wait: "ready" }, 'wait must be "healthy" or "started", got "ready"; healthy needs a health check'],
  [
    "waiting for the health of none",
    { wait: "healthy", healthCheck: "none" },
    'wait must be "started" without a health check, got "healthy"; give one, or leave wait out',
  ],
  [
    "waiting for the health of what ends",
    { wait: "healthy", runs: "once" },
    'wait must be left out when it runs "once", got "healthy"; its end is waited for',
  ],
  ["what runs", { runs: "twice" }, 'runs must be "always" or "once", got "twice"; once is for a program that ends'],
  [
    "a restart of what runs once",
    { runs: "once", restart: "always" },
    'restart must be "no" when it runs "once", got "always"; leave it out',
  ],
  [
    "a restart",
    { restart: "sometimes" },
    'restart must be "no", "always", "unless-stopped" or "on-failure", got "sometimes"; Docker knows no other policy',
  ],
  [
    "no grace",
    { stopGraceSeconds: 0 },
    "stopGraceSeconds must be a whole number from 1 to 3600, got 0; with less, what is in its memory would be lost",
  ],
  ["a signal", { stopSignal: "INT" }, 'stopSignal must be a signal, got "INT"; for example "SIGINT"'],
  ["an init", { init: "yes" }, 'init must be true or false, got "yes"; write one'],
  [
    "a replacement",
    { replacement: "blue-green" },
    'replacement must be "stop-first" or "start-first", got "blue-green"; start-first leaves no gap',
  ],
  [
    "a port that two would publish",
    { replacement: "start-first", ports: [{ internal: 80 }] },
    'ports must be left out, got some; with replacement "start-first" two containers are there for a while; leave it out, or stop first',
  ],
  [
    "an address that two would have",
    { replacement: "start-first", network: [{ name: "a", ipv4Address: "10.0.0.1" }] },
    'network[0].ipv4Address must be left out, got one; with replacement "start-first" two containers are there for a while; leave it out, or stop first',
  ],
  [
    "a network",
    { network: "bridge" },
    'network must be "host", "none" or a list of networks, got "bridge"; for example [{ name: "lab" }]',
  ],
  [
    "an address",
    { network: [{ name: "a", ipv4Address: "fd00::1" }] },
    'network[0].ipv4Address must be an IPv4 address, got "fd00::1"; for example "172.28.0.5"',
  ],
  [
    "a network of an environment",
    { network: [{ nam: "a" }] },
    'network must be "host", "none" or a list of networks, got [{"nam":"a"}]; for example [{ name: "lab" }]',
  ],
  [
    "a host's address",
    { extraHosts: { a: "b" } },
    'extraHosts.a must be an IP address or "host-gateway", got "b"; names are for DNS',
  ],
  [
    "a port",
    { ports: [{ internal: 0 }] },
    "ports[0].internal must be a whole number from 1 to 65535, got 0; these are the ports there are",
  ],
  [
    "a port's address",
    { ports: [{ internal: 80, ip: "localhost" }] },
    'ports[0].ip must be an IP address, got "localhost"; for example "127.0.0.1"',
  ],
  [
    "a protocol",
    { ports: [{ internal: 80, protocol: "http" }] },
    'ports[0].protocol must be "tcp" or "udp", got "http"; Docker publishes no other',
  ],
  [
    "a port published twice",
    { ports: [{ internal: 80 }, { internal: 8080, external: 80 }] },
    "ports[1] must be another port of the host, got 80 twice; change external",
  ],
  [
    "ports on the host's network",
    { network: "host", ports: [{ internal: 80 }] },
    'ports must be left out on the network "host", got some; there every port is the host\'s own',
  ],
  [
    "ports on no network",
    { network: "none", ports: [{ internal: 80 }] },
    'ports must be left out on the network "none", got some; nothing reaches the container there',
  ],
  [
    "a relative path",
    { mounts: [{ source: "./data", path: "/data" }] },
    'mounts[0].source must be an absolute path or a volume\'s name, got "./data"; Docker knows no path from here',
  ],
  [
    "a path with a colon",
    { mounts: [{ source: "data", path: "/data:ro" }] },
    'mounts[0].path must be an absolute path in the container, without a colon, got "/data:ro"; begin it with /',
  ],
  [
    "two mounts at one path",
    { mounts: [{ source: "data", path: "/data" }], tmpfs: { "/data/": "" } },
    'tmpfs./data/ must be a path of its own, got "/data" as mounts[0].path too; change one',
  ],
  [
    "two mounts at one path in two spellings",
    { mounts: ["/config", "//x/./../config/"].map((path) => ({ source: "data", path })) },
    'mounts[1].path must be a path of its own, got "/config" as mounts[0].path too; change one',
  ],
  [
    "two secrets of one name",
    { secrets: [{ hostFile: "/a/key" }, { hostFile: "/b/key" }] },
    'secrets[1] must be a path of its own, got "/run/secrets/key" as secrets[0] too; change one',
  ],
  [
    "an upload of nothing",
    { uploads: [{ path: "/a", content: "" }] },
    'uploads[0].content must be a text that is not empty, got ""; write a text',
  ],
  [
    "an upload without a source",
    { uploads: [{ path: "/a" }] },
    "uploads[0] must have content or source, got both or none; write one",
  ],
  [
    "an upload of a file that is not there",
    { uploads: [{ path: "/a", source: "none/x" }] },
    'uploads[0].source must be a file, got "none/x"; a path begins at the project\'s folder',
  ],
  [
    "two uploads to one path",
    {
      uploads: [
        { path: "/a", content: "1" },
        { path: "/a", content: "2" },
      ],
    },
    'uploads[1].path must be a path of its own, got "/a"; take one out',
  ],
  [
    "an upload into tmpfs",
    { tmpfs: { "/run": "" }, uploads: [{ path: "/run/a", content: "1" }] },
    'uploads[0].path must not lie in tmpfs, got "/run/a"; the folder is empty when the container starts',
  ],
  [
    "an upload into a read-only mount",
    { mounts: [{ source: "data", path: "/a", readOnly: true }], uploads: [{ path: "/a/b", content: "1" }] },
    'uploads[0].path must not lie in a read-only mount, got "/a/b"; nothing can be written there',
  ],
  [
    "an upload where nothing can be written",
    { readOnlyRoot: true, uploads: [{ path: "/etc/app", content: "a" }] },
    "uploads must be left out where the root cannot be written, got some; mount a file or a volume instead",
  ],
  [
    "too little memory",
    { memoryMiB: 5 },
    "memoryMiB must be a whole number from 6 to 4194304, got 5; Docker's smallest container has 6 MiB",
  ],
  ["swap alone", { memorySwapMiB: 64 }, "memorySwapMiB must go with memoryMiB, got 64 alone; set both, or none"],
  [
    "less with swap than without",
    { memoryMiB: 64, memorySwapMiB: 32 },
    "memorySwapMiB must be -1, or at least memoryMiB (64), got 32; it is memory and swap together",
  ],
  [
    "processors",
    { cpuSet: "0-" },
    'cpuSet must be numbers of processors and ranges of them, got "0-"; for example "0-3" or "0,2"',
  ],
  ["processors", { cpuShares: 1 }, "cpuShares must be a whole number from 2 to 262144, got 1; others have 1024"],
  [
    "a runtime",
    { runtime: "" },
    'runtime must be a runtime of the engine, got ""; `docker info` names those that there are',
  ],
  [
    "a setting of the kernel",
    { sysctls: { somaxconn: "1" } },
    'sysctls.somaxconn must be a setting of the kernel, got "somaxconn"; correct the name',
  ],
  ["processors", { cpus: 0 }, "cpus must be a number of processors above 0, got 0; for example 1.5"],
  [
    "shared memory",
    { shmSizeMiB: 0 },
    "shmSizeMiB must be a whole number from 1 to 4194304, got 0; Docker's own size is 64",
  ],
  [
    "a limit",
    { ulimits: { nofile: { soft: 2, hard: 1 } } },
    'ulimits.nofile must have a soft limit of at most the hard one, got {"soft":2,"hard":1}; lower the soft one',
  ],
  [
    "a limit's name",
    { ulimits: { NOFILE: { soft: 1, hard: 1 } } },
    'ulimits.NOFILE must be a limit\'s name without RLIMIT_, got "NOFILE"; correct the name',
  ],
  [
    "a capability",
    { capabilities: { add: ["NET_ADMN"] } },
    'capabilities.add[0] must be a capability of Linux, got "NET_ADMN"; did you mean "net_admin"?',
  ],
  [
    "a capability that is none",
    { capabilities: { drop: ["everything"] } },
    'capabilities.drop[0] must be a capability of Linux, got "everything"; for example "NET_ADMIN", or "ALL"',
  ],
  [
    "a device",
    { devices: [{ hostPath: "ttyUSB0" }] },
    'devices[0].hostPath must be an absolute path of a device, without a colon, got "ttyUSB0"; begin it with /',
  ],
  [
    "a device's permissions",
    { devices: [{ hostPath: "/dev/ttyUSB0", permissions: "rx" }] },
    'devices[0].permissions must be some of r, w and m, got "rx"; read, write, make',
  ],
  ["a group", { groups: ["a b"] }, 'groups[0] must be a group, got "a b"; for example "dialout"'],
  ["a log driver", { log: { driver: "" } }, 'log.driver must be a log driver\'s name, got ""; for example "json-file"'],
  ["a log option", { log: { options: { "max-size": 10 } } }, "log.options.max-size must be a text, got 10; quote it"],
  [
    "a label of ours",
    { labels: { "slipway.spec": "x" } },
    'labels.slipway.spec must be a label\'s name that does not begin with slipway., got "slipway.spec"; correct the name',
  ],
];

test.each(REFUSED)("a container is refused for %s", (_, props, message) => {
  let said = "";
  try {
    template(props as Partial<ContainerProps>);
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toBe(`[test/App] ${message}`);
});

test("everything that is wrong is said at once, also what is wrong between settings that are right", () => {
  const props = { memoryMiB: 5, ports: [{ internal: 80 }], network: "host", environment: { API_KEY: "hunter2" } };
  expect(() => template(props as Partial<ContainerProps>)).toThrow(
    [
      "[test/App] memoryMiB must be a whole number from 6 to 4194304, got 5; Docker's smallest container has 6 MiB",
      '[test/App] ports must be left out on the network "host", got some; there every port is the host\'s own',
      `[test/App] environment.API_KEY must hold no secret, got a text of 7 characters; ${ELSEWHERE}`,
    ].join("\n"),
  );
});

test("a message shows no secret", () => {
  const secrets = REFUSED.filter(([what]) => /secret|key in/.test(what)).map(([, , message]) => message);
  expect(secrets.length).toBeGreaterThan(5);
  expect(secrets.join()).not.toMatch(/hunter|AKIA/);
});

test.each<[string, Partial<ContainerProps>]>([
  ["a file's path", { environment: { POSTGRES_PASSWORD_FILE: "/run/secrets/password" } }],
  ["how a secret is treated", { environment: { ALLOW_EMPTY_PASSWORD: "yes", DB_PASSWORD: "" } }],
  ["an address whose password is a variable", { command: ["run", "postgres://me:${PASSWORD}@db/lab"] }],
  ["a name that only resembles one", { environment: { TOKEN_URL: "https://lab/token", KEYS: "a" } }],
])("%s is no secret", (_, props) => expect(() => made(props)).not.toThrow());

test("what only Terraform knows is no secret that is written down, and hides none beside it", () => {
  const value = "${TfToken[TOKEN.0]}";
  expect(() => template({ environment: { API_TOKEN: value } })).not.toThrow(/API_TOKEN/);
  expect(() => template({ environment: { API_TOKEN: value, API_KEY: "hunter2" } })).toThrow(
    /API_KEY must hold no secret/,
  );
});
