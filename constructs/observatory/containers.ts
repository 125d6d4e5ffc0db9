import { type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { engineOf } from "./places";
import type { SoundSite } from "./sound";

/** A container that is made for a site. */
interface MadeContainer {
  /** What its name ends in, behind the site's. */
  readonly part: string;
  /** Whose it is, in words. */
  readonly of: string;
  /** The setting that makes it. */
  readonly path: string;
  /** Its Docker host's engine. */
  readonly engine: string;
}

/** An agent or a helper that takes the name of another container of its site. */
export function nameProblems(site: SoundSite): Problem[] {
  const parts = partsOfSite(site);
  const [agents, helpers] = [agentsOf(site), helpersOf(site)];
  const twice = (made: readonly MadeContainer[], othersOf: (index: number) => readonly MadeContainer[]) =>
    made.flatMap(({ part: name, path }, index) => {
      const other = othersOf(index).find(({ part }) => part === name);
      if (other === undefined) return [];
      const message = `must be another, got ${shown(name)}, which is the name of ${other.of}; choose another`;
      return [{ path, message }];
    });
  return [
    ...twice(agents, () => parts),
    ...twice(helpers, (index) => [...parts, ...agents, ...helpers.slice(0, index)]),
  ];
}

/** All containers of a site. */
export function containersOf(site: SoundSite): MadeContainer[] {
  return [...partsOfSite(site), ...agentsOf(site), ...helpersOf(site)];
}

function agentsOf(site: SoundSite): MadeContainer[] {
  return site.agents.flatMap(({ path, instanceId, host }) => {
    if (instanceId === undefined || !host.isDocker) return [];
    const engine = engineOf(site, host.settings.node ?? site.nodes[0]);
    return [{ part: instanceId, of: `the container of ${instanceId}`, path: `${path}.instanceId`, engine }];
  });
}

function helpersOf(site: SoundSite): MadeContainer[] {
  return site.helpers.flatMap(({ path, name, host }) => {
    if (name === undefined || !host.isDocker) return [];
    const engine = engineOf(site, host.settings.node ?? site.nodes[0]);
    return [{ part: name, of: `the helper ${name}`, path: `${path}.name`, engine }];
  });
}

/** Those that are no agent's own. */
function partsOfSite(site: SoundSite): MadeContainer[] {
  const { crossbar, client, web, monitoring } = site.settings;
  const { node, grafana, loki } = partsOf(monitoring);
  const router = partsOf(crossbar);
  const all: [part: string, isThere: boolean, of: string, path: string, node: unknown][] = [
    ["crossbar", !("wampServer" in router), "the router's container", "crossbar", router.node],
    ["client", client !== undefined, "the client's container", "client", partsOf(client).node],
    ["web", web !== undefined, "the control panel's container", "web", partsOf(web).node],
    ["influxdb", monitoring !== undefined, "InfluxDB's container", "monitoring", node],
    ["grafana", grafana !== undefined, "Grafana's container", "monitoring.grafana", node],
    ["loki", loki !== undefined, "Loki's container", "monitoring.loki", node],
  ];
  const parts = all.flatMap(([part, isThere, of, path, placed]) =>
    isThere ? [{ part, of, path, engine: engineOf(site, placed ?? router.node ?? site.nodes[0]) }] : [],
  );
  return [...parts, ...ownersOf(site)];
}

/** The containers that give new volumes to the user of OCS. */
function ownersOf(site: SoundSite): MadeContainer[] {
  return site.agents.flatMap(({ path, settings, instanceId, agentClass, host }) => {
    const hasVolume = agentClass === "AggregatorAgent" && !("hostPath" in partsOf(settings.data));
    if (instanceId === undefined || !host.isDocker || !hasVolume) return [];
    const of = `the container that prepares the volume of ${instanceId}`;
    const engine = engineOf(site, host.settings.node ?? site.nodes[0]);
    return [{ part: `${instanceId}-owner`, of, path: `${path}.instanceId`, engine }];
  });
}
