import { imageReference } from "../../shared/container/image-reference";
import { isText, type Parts, type Problem } from "../../shared/rules";
import { shown } from "../../shared/shown";
import { otherProduct, type ServerVersion, serverVersion } from "./render/server-version";
import type { MySqlSettings } from "./settings";

/** The official image, of the version with long support. */
export const MYSQL_IMAGE = "mysql:8.4.7";

/** The first two numbers of a server's version. */
export type MySqlVersion = Pick<ServerVersion, "major" | "minor">;

/** The version that is said, or that the image's tag says; nothing when neither does. */
export function versionOf({ image = MYSQL_IMAGE, version }: Partial<MySqlSettings>): MySqlVersion | undefined {
  const found = serverVersion(version ?? imageReference(image)?.tag ?? "");
  return found && { major: found.major, minor: found.minor };
}

/** The same of settings of any shape. */
export function versionIn({ image, version }: Parts): MySqlVersion | undefined {
  return versionOf({ ...(isText(image) && { image }), ...(isText(version) && { version }) });
}

/** How clients of a version prove their passwords, when nothing is said. */
export function defaultPlugin(version: MySqlVersion | undefined): "caching_sha2_password" | "mysql_native_password" {
  return version !== undefined && version.major < 8 ? "mysql_native_password" : "caching_sha2_password";
}

/** Images that keep their data elsewhere. */
const ELSEWHERE = /(^|\/)(bitnami|bitnamilegacy)\//;

/** The versions that the constructs know, as `major.minor`. */
const isKnown = ({ major, minor }: MySqlVersion) =>
  (major === 5 && minor === 7) || (major === 8 && minor <= 4) || major === 9;

/** Another product would find settings that it does not know, or no data where it looks for them. */
function productProblems(image: unknown, version: unknown, found: MySqlVersion | undefined): Problem[] {
  const repository = (isText(image) && imageReference(image)?.repository) || "";
  if (ELSEWHERE.test(repository) || otherProduct(repository) !== undefined) {
    const message = `must be the official image of MySQL, or one made from it, got ${shown(image)}; another server keeps other files in other folders: move the data with a dump`;
    return [{ path: "image", message }];
  }
  if (found === undefined || isKnown(found)) return [];
  const path = isText(version) ? "version" : "image";
  const message = `must be MySQL 5.7, 8.0 to 8.4 or 9, got ${shown(isText(version) ? version : image)}; there is no other that Slipway knows`;
  return [{ path, message }];
}

/** What is wrong with the version that is said, and with what it does not know. */
export function versionProblems(settings: Parts): Problem[] {
  const { image, version, authPlugin } = settings;
  const found = versionIn(settings);
  const others = productProblems(image, version, found);
  if (others.length > 0) return others;
  if (found === undefined) {
    const message = 'is required where the image\'s tag does not say it; for example "8.4"';
    return version === undefined && isText(image) ? [{ path: "version", message }] : [];
  }
  if (authPlugin === "mysql_native_password" && found.major >= 9) {
    return [
      {
        path: "authPlugin",
        message: `must be "caching_sha2_password" with MySQL ${found.major}, got "mysql_native_password"; use 8.4, or clients that know the other (PyMySQL needs cryptography)`,
      },
    ];
  }
  if (authPlugin === "caching_sha2_password" && found.major < 8) {
    const message = `must be "mysql_native_password" with MySQL ${found.major}.${found.minor}, got "caching_sha2_password"; it came with 8.0`;
    return [{ path: "authPlugin", message }];
  }
  return [];
}
