import { basename, dirname, join } from "node:path";
import { workerEnvironment } from "../../constructs/plugins/read/worker-environment";
import { type PluginRole, pluginPolicy } from "../../constructs/plugins/render/policies";
import type { PluginsEnvironment } from "../../constructs/plugins/schema";
import { didYouMean } from "../../constructs/shared/did-you-mean";
import { shown } from "../../constructs/shared/shown";
import type { Project } from "../../engine/project";
import { isThere, readText, writeText } from "../out";
import { type ComposeWorker, composeOverride, HEAD } from "./compose";
import { refuseProblems } from "./plan";

/** Options of `slipway plugins env`. */
export interface EnvOptions {
  readonly compose?: string;
  readonly out?: string;
  readonly service: readonly string[];
  readonly json: boolean;
}

/** Prints what every worker needs, or writes an override file for a compose file. */
export function printEnvironment(project: Project, plugins: PluginsEnvironment, options: EnvOptions): void {
  const { compose, out, service, json } = options;
  if (compose === undefined && (out !== undefined || service.length > 0)) {
    throw new Error(`${out === undefined ? "--service" : "--out"} goes with --compose; name the compose file`);
  }
  // The prefix of a version is that of what the folder holds.
  if (plugins.collections.some(({ keepVersions }) => keepVersions !== undefined))
    refuseProblems(project, plugins, false);
  const variables = workerEnvironment(plugins, project.folder);
  if (compose === undefined) {
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    console.log(json ? JSON.stringify(variables, null, 2) : lines.join("\n"));
    return;
  }
  const { text, workers } = composeOverride(compose, composeText(compose), {
    variables: { ...variables },
    services: service,
  });
  const file = out ?? join(dirname(compose), `${basename(compose).replace(/\.ya?ml$/, "")}.plugins.yml`);
  const before = isThere("--out", "file", file) ? readText("--out", file) : undefined;
  if (before !== undefined && before !== text && !before.startsWith(HEAD)) {
    throw new Error(`--out must be a new file, or one that was written here, got ${file}; name another`);
  }
  writeText("--out", file, text);
  if (json) console.log(JSON.stringify({ file, workers }, null, 2));
  else tell(file, compose, workers);
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

/** Prints what a role may do, for a store that takes policies as files. */
export function printPolicy({ bucket, collections }: PluginsEnvironment, role: string): void {
  const roles: readonly PluginRole[] = ["reader", "writer"];
  const found = roles.find((each) => each === role);
  if (found === undefined) {
    const advice = didYouMean(role, roles) ?? "workers are readers";
    throw new Error(`role must be reader or writer, got ${shown(role)}; ${advice}`);
  }
  const prefixes = collections.map(({ prefix }) => prefix);
  console.log(pluginPolicy(found, bucket.name, prefixes));
}

function composeText(file: string): string {
  if (isThere("--compose", "file", file, "read")) return readText("--compose", file);
  throw new Error(`--compose must be a file that can be read, got ${shown(file)}: none there; name another`);
}
