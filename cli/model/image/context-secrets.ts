import { readFileSync } from "node:fs";
import { join } from "node:path";
import { secretIn } from "../../../constructs/shared/secret-detector";
import { formIn } from "../../../constructs/shared/secret-forms";
import { visible } from "../../../constructs/shared/shown";
import type { BuildContext, ContextFile } from "./build-context";

/** Larger files are data. */
const LARGEST = 1 << 20;
/** So are longer lines, such as the pictures of a notebook. */
const LONGEST_LINE = 20_000;

/** Files of settings, in which a secret is known by its name too: in a program, `token = ` is something else. */
const SETTINGS =
  /(^|\/)(\.env(\.[^/]*)?|[^/]*\.(env|ini|cfg|conf|toml|properties)|credentials|config|\.netrc|\.npmrc|\.pypirc|\.git-credentials)$/;

/**
 * Files of a context that hold credentials, as far as they can be recognised, each with its line. No message shows one.
 *
 * @param allowed paths that are sent all the same
 */
export function contextSecrets(context: BuildContext, allowed: readonly string[]): string[] {
  return context.files
    .filter(({ path, bytes }) => bytes <= LARGEST && !allowed.includes(path))
    .flatMap((file) => secretOf(context, file));
}

function secretOf({ folder }: BuildContext, { path }: ContextFile): string[] {
  const content = readFileSync(join(folder, path));
  // A file that is no text.
  if (content.subarray(0, 8192).includes(0)) return [];
  const find = SETTINGS.test(path) ? secretInSetting : formIn;
  for (const [index, line] of content.toString("utf8").split("\n").entries()) {
    const what = line.length > LONGEST_LINE ? undefined : find(line.trim());
    if (what !== undefined) return [`${visible(path)}:${index + 1} must hold no secret, got ${what}`];
  }
  return [];
}

/** Files of settings, such as AWS's own, may have blanks around the sign. */
function secretInSetting(line: string): string | undefined {
  return secretIn(line.replace(/^([\w.-]+)\s*[=:]\s*/, "$1="));
}

/** What to do about them; nothing where there are none. */
export function secretAdvice({ model }: BuildContext, found: readonly string[]): string[] {
  if (found.length === 0) return [];
  return [
    `nothing was built: everyone who has the image could read it. Take it out, name the file in ${model}/Dockerfile.dockerignore, or ` +
      "add --allow-file <path> if it is none",
  ];
}
