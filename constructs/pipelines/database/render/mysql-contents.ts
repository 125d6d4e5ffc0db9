import type { DeclaredSecret } from "../../cluster/settings";
import type { MySqlSettings } from "../settings";
import { DUMP_USER } from "./dump-scripts";
import type { CopiedSecret } from "./password-script";

/** The keys that a database's secret has. */
export function passwordKeys({ users = {}, dump, metrics }: Partial<MySqlSettings>): string[] {
  const own = Object.entries(users).map(([name, { passwordKey }]) => passwordKey ?? `mysql-${name}-password`);
  const keys = [
    "mysql-root-password",
    "mysql-password",
    ...own,
    ...(dump === undefined ? [] : ["mysql-dump-password"]),
    ...(metrics === undefined ? [] : [METRICS_USER.passwordKey]),
  ];
  return [...new Set(keys)];
}

/** The user of the exporter of metrics, who sees what the server counts, and no row. */
export const METRICS_USER = { name: "slipway_metrics", passwordKey: "mysql-metrics-password" } as const;

/** A user of the server, and the key of its password in the database's secret. */
export interface PasswordUser {
  readonly name: string;
  readonly key: string;
}

/** All users that have a password: those of the file, those who dump and count, and last root, as whom the others are changed. */
export function passwordUsers({ users = {}, dump, metrics }: Partial<MySqlSettings>): PasswordUser[] {
  const own = Object.entries(users).map(([name, { passwordKey: key = `mysql-${name}-password` }]) => ({ name, key }));
  return [
    ...own,
    ...(dump === undefined ? [] : [{ name: DUMP_USER.name, key: DUMP_USER.passwordKey }]),
    ...(metrics === undefined ? [] : [{ name: METRICS_USER.name, key: METRICS_USER.passwordKey }]),
    { name: "root", key: "mysql-root-password" },
  ];
}

/** Secrets whose keys are some of the database's: those of its workers. */
export function copiedSecrets({ name, workers = [] }: Pick<MySqlSettings, "name" | "workers">): CopiedSecret[] {
  return workers.flatMap(({ namespace, secret }) => {
    return secret === undefined ? [] : [{ namespace, name: secret.name ?? name, keys: secret.keys }];
  });
}

/** The databases that a server has: those that are named, loaded, or copied. */
export function databasesOf({ databases = [], loads = {}, copyFrom }: Partial<MySqlSettings>): string[] {
  const loaded = Object.values(loads).map(({ database }) => database);
  return [...new Set([...databases, ...loaded, ...(copyFrom?.databases ?? [])])];
}

/** The secrets that a database makes: its own, and those of its workers. */
export function secretsMade(
  settings: Pick<MySqlSettings, "name" | "namespace" | "users" | "dump" | "metrics" | "workers">,
): DeclaredSecret[] {
  const { name, namespace, workers = [] } = settings;
  const ofWorkers = workers.flatMap(({ namespace, secret }) =>
    secret === undefined ? [] : [{ name: secret.name ?? name, namespace, keys: Object.keys(secret.keys) }],
  );
  return [{ name, namespace, keys: passwordKeys(settings) }, ...ofWorkers];
}
