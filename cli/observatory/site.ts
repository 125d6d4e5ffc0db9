import { isLoopback, madeCrossbar } from "../../constructs/observatory/render/layout";
import type { ObservatoryEnvironment } from "../../constructs/observatory/schema";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { isAny } from "../../constructs/shared/render/ip-address";
import { shown } from "../../constructs/shared/shown";

/** An agent of a site, by its instance-id. */
export function agentNamed({ name, hosts }: ObservatoryEnvironment, instanceId: string) {
  const agents = hosts.flatMap((host) => host.agents.map((agent) => ({ host, agent })));
  const found = agents.find(({ agent }) => agent.instanceId === instanceId);
  if (found !== undefined) return found;
  const known = agents.map(({ agent }) => agent.instanceId);
  const advice = didYouMean(instanceId, known) ?? `${name} has ${known.join(", ")}`;
  throw new Error(`instance-id must be one of ${name}'s agents, got ${shown(instanceId)}; ${advice}`);
}

/** What to do where a site's router does not answer from here. */
export function reachAdvice(site: ObservatoryEnvironment): string {
  const made = madeCrossbar(site);
  if (made === undefined) return "start it, or correct crossbar in the environment file";
  const host = made.node === undefined ? undefined : site.nodes?.[made.node]?.dockerHost;
  const ssh = /^ssh:\/\/(.+)$/.exec(host ?? Object.values(site.nodes ?? {})[0]?.dockerHost ?? "")?.[1];
  if (ssh === undefined || (!isLoopback(made.ip) && !isAny(made.ip))) {
    return `slipway deploy ${site.name} starts it, slipway observatory logs ${site.name} crossbar says why it does not`;
  }
  return `it may answer on its own host alone: ssh -N -L ${made.port}:127.0.0.1:${made.port} ${ssh} brings it here`;
}
