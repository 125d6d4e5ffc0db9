import { Command } from "commander";
import type { PluginsEnvironment } from "../../../constructs/plugins/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { visible } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const comparison = lazy<typeof import("../../../constructs/shared/apply/bucket/compare")>(() =>
  require("../../../constructs/shared/apply/bucket/compare"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const plans = lazy<typeof import("../../plugins/plan")>(() => require("../../plugins/plan"));
const tables = lazy<typeof import("../../table")>(() => require("../../table"));

/** `slipway plugins status`. */
export function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("Compare each folder with its prefix in the bucket")
    .argument(...optionalWorkspace("name of the file in environments/plugins"))
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway plugins status
  slipway plugins status dioptra-lab --json

Exits with 0 if all are the same, and with 1 if any differs.`,
    )
    .action((workspace: string | undefined, options: { readonly json?: boolean }) =>
      printStatus(project(), workspaces.namedEnvironment(project(), "plugins", workspace), options),
    );
}

/** Prints how each folder and its prefix differ, and ends with 1 when one does. */
async function printStatus(
  project: Project,
  plugins: PluginsEnvironment,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const planned = plans.plannedCollections(project, plugins, plans.targetOf(plugins));
  const rows = await Promise.all(
    planned.map(async (each) => {
      const { missing, changed, extra, same } = await comparison.compare(each);
      return {
        prefix: each.settings.prefix,
        uri: `s3://${each.bucket}/${each.prefix}`,
        missing,
        changed,
        extra,
        same: same.length,
      };
    }),
  ).catch((error: unknown) => {
    throw plans.storeError(error, plugins);
  });
  const differ = rows.filter(({ missing, changed, extra }) => missing.length + changed.length + extra.length > 0);
  if (differ.length > 0) process.exitCode = 1;
  if (json) return console.log(JSON.stringify(rows, null, 2));
  const head = ["where", "same", "missing there", "changed", "not in the folder"];
  const cells = rows.map(({ uri, same, ...paths }) => [
    uri,
    same,
    ...[paths.missing, paths.changed, paths.extra].map(some),
  ]);
  console.log(tables.tableText(head, cells));
}

/** A number, and the first few. */
function some(paths: readonly string[]): string {
  if (paths.length === 0) return "0";
  const more = paths.length > 3 ? ", …" : "";
  return `${paths.length}: ${paths.slice(0, 3).map(visible).join(", ")}${more}`;
}
