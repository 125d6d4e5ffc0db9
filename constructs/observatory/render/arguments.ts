import type { AgentArguments, AgentSettings, HostSettings, SiteSettings } from "../settings";
import { nodeOfHost, nodeOfPart } from "./layout";

/** Where an agent in a container finds its site configuration. */
export const CONFIG_FOLDER = "/config";
/** Where an AccessDirector in a container finds its passwords. */
export const ACCESS_FILE = `${CONFIG_FOLDER}/access.yaml`;
/** Where an aggregator in a container writes. */
export const DATA_FOLDER = "/data";

/** Variables that follow from the site for each agent in a container, and what says them. */
export const SITE_VARIABLES: ReadonlyMap<string, string> = new Map([
  ["CROSSBAR_TIMEOUT", "write crossbarTimeoutSeconds"],
  ["INSTANCE_ID", "write instanceId"],
  ["LOGLEVEL", "write logLevel"],
  ["OCS_CONFIG_DIR", `the site configuration is in ${CONFIG_FOLDER}`],
  ["SITE_HOST", "write the hostname of its host"],
  ["SITE_HTTP", "write wampHttp of its host"],
  ["SITE_HUB", "write wampServer of its host"],
]);

/** Options of every agent that say what the site says, and what says it. */
export const SITE_OPTIONS: ReadonlyMap<string, string> = new Map([
  ["address-root", "write addressRoot of the site"],
  ["instance-id", "write instanceId"],
  ["site", "an agent has one site configuration"],
  ["site-file", "an agent has one site configuration"],
  ["site-host", "write the hostname of its host"],
  ["site-http", "write wampHttp of its host"],
  ["site-hub", "write wampServer of its host"],
  ["site-realm", "write wampRealm of its host"],
]);

/** The same of an agent in a container; a native one may have its own. */
export const HOST_OPTIONS: ReadonlyMap<string, string> = new Map([
  ["crossbar-timeout", "write crossbarTimeoutSeconds"],
  ["log-dir", "write logDir of its host"],
  ["working-dir", "OCS needs it for a log folder alone: write an absolute logDir of its host"],
]);

/** The words of a command line. */
export function words(args: AgentArguments): string[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const values = value === true ? [] : Array.isArray(value) ? value : [value];
    return [name.length === 1 ? `-${name}` : `--${name}`, ...values.map(String)];
  });
}

/** The arguments of an agent in a container that follow from the site; its own go before them. */
export function impliedArguments(
  site: SiteSettings,
  host: HostSettings,
  { agentClass, network }: AgentSettings,
): AgentArguments {
  const { monitoring } = site;
  if (agentClass === "AggregatorAgent") return { "data-dir": DATA_FOLDER };
  if (agentClass === "AccessDirector") return { "config-file": ACCESS_FILE };
  if (agentClass !== "InfluxDBAgent" || monitoring === undefined) return {};
  if (nodeOfHost(site, host) !== nodeOfPart(site, monitoring)) return {};
  return network === "host" ? { host: "127.0.0.1", port: monitoring.influxdbPort ?? 8086 } : { host: "influxdb" };
}
