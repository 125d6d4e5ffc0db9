import * as container from "../shared/container/schema";
import * as machine from "../shared/docker-host-schema";
import { pick } from "../shared/pick";
import {
  asWhole,
  complaint,
  eitherOf,
  listOf,
  oneOf,
  type Problem,
  partsOf,
  problemsOf,
  textMatching,
  wholeNumber,
} from "../shared/rules";
import { backend } from "../shared/schema";
import * as z from "../shared/zod";
import { address, host, publicAddress, redirect } from "./address-schema";
import { dns } from "./dns-schema";
import { digitalocean, droplet } from "./droplet-schema";
import { directives, globalOptions } from "./lines-schema";
import { postgres, postgresUse } from "./postgres-schema";
import { problemsBetween } from "./problems";
import { COLOURS } from "./render/layout";
import {
  type AcmeSettings,
  type CanarySettings,
  type CertificateSettings,
  CONTAINER_SETTINGS,
  type ColourSettings,
  type CommonSettings,
  type FrontSettings,
  type HealthSettings,
  type MigrateSettings,
  type NodeSettings,
  type PairSettings,
  type PlatformSettings,
  type ServiceSettings,
  type ServicesEnvironment,
} from "./settings";

export { frontAddress, frontAddresses } from "./address-schema";
export type { DnsSettings, DomainSettings, RecordSettings, RecordType } from "./dns-settings";
export type { DigitalOceanSettings, DropletSettings } from "./droplet-settings";
export type { PostgresBackupSettings, PostgresDatabaseSettings, PostgresSettings } from "./postgres-settings";
export type {
  AcmeSettings,
  CanarySettings,
  CertificateSettings,
  Colour,
  ColourSettings,
  CommonSettings,
  FrontSettings,
  HealthSettings,
  MigrateSettings,
  NodeSettings,
  PairSettings,
  PlatformSettings,
  ServiceContainerSettings,
  ServiceSettings,
  ServicesEnvironment,
} from "./settings";
export { warningsOfServices } from "./warnings";

type Issue = { readonly input?: unknown };

const text = (what: string) => textMatching(/^[^\p{Cc}]+$/u, `must be ${what}`, "write a text");
const path = (what: string) =>
  textMatching(/^[^\p{Cc}]+$/u, `must be the path of ${what}`, "it begins at the project's folder");

export const name = textMatching(
  /^(?!constructor$)[a-z][a-z0-9-]{0,30}(?<!-)$/,
  "must be 1 to 31 of a-z, 0-9 and -, the first a letter",
  "containers, networks and volumes begin with it",
);
export const serviceName = textMatching(
  /^(?!(front|constructor)$)[a-z][a-z0-9-]{0,30}(?<!-|-blue|-green|-migrate)$/,
  "must be 1 to 31 of a-z, 0-9 and -, the first a letter, with no colour and no -migrate at its end, and not front",
  "its containers are called after it",
);
export const nodeName = textMatching(
  /^[a-z0-9][a-z0-9-]{0,30}(?<!-)$/,
  "must be a name of a-z, 0-9 and -",
  "choose another",
);

const port = wholeNumber(1, 65_535, "these are the ports there are");
export const ports = listOf(port, "ports");
const seconds = (min: number, max: number, advice: string) => wholeNumber(min, max, advice);
const image = eitherOf(
  [container.reference, z.rulesOf<{ readonly local: string }>()({ local: text("an image of the engine") })],
  'must be an image with its tag or digest, or { local: "…" }',
  'for example "registry.example.org/nmpi@sha256:…"',
);

/** The rules of a node's settings. */
export const node = z.rulesOf<NodeSettings>()({
  dockerHost: machine.dockerHost.exactOptional(),
  hostKey: machine.hostKey.exactOptional(),
  knownHostsFile: machine.knownHostsFile.exactOptional(),
  address: address.exactOptional(),
  publicAddress: publicAddress.exactOptional(),
  droplet: droplet.exactOptional(),
});

const acme = z.rulesOf<AcmeSettings>()({
  email: textMatching(
    /^[^\s@"{}\\]+@[^\s@"{}\\]+$/,
    "must be an e-mail address",
    'for example "webmaster@example.org"',
  ),
  ca: textMatching(
    /^(production|staging|https:\/\/[^\s"{}]+)$/,
    'must be "production", "staging" or the address of an ACME directory',
    'for example "https://acme.example.org/directory"',
  ).exactOptional(),
  caRootFile: path("a certificate").exactOptional(),
});

/** The rules of a front's settings. */
export const front = z.rulesOf<FrontSettings>()({
  image,
  certificates: eitherOf(
    [z.rulesOf<{ readonly acme: AcmeSettings }>()({ acme }), oneOf(["internal", "none"], "")],
    'must be { acme: { email: "…" } }, "internal" or "none"',
    "none is for this machine alone, or behind another proxy",
  ),
  httpPort: port.exactOptional(),
  httpsPort: port.exactOptional(),
  ip: container.ip.exactOptional(),
  redirects: z
    .record(host, redirect, {
      error: (issue: Issue) => complaint("must be an object of addresses by host", issue.input, "write it in { }"),
    })
    .exactOptional(),
  innerPort: wholeNumber(1, 65_534, "it and the next one are needed").exactOptional(),
  removal: oneOf(["refused", "allowed"], "allowed loses the keys with the stack").exactOptional(),
  olderKernel: container.flag.exactOptional(),
  globalOptions: globalOptions.exactOptional(),
  ...pick(container.settings.shape, "secretEnvironment"),
});

const health = z.rulesOf<HealthSettings>()({
  path: textMatching(/^\/[^\s"'\\{}]*$/, "must be a path", "begin it with /").exactOptional(),
  grpc: textMatching(
    /^[\w./-]{0,120}$/,
    "must be the name of a gRPC service",
    'for example "simulation.v1.Runs", or "" for the whole server',
  ).exactOptional(),
  intervalSeconds: seconds(1, 60, "the front asks that often").exactOptional(),
  timeoutSeconds: seconds(1, 60, "a later answer is none").exactOptional(),
  minHealthySeconds: seconds(0, 600, "so long it must be healthy").exactOptional(),
  deadlineSeconds: seconds(1, 3600, "then the old container stays").exactOptional(),
});

const common = z.rulesOf<CommonSettings>()({
  preset: oneOf(["nmpi", "quotas", "docs", "splash"], "leave it out for a service of your own").exactOptional(),
  hosts: asWhole(listOf(host, "hosts"), Array.isArray, (value: readonly unknown[]) => value.length > 0, {
    error: (issue) => complaint("must name a host at least", issue.input, 'for example ["nmpi.example.org"]'),
  }),
  port: port.exactOptional(),
  scheme: oneOf(["http", "https", "h2c"], "it is what the container speaks; h2c is HTTP/2 without TLS").exactOptional(),
  health: health.exactOptional(),
  node: nodeName.exactOptional(),
  front: nodeName.exactOptional(),
  database: postgresUse.exactOptional(),
  networks: listOf(
    z.rulesOf<NonNullable<CommonSettings["networks"]>[number]>()({
      name: text("a network's name"),
      aliases: listOf(text("a name"), "aliases").exactOptional(),
    }),
    "networks",
  ).exactOptional(),
  drainSeconds: seconds(0, 3600, "so long a download may go on").exactOptional(),
  readTimeoutSeconds: seconds(1, 86_400, "then the answer is 504").exactOptional(),
  maxBodyMiB: wholeNumber(1, 1_048_576, "leave it out for no limit").exactOptional(),
  maintenance: textMatching(
    /^[^\0]{1,2000}$/s,
    "must be a text of up to 2000 characters",
    "it is shown to all",
  ).exactOptional(),
  certificate: z
    .rulesOf<CertificateSettings>()({
      certFile: path("a certificate"),
      keyFile: path("its key"),
      acme: oneOf(["later", "now"], "now makes one beside it").exactOptional(),
    })
    .exactOptional(),
  migrate: z
    .rulesOf<MigrateSettings>()({
      command: asWhole(container.command, Array.isArray, (value: readonly unknown[]) => value.length > 0, {
        error: ({ input }) => complaint("must name a program", input, 'for example ["python", "manage.py", "migrate"]'),
      }),
    })
    .exactOptional(),
  directives: directives.exactOptional(),
  ...pick(container.settings.shape, ...CONTAINER_SETTINGS),
});

/** The rules of a service's settings. */
export const service = z.rulesOf<ServiceSettings>()({ ...common.shape, image });

const colour = z.rulesOf<ColourSettings>()({
  image,
  node: nodeName.exactOptional(),
  ...pick(container.settings.shape, "environment"),
});

/** The rules of a pair's settings. */
export const pair = z.rulesOf<PairSettings>()({
  ...common.shape,
  stagingHosts: listOf(host, "hosts").exactOptional(),
  live: oneOf(COLOURS, "the other is idle"),
  blue: colour.exactOptional(),
  green: colour.exactOptional(),
  canary: z
    .rulesOf<CanarySettings>()({
      percent: wholeNumber(1, 99, "0 is no canary, 100 is live"),
      sticky: oneOf(["cookie", "none"], "cookie keeps a browser with its colour").exactOptional(),
    })
    .exactOptional(),
});

const OF_PAIRS = ["live", "blue", "green", "stagingHosts", "canary"];

/** Whether it is a pair is told by its settings, so that what is wrong is held against the right rules. */
function problemsOfServices(value: unknown): Problem[] {
  const services = partsOf(partsOf(value).services);
  return Object.entries(services).flatMap(([key, each]) => {
    const isPair = OF_PAIRS.some((setting) => setting in partsOf(each));
    return problemsOf(isPair ? pair : service, each).map((problem) => ({
      ...problem,
      path: `services.${key}${problem.path === "" ? "" : "."}${problem.path}`,
    }));
  });
}

/** What is wrong with the services of one file, and between its settings. */
export function problemsWithinServices(value: unknown): Problem[] {
  return [...problemsOfServices(value), ...problemsBetween(value)];
}

/** The rules of a platform's settings. */
export const platform = z.rulesOf<PlatformSettings>()({
  name,
  nodes: z
    .record(nodeName, node, {
      error: (issue: Issue) => complaint("must be an object of nodes", issue.input, "write it in { }"),
    })
    .exactOptional(),
  digitalocean: digitalocean.exactOptional(),
  dns: dns.exactOptional(),
  front,
  postgres: z
    .record(serviceName, postgres, {
      error: (issue: Issue) => complaint("must be an object of servers by their names", issue.input, "write it in { }"),
    })
    .exactOptional(),
  services: z.record(
    serviceName,
    z.custom<ServiceSettings | PairSettings>(() => true),
    {
      error: (issue: Issue) =>
        complaint("must be an object of services by their names", issue.input, "write it in { }"),
    },
  ),
});

/** The rules of an environment file. */
export const servicesEnvironment = z.rulesOf<ServicesEnvironment>()({
  ...platform.shape,
  backend: backend.exactOptional(),
});
