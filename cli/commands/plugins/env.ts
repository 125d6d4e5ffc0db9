import { basename, dirname, join } from "node:path";
import { Command } from "commander";
import type { PluginsEnvironment } from "../../../constructs/plugins/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { isThere, readText, writeText } from "../../out";
import type { ComposeWorker } from "../../plugins/compose";
import { optionalWorkspace } from "../../words";

const workers = lazy<typeof import("../../../constructs/plugins/read/worker-environment")>(() =>
  require("../../../constructs/plugins/read/worker-environment"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const compose = lazy<typeof import("../../plugins/compose")>(() => require("../../plugins/compose"));
const plans = lazy<typeof import("../../plugins/plan")>(() => require("../../plugins/plan"));

interface EnvOptions {
  readonly compose?: string;
  readonly out?: string;
  readonly service?: readonly string[];
  readonly json?: boolean;
}

/** `slipway plugins env`. */
export function envCommand(project: () => Project): Command {
  return new Command("env")
    .description("Print the variables that every worker needs, or write them for the workers of a compose file")
    .argument(...optionalWorkspace("name of the file in environments/plugins"))
    .option("--compose <file>", "write an override for this compose file, and list the workers that lacked a variable")
    .option("--out <file>", "name of the override (default: <compose>.plugins.yml, beside the compose file)")
    .option("--service <name...>", "services to treat as workers, besides those with Dioptra's images")
    .option("--json", "print JSON: an object")
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins env
  slipway plugins env dioptra-lab --compose docker-compose.yml
  slipway plugins env --compose docker-compose.yml --service my-worker`,
    )
    .action((workspace: string | undefined, options: EnvOptions) =>
      printEnvironment(project(), workspaces.namedEnvironment(project(), "plugins", workspace), options),
    );
}

/** Prints what every worker needs, or writes an override file for a compose file. */
function printEnvironment(project: Project, plugins: PluginsEnvironment, options: EnvOptions): void {
  const { compose: composeFile, out, service = [], json } = options;
  if (composeFile === undefined && (out !== undefined || service.length > 0)) {
    throw new Error(`${out === undefined ? "--service" : "--out"} goes with --compose; name the compose file`);
  }
  // The prefix of a version is that of what the folder holds.
  if (plugins.collections.some(({ keepVersions }) => keepVersions !== undefined))
    plans.refuseUnreadable(project, plugins);
  const variables = workers.workerEnvironment(plugins, project.folder);
  if (composeFile === undefined) {
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    console.log(json ? JSON.stringify(variables, null, 2) : lines.join("\n"));
    return;
  }
  const { text, workers: found } = compose.composeOverride(composeFile, composeText(composeFile), {
    variables: { ...variables },
    services: service,
  });
  const file = out ?? join(dirname(composeFile), `${basename(composeFile).replace(/\.ya?ml$/, "")}.plugins.yml`);
  const before = isThere("--out", "file", file) ? readText("--out", file) : undefined;
  if (before !== undefined && before !== text && !before.startsWith(compose.HEAD)) {
    throw new Error(`--out must be a new file, or one that was written here, got ${file}; name another`);
  }
  writeText("--out", file, text);
  const sign = compose.newerRelease(
    composeFile,
    composeText(composeFile),
    found.map(({ service: worker }) => worker),
  );
  if (sign !== undefined) {
    console.error(
      `warning: ${composeFile} looks like one of Dioptra 1.0.0 or later (${sign}): its workers do not read these variables; their plugins come from Dioptra's REST API`,
    );
  }
  if (json) console.log(JSON.stringify({ file, workers: found }, null, 2));
  else tell(file, composeFile, found);
}

function tell(file: string, compose: string, workers: readonly ComposeWorker[]): void {
  for (const { service: worker, lacking, other } of workers) {
    const told = [
      ...(lacking.length > 0 ? [`lacked ${lacking.join(", ")}`] : []),
      ...(other.length > 0 ? [`had other values of ${other.join(", ")}`] : []),
    ];
    console.log(`${worker} ${told.join("; ") || "had all of them"}`);
  }
  console.log(`${file} written; next: docker compose -f ${compose} -f ${file} up -d`);
}

function composeText(file: string): string {
  if (isThere("--compose", "file", file, "read")) return readText("--compose", file);
  throw new Error(`--compose must be a file that can be read, got ${shown(file)}: none there; name another`);
}
