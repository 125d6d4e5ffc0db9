import type { DeclaredSecret, SecretVariable } from "./settings";

/** A secret of the cluster. */
export interface SecretSettings {
  readonly name: string;
  /** Where it lies: a pod mounts only what lies in its own namespace, as the workers of Pachyderm in that of `pachd`. */
  readonly namespaces: readonly string[];
  /** What it must have: a pipeline that mounts another key is refused. */
  readonly keys: readonly string[];
  /** Its values, each a variable of Terraform that no state keeps. @default - none: somebody else makes the secret */
  readonly values?: Readonly<Record<string, SecretVariable>>;
  /** Another number writes the values again. @default 1 */
  readonly revision?: number;
}

/** What a preset leaves open. */
export interface PresetSecret extends Omit<SecretSettings, "keys" | "name"> {
  /** @default - the one that the published workflows mount */
  readonly name?: string;
}

/** A secret that pipelines mount. */
export type PipelineSecret = Omit<SecretSettings, "name" | "namespaces">;

/** The licence of CPSign, which pipelines mount at `/mnt/lic`. */
export function cpsignLicense({ name = "cpsign-license", ...rest }: PresetSecret): SecretSettings {
  return { name, keys: ["license"], ...rest };
}

/** The account of the model web and its addresses, which the upload mounts at `/mnt/api-info`. */
export function modelWebCredentials({ name = "modelweb-api-info", ...rest }: PresetSecret): SecretSettings {
  return { name, keys: ["user", "password", "modelweb-url", "keycloak-url"], ...rest };
}

/** The root password of a database that somebody else has made, which pipelines mount at `/etc/creds`. */
export function databaseSecret({ name = "chembl-mysql", ...rest }: PresetSecret): SecretSettings {
  return { name, keys: ["mysql-root-password", "mysql-password"], ...rest };
}

/** The keys of the secrets of a namespace by their names: what the pipelines there may mount. */
export function declaredKeys(
  secrets: readonly DeclaredSecret[],
  namespace: string,
): Readonly<Record<string, readonly string[]>> {
  const there = secrets.filter((secret) => secret.namespace === namespace);
  return Object.fromEntries(there.map(({ name, keys }) => [name, keys]));
}
