import { addressesMeet, isAny } from "../shared/render/ip-address";
import { isText, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { isLoopback } from "./render/layout";
import { recordsIn, type SoundSite, textOf } from "./sound";

const LOOPBACK = "127.0.0.1";

/** What is wrong with where the router is, and who must reach it. */
export function crossbarProblems(site: SoundSite): Problem[] {
  const { settings, nodes, hosts } = site;
  const crossbar = partsOf(settings.crossbar);
  const own = hosts.filter((host) => host.settings.crossbar !== undefined);
  const twice = own.slice(1).map(({ path, hostname }) => ({
    path: `${path}.crossbar`,
    message: `must be on one host, got it on ${own[0]?.hostname} and ${hostname}; a site has one router`,
  }));
  if ("wampServer" in crossbar) return twice;
  const ip = textOf(crossbar.ip) ?? "127.0.0.1";
  const node = textOf(crossbar.node) ?? nodes[0] ?? "local";
  return [...twice, ...openProblems(ip, crossbar.allowPublic), ...reachProblems(site, ip, node)];
}

function openProblems(ip: string, allowPublic: unknown): Problem[] {
  if (isLoopback(ip) || allowPublic === true) return [];
  const advice =
    "whoever reaches it may call and register everything: set allowPublic, with a firewall that Docker does not go past";
  return [{ path: "crossbar.ip", message: `must be an address of the host itself, got ${shown(ip)}; ${advice}` }];
}

/** Containers on other nodes come over the network. */
function reachProblems({ settings, hosts }: SoundSite, ip: string, node: string): Problem[] {
  const away = hosts.filter((host) => host.isDocker && (textOf(host.settings.node) ?? node) !== node);
  if (away.length === 0) return [];
  const from = `${away.map(({ hostname }) => hostname).join(", ")} on another node`;
  if (isLoopback(ip)) {
    const message = `must be reached from ${from}, got ${shown(ip)}; name an address of ${node} and set allowPublic`;
    return [{ path: "crossbar.ip", message }];
  }
  const { address } = partsOf(partsOf(settings.nodes)[node]);
  if (!isAny(ip) || address !== undefined) return [];
  return [{ path: `nodes.${node}.address`, message: `is required; ${from} must reach the router there` }];
}

/** A port of a host serves one thing. */
export function portProblems(site: SoundSite): Problem[] {
  const ports = portsOf(site);
  return ports.flatMap((one, index) => {
    const { path, port, node } = one;
    const other = ports.findIndex((each, at) => at < index && each.node === node && meet(each, one));
    if (other < 0) return [];
    return [{ path, message: `must be another port, got ${port} as ${ports[other]?.path} has; change one` }];
  });
}

/** A port of an engine's host. */
export interface HostPort {
  readonly port: number;
  readonly protocol: string;
  readonly ip: string;
}

/** Whether two programs on a host cannot both have their ports. On addresses of their own, they can. */
export function meet(one: HostPort, other: HostPort): boolean {
  return one.port === other.port && one.protocol === other.protocol && addressesMeet(one.ip, other.ip);
}

/** The ports of a site on its hosts, and where they are said. */
export function portsOf(site: SoundSite) {
  const { settings, nodes, agents, helpers } = site;
  const crossbar = partsOf(settings.crossbar);
  const web = partsOf(settings.web);
  const monitoring = partsOf(settings.monitoring);
  const { grafana, loki } = monitoring;
  const all: [path: string, isThere: boolean, node: unknown, port: unknown, ip?: unknown][] = [
    ["crossbar.port", !("wampServer" in crossbar), crossbar.node, crossbar.port ?? 8001, crossbar.ip],
    ["web.port", settings.web !== undefined, web.node, web.port ?? 3002, web.ip],
    ["monitoring.influxdbPort", settings.monitoring !== undefined, monitoring.node, monitoring.influxdbPort ?? 8086],
    [
      "monitoring.grafana.port",
      grafana !== undefined,
      monitoring.node,
      partsOf(grafana).port ?? 3000,
      partsOf(grafana).ip,
    ],
    ["monitoring.loki.port", loki !== undefined, monitoring.node, partsOf(loki).port ?? 3100],
  ];
  const usual = textOf(crossbar.node) ?? nodes[0] ?? "local";
  const parts = all.flatMap(([path, isThere, placed, port, ip = LOOPBACK]) => {
    if (!isThere || typeof port !== "number" || !isText(ip)) return [];
    const node = textOf(placed) ?? usual;
    return [{ path, port, protocol: "tcp", ip, node, engine: engineOf({ settings }, node) }];
  });
  const published = [...agents, ...helpers]
    .filter(({ host }) => host.isDocker)
    .flatMap(({ path, settings: agent, host }) =>
      recordsIn(agent.ports).flatMap(([index, { internal, external = internal, protocol = "tcp", ip = LOOPBACK }]) => {
        const node = textOf(host.settings.node) ?? nodes[0] ?? "local";
        if (typeof external !== "number" || !isText(protocol) || !isText(ip)) return [];
        return [
          { path: `${path}.ports[${index}]`, port: external, protocol, ip, node, engine: engineOf({ settings }, node) },
        ];
      }),
    );
  return [...parts, ...published];
}

/** The address of a node's engine; empty for the usual one. */
export function engineOf({ settings }: Pick<SoundSite, "settings">, node: unknown): string {
  return textOf(partsOf(partsOf(settings.nodes)[textOf(node) ?? ""]).dockerHost) ?? "";
}
