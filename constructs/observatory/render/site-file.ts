import type { Scalar } from "yaml";
import { lazy } from "../../shared/lazy";
import type { AgentSettings, HostSettings, SiteSettings } from "../settings";
import { impliedArguments, words } from "./arguments";
import { type Hub, hubFor, hubOfHost, isDocker } from "./layout";

const yaml = lazy<typeof import("yaml")>(() => require("yaml"));

/** `hub` of a site configuration. */
interface HubBlock {
  readonly wamp_server: string;
  readonly wamp_http: string;
  readonly wamp_realm: string;
  readonly address_root: string;
  readonly access_policy?: string;
}

/** An entry of `hosts` in a site configuration, in the spelling that OCS reads. */
interface HostBlock {
  readonly wamp_server?: string;
  readonly wamp_http?: string;
  readonly wamp_realm?: string;
  readonly "log-dir"?: string;
  readonly crossbar_timeout?: number;
  readonly crossbar?: Readonly<Record<string, string>>;
  readonly "agent-instances": readonly AgentBlock[];
}

/** An entry of `agent-instances`. */
interface AgentBlock {
  readonly "agent-class": string;
  readonly "instance-id": string;
  readonly manage?: string;
  readonly arguments: readonly string[];
}

/** A site configuration. @see https://ocs.readthedocs.io/en/main/user/site_config.html */
export interface SiteFile {
  readonly hub: HubBlock;
  readonly hosts: Readonly<Record<string, HostBlock>>;
}

/** Who keeps the containers: Terraform, so that a HostManager leaves them alone, or a HostManager. */
export type Keeper = "terraform" | "hostmanager";

/** The site configuration as a whole. */
export function siteFile(site: SiteSettings, keeper: Keeper = "terraform"): SiteFile {
  const hosts = site.hosts.map((host) => {
    const agents = host.agents.map((agent) => agentOfHost(site, host, agent, keeper));
    return [host.hostname, hostBlock(site, host, agents)] as const;
  });
  return { hub: hubBlock(hubFor(site, "outside")), hosts: Object.fromEntries(hosts) };
}

/** What one agent in a container reads: with the others left out, a change of theirs does not reach it. */
export function agentFile(
  hub: Hub,
  host: Pick<HostSettings, "hostname" | "crossbarTimeoutSeconds" | "logDir">,
  agent?: AgentBlock,
): SiteFile {
  const block = { ...hostSettings(host), "agent-instances": agent === undefined ? [] : [agent] };
  return { hub: hubBlock(hub), hosts: { [host.hostname]: block } };
}

/** What a client outside reads. */
export function clientFile(site: SiteSettings): SiteFile {
  return { hub: hubBlock(hubFor(site, "outside")), hosts: {} };
}

/** The entry of an agent. */
export function agentBlock(
  { agentClass, instanceId, manage }: Pick<AgentSettings, "agentClass" | "instanceId" | "manage">,
  args: NonNullable<AgentSettings["arguments"]>,
): AgentBlock {
  return {
    "agent-class": agentClass,
    "instance-id": instanceId,
    ...(manage === undefined ? {} : { manage }),
    arguments: words(args),
  };
}

/** Its text. Every text is quoted: the YAML that OCS reads takes more words for something else than YAML of today. */
export function siteYaml(file: SiteFile, comment: string): string {
  const document = new yaml.Document(file);
  document.commentBefore = comment
    .split("\n")
    .map((line) => ` ${line}`)
    .join("\n");
  const hosts = document.get("hosts");
  if (yaml.isMap<Scalar>(hosts)) for (const { key } of hosts.items) key.type = yaml.Scalar.QUOTE_DOUBLE;
  return document.toString({ lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" });
}

function agentOfHost(site: SiteSettings, host: HostSettings, agent: AgentSettings, keeper: Keeper): AgentBlock {
  if (!isDocker(host)) return agentBlock(agent, agent.arguments ?? {});
  const manage = keeper === "terraform" ? "ignore" : "docker/up";
  return agentBlock({ ...agent, manage }, { ...impliedArguments(site, host, agent), ...agent.arguments });
}

function hubBlock({ wampServer, wampHttp, wampRealm, addressRoot, accessPolicy }: Hub): HubBlock {
  return {
    wamp_server: wampServer,
    wamp_http: wampHttp,
    wamp_realm: wampRealm,
    address_root: addressRoot,
    ...(accessPolicy === undefined ? {} : { access_policy: accessPolicy }),
  };
}

function hostBlock(site: SiteSettings, host: HostSettings, agents: readonly AgentBlock[]): HostBlock {
  const { wampServer, wampHttp, wampRealm, crossbar } = host;
  const derived = isDocker(host) ? hubOfHost(site, host) : undefined;
  const outside = hubFor(site, "outside");
  const differs = derived !== undefined && derived.wampServer !== outside.wampServer;
  const server = wampServer ?? (differs ? derived.wampServer : undefined);
  const http = wampHttp ?? (differs ? derived.wampHttp : undefined);
  return {
    ...(server === undefined ? {} : { wamp_server: server }),
    ...(http === undefined ? {} : { wamp_http: http }),
    ...(wampRealm === undefined ? {} : { wamp_realm: wampRealm }),
    ...hostSettings(host),
    ...(crossbar === undefined ? {} : { crossbar: crossbarBlock(crossbar) }),
    "agent-instances": agents,
  };
}

function hostSettings({ logDir, crossbarTimeoutSeconds }: Pick<HostSettings, "logDir" | "crossbarTimeoutSeconds">) {
  return {
    ...(logDir === undefined ? {} : { "log-dir": logDir }),
    ...(crossbarTimeoutSeconds === undefined ? {} : { crossbar_timeout: crossbarTimeoutSeconds }),
  };
}

function crossbarBlock({ configDir, bin }: NonNullable<HostSettings["crossbar"]>): Record<string, string> {
  return {
    ...(configDir === undefined ? {} : { "config-dir": configDir }),
    ...(bin === undefined ? {} : { bin }),
  };
}
