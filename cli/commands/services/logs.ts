import { closeSync, writeSync } from "node:fs";
import { Command } from "commander";
import type { Engine } from "../../../constructs/services/apply/engine";
import type { Colour, ServicesEnvironment } from "../../../constructs/services/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { checkLogOptions, type LogOptions, logsOf, printLog, withLogOptions } from "../../container-log";
import { isThere, openFile } from "../../out";
import type { Found } from "../../services/look";

const layout = lazy<typeof import("../../../constructs/services/render/layout")>(() =>
  require("../../../constructs/services/render/layout"),
);
const postgres = lazy<typeof import("../../../constructs/services/render/postgres")>(() =>
  require("../../../constructs/services/render/postgres"),
);
const looks = lazy<typeof import("../../services/look")>(() => require("../../services/look"));
const platforms = lazy<typeof import("../../services/platform")>(() => require("../../services/platform"));
const state = lazy<typeof import("../../services/status")>(() => require("../../services/status"));

interface LogsOptions extends LogOptions {
  readonly colour?: string;
  readonly out?: string;
  readonly force?: boolean;
}

/** `slipway services logs`. */
export function logsCommand(project: () => Project): Command {
  const command = new Command("logs")
    .description("Print the log of a service, of a pair's live colour, of a PostgreSQL server, or of the front")
    .argument("<service...>", "name of the service or server, or front, after its workspace if the project has several")
    .usage("[options] [workspace] <service>")
    .option("--colour <colour>", "colour of a pair, blue or green (default: the live one)");
  return withLogOptions(command)
    .option("--out <file>", "write to this file instead of the terminal")
    .option("--force", "overwrite an existing file")
    .addHelpText(
      "after",
      `
Examples:
  slipway services logs nmpi -f
  slipway services logs platform nmpi --colour green --since 10m
  slipway services logs front --tail 20`,
    )
    .action(async (words: readonly string[], options: LogsOptions) => {
      const { platform, service } = await platforms.platformAndService(project(), words);
      return printLogs(platform, service, options);
    });
}

/** A container whose log is wanted. */
interface Logged {
  readonly node: string;
  readonly engine: Engine;
  readonly container: string;
}

/** Prints the log of a service's container, of a pair the live one; or that of the front of each node. */
async function printLogs(platform: ServicesEnvironment, name: string, options: LogsOptions): Promise<void> {
  check(options);
  const isFront = name === "front" && !Object.hasOwn(platform.services, name);
  const server = Object.hasOwn(platform.postgres ?? {}, name) ? [serverOf(platform, name, options)] : undefined;
  const logged = isFront ? fronts(platform, options) : (server ?? [await upstream(platform, name, options)]);
  const output = options.out === undefined ? undefined : openFile("--out", options.out, "w");
  try {
    const codes = await Promise.all(logged.map((each) => print(each, options, output, logged.length > 1)));
    if (codes.some((code) => code !== 0)) process.exitCode = 1;
  } finally {
    if (output !== undefined) closeSync(output);
  }
}

function check({ colour, out, force, ...log }: LogsOptions): void {
  checkLogOptions(log);
  if (colour !== undefined && !layout.COLOURS.includes(colour as Colour)) {
    throw new Error(`--colour must be blue or green, got ${shown(colour)}; left out, it is the live one`);
  }
  if (out !== undefined && isThere("--out", "file", out) && !force) {
    throw new Error(`--out must be a new file, got ${shown(out)}; name another, or add --force`);
  }
}

function fronts(platform: ServicesEnvironment, { colour }: LogsOptions): Logged[] {
  if (colour !== undefined) throw new Error(`--colour must be left out for the front, got ${colour}: it has none`);
  const nodes = layout.nodeNames(platform).filter((node) => {
    const { containers, routes } = layout.nodePlan(platform, node);
    return containers.length + routes.length > 0;
  });
  return nodes.map((node) => ({
    node,
    engine: platforms.engineOf(platform, node),
    container: `${platform.name}-front`,
  }));
}

function serverOf(platform: ServicesEnvironment, name: string, { colour }: LogsOptions): Logged {
  if (colour !== undefined) throw new Error(`--colour must be left out for ${name}, got ${colour}: it is no pair`);
  const node = postgres.postgresNode(platform, name);
  return { node, engine: platforms.engineOf(platform, node), container: postgres.postgresName(platform.name, name) };
}

async function upstream(platform: ServicesEnvironment, name: string, options: LogsOptions): Promise<Logged> {
  const settings = platforms.serviceNamed(platform, name, "front", ...Object.keys(platform.postgres ?? {}));
  if (!layout.isPair(settings) && options.colour !== undefined) {
    throw new Error(`--colour must be left out for ${name}, got ${options.colour}: it is no pair`);
  }
  const wanted = options.colour as Colour | undefined;
  const colour = layout.isPair(settings)
    ? (wanted ?? (await state.liveInFact(platform, name)) ?? settings.live)
    : undefined;
  // A colour that the file has no longer may still be there.
  const places = layout.placesOf(platform, name);
  const node = (places.find((placed) => placed.colour === colour)?.node ?? layout.frontOf(platform, name)) as string;
  const engine = platforms.engineOf(platform, node);
  const found = (await looks.containersOn(engine, platform.name)).filter(
    (each) => each.service === name && each.colour === colour,
  );
  const asked = (await looks.frontFacts(engine, platform))?.current.get(found[0]?.name ?? "");
  const one: Found | undefined = found.find(({ container }) => container === asked) ?? found[0];
  if (one === undefined) {
    const what = colour === undefined ? name : `${colour} of ${name}`;
    throw new Error(`${what} must be deployed, got no container on ${node}; slipway deploy ${platform.name}`);
  }
  return { node, engine, container: one.container };
}

function print(
  { node, engine, container }: Logged,
  options: LogsOptions,
  output: number | undefined,
  isNamed: boolean,
): Promise<number> {
  const tell = (line: string) => {
    if (output === undefined) console.log(`${node} | ${line}`);
    else writeSync(output, `${node} | ${line}\n`);
  };
  return printLog(engine.command(logsOf(container, options)), isNamed ? tell : output);
}
