import type { MySqlSettings } from "../mysql-settings";

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
