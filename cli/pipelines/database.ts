import { databasesOf } from "../../constructs/pipelines/database/render/mysql-contents";
import { shown } from "../../constructs/shared/shown";
import type { Cluster } from "./cluster";

/** Those of the file, which must have a database. */
export function knownDatabases(cluster: Cluster): string[] {
  cluster.inDatabase([]);
  return databasesOf(cluster.environment.database ?? {});
}

/** One of them by its name; without a name, the only one. */
export function databaseOf(cluster: Cluster, name: string | undefined): string {
  const all = knownDatabases(cluster);
  const [first, ...others] = all;
  if (name === undefined && first !== undefined && others.length === 0) return first;
  if (name !== undefined && /^\w+$/.test(name) && (all.length === 0 || all.includes(name))) return name;
  throw new Error(
    `--database must be one of ${all.join(", ") || "the server's"}, got ${name === undefined ? "none" : shown(name)}`,
  );
}
