import { imageReference } from "../../shared/container/image-reference";
import type { MySqlSettings } from "./settings";

/** The official image, of the version with long support. */
export const MYSQL_IMAGE = "mysql:8.4.7";

/** The first two numbers of a server's version. */
export interface MySqlVersion {
  readonly major: number;
  readonly minor: number;
}

/** The version that is said, or that the image's tag says; nothing when neither does. */
export function versionOf({ image = MYSQL_IMAGE, version }: Partial<MySqlSettings>): MySqlVersion | undefined {
  const said = version ?? imageReference(image)?.tag ?? "";
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(said) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

/** How clients of a version prove their passwords, when nothing is said. */
export function defaultPlugin(version: MySqlVersion | undefined): "caching_sha2_password" | "mysql_native_password" {
  return version !== undefined && version.major < 8 ? "mysql_native_password" : "caching_sha2_password";
}
