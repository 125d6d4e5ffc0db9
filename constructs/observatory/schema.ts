import * as container from "../shared/container/schema";
import * as machine from "../shared/docker-host-schema";
import { asWhole, complaint, isRecord, listOf, oneOf } from "../shared/rules";
import { backend } from "../shared/schema";
import * as z from "../shared/zod";
import { agent, helper, imageText } from "./agent-schema";
import {
  accessPolicy,
  address,
  addressRoot,
  anyText,
  file,
  http,
  name,
  nodeName,
  port,
  realm,
  seconds,
  server,
} from "./names";
import type {
  ClientSettings,
  CrossbarSettings,
  ExternalCrossbar,
  GrafanaSettings,
  HostSettings,
  LokiSettings,
  MonitoringSettings,
  NodeSettings,
  ObservatoryEnvironment,
  SiteImages,
  SiteSettings,
  WebSettings,
} from "./settings";

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
  HelperSettings,
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

const { flag } = container;
const images = z.rulesOf<SiteImages>()({
  ocs: imageText,
  crossbar: imageText.exactOptional(),
  web: imageText.exactOptional(),
  influxdb: imageText.exactOptional(),
  grafana: imageText.exactOptional(),
  loki: imageText.exactOptional(),
  lokiDriver: container.reference.exactOptional(),
});

const nodes = z.record(
  nodeName,
  z.rulesOf<NodeSettings>()({
    dockerHost: machine.dockerHost.exactOptional(),
    knownHostsFile: machine.knownHostsFile.exactOptional(),
    address: address.exactOptional(),
  }),
  { error: (issue: Issue) => complaint("must be an object of Docker hosts", issue.input, "write it in { }") },
);

const ip = container.ip;
const router = z.rulesOf<CrossbarSettings | ExternalCrossbar>()({
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

const host = z.rulesOf<HostSettings>()({
  hostname: container.hostname,
  kind: oneOf(["docker", "native"], "native is for agents that are no containers").exactOptional(),
  node: nodeName.exactOptional(),
  wampServer: server.exactOptional(),
  wampHttp: http.exactOptional(),
  wampRealm: realm.exactOptional(),
  logDir: anyText("a folder").exactOptional(),
  crossbarTimeoutSeconds: seconds.exactOptional(),
  crossbar: z
    .rulesOf<NonNullable<HostSettings["crossbar"]>>()({
      configDir: anyText("a folder").exactOptional(),
      bin: anyText("a program").exactOptional(),
    })
    .exactOptional(),
  agents: listOf(agent, "agents"),
  helpers: listOf(helper, "helpers").exactOptional(),
});
const hosts = asWhole(listOf(host, "hosts"), Array.isArray, (value: readonly unknown[]) => value.length > 0, {
  error: (issue) => complaint("must name a host at least", issue.input, 'for example [{ hostname: "lab-docker", … }]'),
});

const part = { node: nodeName.exactOptional() };
const client = z.rulesOf<ClientSettings>()(part);
export const web = z.rulesOf<WebSettings>()({ ...part, port: port.exactOptional(), ip: ip.exactOptional() });
const passwordFile = file("a file of the Docker host with the password");
export const monitoring = z.rulesOf<MonitoringSettings>()({
  ...part,
  influxdbPort: port.exactOptional(),
  removal: oneOf(["refused", "allowed"], "allowed loses the data with the site").exactOptional(),
  grafana: z
    .rulesOf<GrafanaSettings>()({ adminPasswordFile: passwordFile, port: port.exactOptional(), ip: ip.exactOptional() })
    .exactOptional(),
  loki: z.rulesOf<LokiSettings>()({ port: port.exactOptional() }).exactOptional(),
});

/** The rules of a site's settings. */
export const site = z.rulesOf<SiteSettings>()({
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
});

/** The rules of a site's environment file. */
export const observatoryEnvironment = z.rulesOf<ObservatoryEnvironment>()({
  ...site.shape,
  backend: backend.exactOptional(),
});
