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
