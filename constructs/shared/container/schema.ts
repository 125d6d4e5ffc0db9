import { isIP, isIPv4 } from "node:net";
import { didYouMean } from "../did-you-mean";
import { asWhole, complaint, eitherOf, isRecord, isText, listOf, oneOf, textMatching, wholeNumber } from "../rules";
import { secretVariable } from "../secret-variable-schema";
import * as z from "../zod";
import { bareCapability, CAPABILITIES } from "./capabilities";
import { imageReference } from "./image-reference";
import type {
  ContainerDevice,
  ContainerHealthCheck,
  ContainerLog,
  ContainerMount,
  ContainerNetwork,
  ContainerPort,
  ContainerSecret,
  ContainerSettings,
  ContainerUlimit,
  ContainerUpload,
} from "./settings";

/** The rules of a container's settings: for the constructor, and for the schema of an environment file. */

type Issue = { readonly input?: unknown };

const absolute = (what: string) =>
  textMatching(/^\/[^\0:]*$/, `must be an absolute path ${what}, without a colon`, "begin it with /");
const text = (what: string) => textMatching(/^[^\0]+$/s, `must be ${what}`, "write a text");
const anyText = textMatching(/^[^\0]*$/s, "must be a text", "quote it");
export const flag = z.literal([true, false], {
  error: (issue) => complaint("must be true or false", issue.input, "write one"),
});
const words = (what: string) =>
  z.array(text("a text that is not empty"), {
    error: (issue) => complaint(`must be ${what}`, issue.input, 'write each word on its own: ["a", "b"]'),
  });
const objectOf = <T extends z.ZodType>(value: T, what: string, key: RegExp, rule: string) =>
  z.record(textMatching(key, rule, "correct the name"), value, {
    error: (issue) => complaint(`must be an object of ${what}`, issue.input, "write it in { }"),
  });
const texts = (what: string, key: RegExp, rule: string) => objectOf(anyText, what, key, rule);
export const name = textMatching(
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,62}$/,
  "must be 2 to 63 letters, digits and _.-, the first a letter or digit",
  "it is the name on its engine",
);

const LOCAL = "local is an image that is on the engine already";
const imageComplaint = ({ input }: Issue) =>
  complaint(
    "must be an image with its tag or digest",
    input,
    'for example "postgres:15.8", or "postgres@sha256:…" for exactly one',
  );
/** Whether the tag is `latest` is another rule, for it may be said that it may. */
export const reference = z
  .string({ error: imageComplaint })
  .refine((value) => imageReference(value) !== undefined, { error: imageComplaint });
const local = z.rulesOf<{ readonly local: string }>()({ local: text("an image of the engine") });
const made = z.rulesOf<{ readonly imageId: string }>()({ imageId: text("an image's id") });
export const image = eitherOf([reference, local, made], 'must be a text, { local: "…" } or { imageId: "…" }', LOCAL);
export const command = words("a command's words");
const secretFile = z.rulesOf<ContainerSecret>()({
  hostFile: absolute("on the Docker host"),
  path: absolute("in the container").exactOptional(),
});
export const hostname = textMatching(
  /^(?=.{1,63}$)[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$/,
  "must be a host's name of up to 63 letters, digits, dots and -",
  "it may not end in a dot",
);

const seconds = (advice: string) => wholeNumber(1, 3600, advice).exactOptional();
const check = z.rulesOf<ContainerHealthCheck>()({
  command: words("a program with its arguments"),
  intervalSeconds: seconds("Docker asks that often"),
  timeoutSeconds: seconds("then the answer counts as a failure"),
  retries: wholeNumber(1, 100, "so many failures make it unhealthy").exactOptional(),
  startPeriodSeconds: wholeNumber(0, 3600, "failures in this time do not count").exactOptional(),
});

export const ip = addressOf((value) => isIP(value) !== 0, "must be an IP address", 'for example "127.0.0.1"');
function addressOf(holds: (value: string) => boolean, rule: string, advice: string) {
  const error = ({ input }: Issue) => complaint(rule, input, advice);
  return z.string({ error }).refine(holds, { error });
}
export const oneNetwork = z.rulesOf<ContainerNetwork>()({
  name: text("a network's name"),
  aliases: listOf(text("a name"), "aliases").exactOptional(),
  ipv4Address: addressOf(isIPv4, "must be an IPv4 address", 'for example "172.28.0.5"').exactOptional(),
});
const hostAddress = addressOf(
  (value) => value === "host-gateway" || isIP(value) !== 0,
  'must be an IP address or "host-gateway"',
  "names are for DNS",
);
const port = wholeNumber(1, 65_535, "these are the ports there are");
const published = z.rulesOf<ContainerPort>()({
  internal: port,
  external: port.exactOptional(),
  ip: ip.exactOptional(),
  protocol: oneOf(["tcp", "udp"], "Docker publishes no other").exactOptional(),
});
const mount = z.rulesOf<ContainerMount>()({
  source: textMatching(
    /^(\/[^\0:]*|[a-zA-Z0-9][\w.-]+)$/,
    "must be an absolute path or a volume's name",
    "Docker knows no path from here",
  ),
  path: absolute("in the container"),
  readOnly: flag.exactOptional(),
});
const upload = z.rulesOf<ContainerUpload>()({
  path: absolute("in the container"),
  executable: flag.exactOptional(),
  content: text("a text that is not empty").exactOptional(),
  source: text("a file's path").exactOptional(),
});

const limit = wholeNumber(-1, Number.MAX_SAFE_INTEGER, "-1 is no limit");
const ulimit = asWhole(
  z.rulesOf<ContainerUlimit>()({ soft: limit, hard: limit }),
  isRecord,
  ({ soft, hard }) => hard === -1 || Number(soft) <= Number(hard),
  {
    error: (issue) => complaint("must have a soft limit of at most the hard one", issue.input, "lower the soft one"),
  },
);

const BARE = CAPABILITIES.map((each) => each.toLowerCase());
const capability = z
  .string({ error: (issue) => capabilityComplaint(issue) })
  .refine((value) => CAPABILITIES.includes(bareCapability(value)), { error: (issue) => capabilityComplaint(issue) });
function capabilityComplaint({ input }: Issue): string {
  const near = isText(input) ? didYouMean(bareCapability(input).toLowerCase(), BARE) : undefined;
  return complaint("must be a capability of Linux", input, near ?? 'for example "NET_ADMIN", or "ALL"');
}
const capabilities = z.rulesOf<NonNullable<ContainerSettings["capabilities"]>>()({
  add: listOf(capability, "capabilities").exactOptional(),
  drop: listOf(capability, "capabilities").exactOptional(),
});
const device = z.rulesOf<ContainerDevice>()({
  hostPath: absolute("of a device"),
  path: absolute("in the container").exactOptional(),
  permissions: textMatching(/^[rwm]{1,3}$/, "must be some of r, w and m", "read, write, make").exactOptional(),
});
const log = z.rulesOf<ContainerLog>()({
  driver: textMatching(/^[\w.:/-]+$/, "must be a log driver's name", 'for example "json-file"').exactOptional(),
  options: texts("log options", /^[\w.-]+$/, "must be a log option's name").exactOptional(),
});
const cpusComplaint = ({ input }: Issue) =>
  complaint("must be a number of processors above 0", input, "for example 1.5");

/** The rules of a container, of which others take their part. */
export const settings = z.rulesOf<ContainerSettings>()({
  name,
  image,
  allowLatest: flag.exactOptional(),
  command: command.exactOptional(),
  entrypoint: command.exactOptional(),
  environment: texts("variables", /^[A-Za-z_][A-Za-z0-9_]*$/, "must be a variable's name").exactOptional(),
  secretEnvironment: objectOf(
    secretVariable("db_password"),
    "variables",
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    "must be a variable's name",
  ).exactOptional(),
  secrets: listOf(secretFile, "secrets").exactOptional(),
  user: textMatching(
    /^[\w.-]+(:[\w.-]+)?$/,
    "must be a user, or a user and a group",
    'for example "9000:9000"',
  ).exactOptional(),
  hostname: hostname.exactOptional(),
  workingDirectory: absolute("in the container").exactOptional(),
  healthCheck: eitherOf(
    [check, oneOf(["image", "none"], "image is what the image says")],
    'must be a health check, "image" or "none"',
    'for example { command: ["curl", "-f", "http://localhost/"] }',
  ).exactOptional(),
  wait: oneOf(["healthy", "started"], "healthy needs a health check").exactOptional(),
  runs: oneOf(["always", "once"], "once is for a program that ends").exactOptional(),
  restart: oneOf(["no", "always", "unless-stopped", "on-failure"], "Docker knows no other policy").exactOptional(),
  stopGraceSeconds: wholeNumber(1, 3600, "with less, what is in its memory would be lost").exactOptional(),
  stopSignal: textMatching(/^(SIG[A-Z0-9+]+|\d{1,2})$/, "must be a signal", 'for example "SIGINT"').exactOptional(),
  runtime: textMatching(
    /^[a-zA-Z0-9][\w.-]*$/,
    "must be a runtime of the engine",
    "`docker info` names those that there are",
  ).exactOptional(),
  sysctls: objectOf(
    textMatching(/^[^\0\n]+$/, "must be a text", "quote it"),
    "settings of the kernel",
    /^[a-z0-9_]+([./][\w-]+)+$/,
    "must be a setting of the kernel",
  ).exactOptional(),
  init: flag.exactOptional(),
  replacement: oneOf(["stop-first", "start-first"], "start-first leaves no gap").exactOptional(),
  network: eitherOf(
    [oneOf(["host", "none"], ""), listOf(oneNetwork, "networks")],
    'must be "host", "none" or a list of networks',
    'for example [{ name: "lab" }]',
  ).exactOptional(),
  extraHosts: objectOf(hostAddress, "addresses by name", /^[\w.-]+$/, "must be a host's name").exactOptional(),
  ports: listOf(published, "ports").exactOptional(),
  mounts: listOf(mount, "mounts").exactOptional(),
  uploads: listOf(upload, "uploads").exactOptional(),
  readOnlyRoot: flag.exactOptional(),
  tmpfs: texts("tmpfs options by path", /^\/[^\0:]*$/, "must be an absolute path in the container").exactOptional(),
  memoryMiB: wholeNumber(6, 4_194_304, "Docker's smallest container has 6 MiB").exactOptional(),
  memorySwapMiB: wholeNumber(-1, 8_388_608, "-1 is all of the host's swap").exactOptional(),
  cpus: z
    .number({ error: cpusComplaint })
    .refine((value) => value > 0 && value <= 1024, { error: cpusComplaint })
    .exactOptional(),
  cpuSet: textMatching(
    /^\d+(-\d+)?(,\d+(-\d+)?)*$/,
    "must be numbers of processors and ranges of them",
    'for example "0-3" or "0,2"',
  ).exactOptional(),
  cpuShares: wholeNumber(2, 262_144, "others have 1024").exactOptional(),
  shmSizeMiB: wholeNumber(1, 4_194_304, "Docker's own size is 64").exactOptional(),
  ulimits: objectOf(ulimit, "limits by name", /^[a-z]+$/, "must be a limit's name without RLIMIT_").exactOptional(),
  capabilities: capabilities.exactOptional(),
  devices: listOf(device, "devices").exactOptional(),
  gpus: oneOf(["all"], "for some of them, write runtime and NVIDIA_VISIBLE_DEVICES").exactOptional(),
  privileged: flag.exactOptional(),
  groups: listOf(textMatching(/^[\w.-]+$/, "must be a group", 'for example "dialout"'), "groups").exactOptional(),
  log: log.exactOptional(),
  labels: texts(
    "labels",
    /^(?!slipway\.)[\w./-]+$/,
    "must be a label's name that does not begin with slipway.",
  ).exactOptional(),
});
