import type { DeclaredSecret } from "../../cluster/settings";
import type { MySqlSettings } from "../settings";

/** The keys that a database's secret has. */
export function passwordKeys({ users = {}, dump }: Partial<MySqlSettings>): string[] {
  const own = Object.entries(users).map(([name, { passwordKey }]) => passwordKey ?? `mysql-${name}-password`);
  const keys = [
    "mysql-root-password",
    "mysql-password",
    ...own,
    ...(dump === undefined ? [] : ["mysql-dump-password"]),
  ];
  return [...new Set(keys)];
}

/** The databases that a server has: those that are named, loaded, or copied. */
export function databasesOf({ databases = [], loads = {}, copyFrom }: Partial<MySqlSettings>): string[] {
  const loaded = Object.values(loads).map(({ database }) => database);
  return [...new Set([...databases, ...loaded, ...(copyFrom?.databases ?? [])])];
}

/** The secrets that a database makes: its own, and those of its workers. */
export function secretsMade(
  settings: Pick<MySqlSettings, "name" | "namespace" | "users" | "dump" | "workers">,
): DeclaredSecret[] {
  const { name, namespace, workers = [] } = settings;
  const ofWorkers = workers.flatMap(({ namespace, secret }) =>
    secret === undefined ? [] : [{ name: secret.name ?? name, namespace, keys: Object.keys(secret.keys) }],
  );
  return [{ name, namespace, keys: passwordKeys(settings) }, ...ofWorkers];
}
