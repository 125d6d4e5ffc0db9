import {
  containerAgents,
  containerName,
  crossbarNode,
  nodeOfHost,
  nodeOfPart,
} from "../../constructs/observatory/render/layout";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { shown } from "../../constructs/shared/shown";
import { SiteEngine } from "./engine";
import { agentNamed } from "./site";

/** Options of `slipway observatory logs`. */
export interface LogsOptions {
  readonly follow: boolean;
  readonly since?: string;
  readonly tail?: string;
}

/** A part of a site that has a log, and where it runs. */
interface Logged {
  readonly instance: string;
  readonly node: string;
}

/** Prints the log of one part, or of all with their names before each line. */
export async function printLogs(
  site: ObservatoryEnvironment,
  [instance, ...more]: readonly string[],
  options: LogsOptions,
): Promise<void> {
  if (more.length > 0) throw new Error(`logs takes a workspace and an instance-id, got ${shown(more)} more`);
  const { tail = "all" } = options;
  if (!/^(\d+|all)$/.test(tail)) {
    throw new Error(`--tail must be a whole number or "all", got ${shown(tail)}; for example 20`);
  }
  const parts = partsOf(site);
  const wanted = instance === undefined ? parts : parts.filter((part) => part.instance === instance);
  if (wanted.length === 0 && instance !== undefined) {
    const { host } = agentNamed(site, instance);
    throw new Error(`${instance} must be in a container, got a native agent of ${host.hostname}; its log is there`);
  }
  const isAlone = wanted.length === 1;
  const width = Math.max(...wanted.map((part) => part.instance.length));
  const ends = wanted.map((part) => {
    const print = (line: string) => console.log(`${part.instance.padEnd(width)} | ${line}`);
    const name = containerName(site.name, part.instance);
    return new SiteEngine(site, part.node).follow(name, dockerOptions(options), isAlone ? undefined : print);
  });
  const codes = await Promise.all(ends);
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
}

function partsOf(site: ObservatoryEnvironment): Logged[] {
  const node = crossbarNode(site);
  return [
    ...(node === undefined ? [] : [{ instance: "crossbar", node }]),
    ...(site.client === undefined ? [] : [{ instance: "client", node: nodeOfPart(site, site.client) }]),
    ...containerAgents(site).map(({ host, agent }) => ({
      instance: agent.instanceId,
      node: nodeOfHost(site, host),
    })),
  ];
}

function dockerOptions({ follow, since, tail }: LogsOptions): string[] {
  return [
    ...(follow ? ["--follow"] : []),
    ...(since === undefined ? [] : ["--since", since]),
    ...(tail === undefined ? [] : ["--tail", tail]),
  ];
}
