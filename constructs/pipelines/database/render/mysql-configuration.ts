import type { MySqlVersion } from "../mysql-version";
import { settingName } from "./mysqld-setting";

/** What decides a server's configuration. */
export interface ServerTraits {
  readonly version?: MySqlVersion;
  readonly authPlugin: "caching_sha2_password" | "mysql_native_password";
  /** What the server may have at most, in bytes. */
  readonly memoryBytes?: number;
  /** Comes before ours. */
  readonly own: Readonly<Record<string, string>>;
}

const MIB = 1024 ** 2;

/** The file for `/etc/mysql/conf.d`. */
export function serverConfiguration({ version, authPlugin, memoryBytes, own }: ServerTraits): string {
  const ours = {
    // It asks nobody for the names of its clients, as its network allows it.
    skip_name_resolve: "ON",
    ...(memoryBytes !== undefined && { innodb_buffer_pool_size: `${Math.floor(memoryBytes / 2 / MIB)}M` }),
    ...(authPlugin === "mysql_native_password" && nativePasswords(version)),
  };
  const given = Object.fromEntries(Object.entries(own).map(([name, value]) => [settingName(name), value]));
  const lines = Object.entries({ ...ours, ...given }).map(([name, value]) => `${name} = ${value}`);
  return ["[mysqld]", ...lines.sort(), ""].join("\n");
}

/** 8.4 has the plugin but does not load it; before it was a default that could be chosen, and before 8.0 the only one. */
function nativePasswords({ major, minor }: MySqlVersion = { major: 8, minor: 4 }): Record<string, string> {
  if (major < 8) return {};
  if (minor < 4) return { default_authentication_plugin: "mysql_native_password" };
  return { mysql_native_password: "ON", authentication_policy: "mysql_native_password" };
}
