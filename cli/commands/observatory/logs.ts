import { Command } from "commander";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { checkLogOptions, type LogOptions, withLogOptions } from "../../container-log";
import { workspaceAndRest } from "../../words";

const layout = lazy<typeof import("../../../constructs/observatory/render/layout")>(() =>
  require("../../../constructs/observatory/render/layout"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const engines = lazy<typeof import("../../observatory/engine")>(() => require("../../observatory/engine"));
const sites = lazy<typeof import("../../observatory/site")>(() => require("../../observatory/site"));

/** `slipway observatory logs`. */
export function logsCommand(project: () => Project): Command {
  const command = new Command("logs")
    .description("Print the log of an agent's container, or of all containers of a site")
    .argument("[instance-id...]", "instance-id, or crossbar, after the workspace if the project has several")
    .usage("[options] [workspace] [instance-id]");
  return withLogOptions(command)
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory logs barebones1 -f
  slipway observatory logs lab --since 10m
  slipway observatory logs lab crossbar --tail 20`,
    )
    .action((words: readonly string[], options: LogOptions) => {
      const [first = ""] = words;
      const isWorkspace = words.length === 1 && workspaces.namesOf(project(), "observatory").includes(first);
      const { workspace, rest } = workspaceAndRest(words, isWorkspace ? 0 : 1);
      return printLogs(workspaces.namedEnvironment(project(), "observatory", workspace), rest, options);
    });
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
  options: LogOptions,
): Promise<void> {
  if (more.length > 0) throw new Error(`logs takes a workspace and an instance-id, got ${shown(more)} more`);
  checkLogOptions(options);
  const parts = partsOf(site);
  const wanted = instance === undefined ? parts : parts.filter((part) => part.instance === instance);
  if (wanted.length === 0 && instance !== undefined) {
    const { host } = sites.agentNamed(site, instance);
    throw new Error(`${instance} must be in a container, got a native agent of ${host.hostname}; its log is there`);
  }
  const isAlone = wanted.length === 1;
  const width = Math.max(...wanted.map((part) => part.instance.length));
  const ends = wanted.map((part) => {
    const print = (line: string) => console.log(`${part.instance.padEnd(width)} | ${line}`);
    const name = layout.containerName(site.name, part.instance);
    return new engines.SiteEngine(site, part.node).follow(name, options, isAlone ? undefined : print);
  });
  const codes = await Promise.all(ends);
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
}

function partsOf(site: ObservatoryEnvironment): Logged[] {
  const node = layout.crossbarNode(site);
  return [
    ...(node === undefined ? [] : [{ instance: "crossbar", node }]),
    ...(site.client === undefined ? [] : [{ instance: "client", node: layout.nodeOfPart(site, site.client) }]),
    ...layout
      .hostHelpers(site)
      .map(({ host, helper }) => ({ instance: helper.name, node: layout.nodeOfHost(site, host) })),
    ...layout.containerAgents(site).map(({ host, agent }) => ({
      instance: agent.instanceId,
      node: layout.nodeOfHost(site, host),
    })),
  ];
}
