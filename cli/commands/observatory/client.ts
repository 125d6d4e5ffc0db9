import { dirname } from "node:path";
import { Command } from "commander";
import type { ObservatoryEnvironment } from "../../../constructs/observatory/schema";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { isThere, makeFolder, readText, writeText } from "../../out";
import { optionalWorkspace } from "../../words";

const sites = lazy<typeof import("../../../constructs/observatory/render/site-file")>(() =>
  require("../../../constructs/observatory/render/site-file"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);

interface ClientOptions {
  readonly hosts?: boolean;
  readonly out?: string;
  readonly force?: boolean;
}

/** `slipway observatory client`. */
export function clientCommand(project: () => Project): Command {
  return new Command("client")
    .description("Print the site configuration for a client elsewhere: default.yaml in its OCS_CONFIG_DIR")
    .argument(...optionalWorkspace("name of the site"))
    .option("--hosts", "include all hosts and agents, for native agents and their HostManager")
    .option("--out <file>", "write to this file instead of the terminal")
    .option("--force", "overwrite an existing file")
    .addHelpText(
      "after",
      `
Examples:
  slipway observatory client
  slipway observatory client lab --out ~/ocs/default.yaml
  slipway observatory client lab --hosts --out /etc/ocs/default.yaml`,
    )
    .action((workspace: string | undefined, options: ClientOptions) =>
      printClient(workspaces.namedEnvironment(project(), "observatory", workspace), options),
    );
}

/** Prints, or writes, what a client elsewhere needs. */
export function printClient(site: ObservatoryEnvironment, { hosts, out, force }: ClientOptions): void {
  const file = hosts ? sites.siteFile(site) : sites.clientFile(site);
  const what = hosts ? `Site configuration of ${site.name}` : `How clients reach ${site.name}`;
  const text = sites.siteYaml(file, `${what}: default.yaml in OCS_CONFIG_DIR.`);
  if (out === undefined) return void process.stdout.write(text);
  if (isThere("--out", "file", out) && readText("--out", out) !== text && !force) {
    throw new Error(`--out must be a new file, got ${out}, which says something else; name another, or add --force`);
  }
  makeFolder("--out", dirname(out));
  writeText("--out", out, text);
  console.log(`${out} written`);
}
