import type { PluginsEnvironment } from "../../constructs/plugins/schema";
import { visible } from "../../constructs/shared/shown";
import type { Project } from "../../engine/project";
import { plannedCollections, refuseProblems, storeError, targetOf } from "./plan";

/** Prints how each folder and its prefix differ, and ends with 1 when one does. */
export async function printStatus(
  project: Project,
  plugins: PluginsEnvironment,
  { json }: { readonly json: boolean },
): Promise<void> {
  refuseProblems(project, plugins, false);
  const { compare } =
    require("../../constructs/plugins/apply/synchronize") as typeof import("../../constructs/plugins/apply/synchronize");
  const planned = plannedCollections(project, plugins, targetOf(plugins));
  const rows = await Promise.all(
    planned.map(async (each) => {
      const { missing, changed, extra, same } = await compare(each);
      return {
        prefix: each.collection.prefix,
        uri: `s3://${each.bucket}/${each.prefix}`,
        missing,
        changed,
        extra,
        same: same.length,
      };
    }),
  ).catch((error: unknown) => {
    throw storeError(error, plugins);
  });
  const differ = rows.filter(({ missing, changed, extra }) => missing.length + changed.length + extra.length > 0);
  if (differ.length > 0) process.exitCode = 1;
  if (json) return console.log(JSON.stringify(rows, null, 2));
  const Table = require("cli-table3") as typeof import("cli-table3");
  const table = new Table({
    head: ["where", "same", "missing there", "changed", "not in the folder"],
    style: { head: [], border: [], compact: true },
  });
  table.push(
    ...rows.map(({ uri, same, missing, changed, extra }) => [uri, same, ...[missing, changed, extra].map(some)]),
  );
  console.log(table.toString());
}

/** A number, and the first few. */
function some(paths: readonly string[]): string {
  if (paths.length === 0) return "0";
  const more = paths.length > 3 ? ", …" : "";
  return `${paths.length}: ${paths.slice(0, 3).map(visible).join(", ")}${more}`;
}
