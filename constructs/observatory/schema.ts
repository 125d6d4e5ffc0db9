import * as container from "../shared/container/schema";
import { asWhole, complaint, eitherOf, isRecord, listOf, oneOf, type Rule, textMatching } from "../shared/rules";
import { backend } from "../shared/schema";
import * as z from "../shared/zod";
import {
  accessPolicy,
  address,
  addressRoot,
  agentClass,
  anyText,
  argument,
  file,
  http,
  instanceId,
  name,
  nodeName,
  pattern,
  port,
  realm,
  seconds,
  server,
} from "./names";
import { LOG_LEVELS, MANAGE, type ObservatoryEnvironment } from "./settings";

export { addressRoot, realm } from "./names";
export { problemsWithinObservatory } from "./problems";
export type {
  AccessPasswords,
  AccessSettings,
  AgentArguments,
  AgentBuild,
  AgentContainerSettings,
  AgentData,
  AgentScript,
  AgentSettings,
  ArgumentValue,
  ClientSettings,
  CrossbarSettings,
  ExternalCrossbar,
  GrafanaSettings,
  HostSettings,
  LokiSettings,
  Manage,
  MonitoringSettings,
  NodeSettings,
  ObservatoryEnvironment,
  SiteImage,
  SiteImages,
  SiteSettings,
  WebSettings,
} from "./settings";
export { warningsOfObservatories } from "./warnings";

type Issue = { readonly input?: unknown };

const flag = container.allowLatest;
const imageText = eitherOf(
  [container.image.options[0], z.strictObject({ local: anyText("an image of the engine") })],
  'must be an image with its tag or digest, or { local: "…" }',
  'for example "simonsobs/ocs:v0.12.1"',
);
const images = z.strictObject({
  ocs: imageText,
  crossbar: imageText.exactOptional(),
  web: imageText.exactOptional(),
  influxdb: imageText.exactOptional(),
  grafana: imageText.exactOptional(),
  loki: imageText.exactOptional(),
  lokiDriver: container.image.options[0].exactOptional(),
});

const nodes = z.record(
  nodeName,
  z.strictObject({
    dockerHost: container.dockerHost.exactOptional(),
    knownHostsFile: anyText("a file's path").exactOptional(),
    address: address.exactOptional(),
  }),
  { error: (issue: Issue) => complaint("must be an object of Docker hosts", issue.input, "write it in { }") },
);

const ip = container.ip;
const router = z.strictObject({
  node: nodeName.exactOptional(),
  port: port.exactOptional(),
  ip: ip.exactOptional(),
  allowPublic: flag.exactOptional(),
  wampServer: server.exactOptional(),
  wampHttp: http.exactOptional(),
});
const OF_EXTERNAL = ["wampServer", "wampHttp"];
export const crossbar = asWhole(
  router,
  isRecord,
  (value) => {
    const external = Object.keys(value).filter((key) => OF_EXTERNAL.includes(key));
    return external.length === 0 || (external.length === 2 && Object.keys(value).length === 2);
  },
  {
    error: (issue) =>
      complaint(
        "must be the settings of a container, or wampServer and wampHttp of a router that runs already",
        issue.input,
        "write one of both",
      ),
  },
);

/** What OCS would take for the name of an argument, or stumbles over. */
const word = asWhole(
  eitherOf([z.string(), z.number()], "must be a text or a number", "quote it"),
  (value): value is string | number => typeof value === "string" || typeof value === "number",
  (value) => !/^$|^-+$|^-+[A-Za-z]|\p{Cc}/u.test(String(value)),
  {
    error: (issue) =>
      complaint(
        "must be a word that does not begin with a dash and a letter",
        issue.input,
        "OCS reads it as the name of an argument",
      ),
  },
);
const args = z.record(
  argument,
  eitherOf(
    [word, z.literal(true), z.array(word)],
    "must be a word, a number, true or a list, with no word that begins with a dash and a letter",
    "true writes the name alone; leave out what is not wanted",
  ),
  {
    error: (issue: Issue) =>
      complaint("must be an object of words by their names", issue.input, 'for example { mode: "acq" }'),
  },
);

export const manage = oneOf(MANAGE, "a HostManager knows no other");
const build = z.strictObject({ build: anyText("a folder of the project"), base: imageText.exactOptional() });
const agentImage = eitherOf(
  [...imageText.options, build],
  'must be an image with its tag or digest, { local: "…" } or { build: "a folder" }',
  "leave it out for images.ocs",
);
const script = z.strictObject({
  path: textMatching(/^[^\0\s]+\.py$/, "must be a Python file without blanks in its path", 'as "barebones.py"'),
  entrypoint: textMatching(/^[A-Za-z_]\w*$/, "must be a function's name", 'usually "main"').exactOptional(),
});
export const data = eitherOf(
  [
    z.strictObject({ removal: oneOf(["refused", "allowed"], "allowed loses the data with the site") }),
    z.strictObject({ hostPath: file("a folder of the Docker host") }),
  ],
  'must be { removal: "allowed" } or { hostPath: "/…" }',
  "leave it out for a volume that no plan may take away",
);
const hash = ({ input }: Issue) =>
  `must be the first 16 digits of the password's MD5, got ${typeof input === "string" ? `a text of ${input.length} characters` : "something else"}; printf %s PASSWORD | md5sum | cut -c1-16`;
const password = z.custom<string>((value) => typeof value === "string" && /^([0-9a-f]{16})?$/.test(value), {
  error: hash,
});
/** Not as one of two shapes, of which a complaint would show the passwords. */
export const access = asWhole(
  z.strictObject({
    hostFile: file("a file of the Docker host").exactOptional(),
    passwords: listOf(
      z.strictObject({
        agentClass: pattern.exactOptional(),
        instanceId: pattern.exactOptional(),
        password1: password.exactOptional(),
        password2: password.exactOptional(),
        password3: password.exactOptional(),
      }),
      "passwords",
    ).exactOptional(),
  }),
  isRecord,
  ({ hostFile, passwords }) => (hostFile === undefined) !== (passwords === undefined),
  { error: () => "must have passwords or hostFile, got both or none; write one" },
);

/** The rules of an agent's settings, by their names. */
export const agent = {
  instanceId,
  agentClass,
  arguments: args.exactOptional(),
  manage: manage.exactOptional(),
  image: agentImage.exactOptional(),
  script: script.exactOptional(),
  network: oneOf(["site", "host"], "host is for hardware").exactOptional(),
  logLevel: oneOf(LOG_LEVELS, "the agents' log knows no other").exactOptional(),
  crossbarTimeoutSeconds: seconds.exactOptional(),
  healthCheck: oneOf(["registered", "none"], "none is for an image without python3").exactOptional(),
  wait: oneOf(["healthy", "started"], "healthy is for an agent whose hardware is there").exactOptional(),
  data: data.exactOptional(),
  access: access.exactOptional(),
  capabilities: container.capabilities.exactOptional(),
  cpus: container.cpus.exactOptional(),
  devices: container.devices.exactOptional(),
  environment: container.environment.exactOptional(),
  extraHosts: container.extraHosts.exactOptional(),
  groups: container.groups.exactOptional(),
  labels: container.labels.exactOptional(),
  memoryMiB: container.memoryMiB.exactOptional(),
  mounts: container.mounts.exactOptional(),
  secretEnvironment: container.secretEnvironment.exactOptional(),
  secrets: container.secrets.exactOptional(),
  stopGraceSeconds: container.stopGraceSeconds.exactOptional(),
  uploads: container.uploads.exactOptional(),
  user: container.user.exactOptional(),
};

const host = z.strictObject({
  hostname: container.hostname,
  kind: oneOf(["docker", "native"], "native is for agents that are no containers").exactOptional(),
  node: nodeName.exactOptional(),
  wampServer: server.exactOptional(),
  wampHttp: http.exactOptional(),
  wampRealm: realm.exactOptional(),
  logDir: anyText("a folder").exactOptional(),
  crossbarTimeoutSeconds: seconds.exactOptional(),
  crossbar: z
    .strictObject({ configDir: anyText("a folder").exactOptional(), bin: anyText("a program").exactOptional() })
    .exactOptional(),
  agents: listOf(z.strictObject(agent), "agents"),
});
const hosts = asWhole(listOf(host, "hosts"), Array.isArray, (value: readonly unknown[]) => value.length > 0, {
  error: (issue) => complaint("must name a host at least", issue.input, 'for example [{ hostname: "lab-docker", … }]'),
});

const part = { node: nodeName.exactOptional() };
const client = z.strictObject(part);
export const web = z.strictObject({ ...part, port: port.exactOptional(), ip: ip.exactOptional() });
const passwordFile = file("a file of the Docker host with the password");
export const monitoring = z.strictObject({
  ...part,
  influxdbPort: port.exactOptional(),
  removal: oneOf(["refused", "allowed"], "allowed loses the data with the site").exactOptional(),
  grafana: z
    .strictObject({ adminPasswordFile: passwordFile, port: port.exactOptional(), ip: ip.exactOptional() })
    .exactOptional(),
  loki: z.strictObject({ port: port.exactOptional() }).exactOptional(),
});

/** The rules of a site's settings, by their names. */
export const site = {
  name,
  realm: realm.exactOptional(),
  addressRoot: addressRoot.exactOptional(),
  accessPolicy: accessPolicy.exactOptional(),
  images,
  allowLatest: flag.exactOptional(),
  nodes: nodes.exactOptional(),
  crossbar: crossbar.exactOptional(),
  hosts,
  client: client.exactOptional(),
  web: web.exactOptional(),
  monitoring: monitoring.exactOptional(),
};

/** The rules of a site's environment file. */
export const observatoryEnvironment: Rule<ObservatoryEnvironment> = z.strictObject({
  ...site,
  backend: backend.exactOptional(),
}) as unknown as Rule<ObservatoryEnvironment>;
