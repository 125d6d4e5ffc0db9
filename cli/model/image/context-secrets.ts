import { secretInFile } from "../../../constructs/shared/file-secrets";
import { visible } from "../../../constructs/shared/shown";
import type { BuildContext } from "./build-context";

/**
 * Files of a context that hold credentials, as far as they can be recognised, each with its line. No message shows one.
 *
 * @param allowed paths that are sent all the same
 */
export function contextSecrets({ folder, files }: BuildContext, allowed: readonly string[]): string[] {
  return files
    .filter(({ path }) => !allowed.includes(path))
    .flatMap(({ path }) => {
      const found = secretInFile(folder, path);
      return found === undefined ? [] : [`${visible(path)}:${found.line} must hold no secret, got ${found.what}`];
    });
}

/** What to do about them; nothing where there are none. */
export function secretAdvice({ model }: BuildContext, found: readonly string[]): string[] {
  if (found.length === 0) return [];
  return [
    `nothing was built: everyone who has the image could read it. Take it out, name the file in ${model}/Dockerfile.dockerignore, or ` +
      "add --allow-file <path> if it is none",
  ];
}
