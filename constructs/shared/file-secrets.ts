import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { secretIn } from "./secret-detector";
import { formIn } from "./secret-forms";
import { secretMessage } from "./secret-problems";
import { shown } from "./shown";

/** Larger files are data. */
const LARGEST = 1 << 20;
/** So are longer lines, such as the pictures of a notebook. */
const LONGEST_LINE = 20_000;

/** Files of settings, in which a secret is known by its name too: in a program, `token = ` is something else. */
const SETTINGS =
  /(^|\/)(\.env(\.[^/]*)?|[^/]*\.(env|ini|cfg|conf|toml|properties)|credentials|config|\.netrc|\.npmrc|\.pypirc|\.git-credentials)$/;

/** The first line of a file that holds a secret, as far as it can be recognised. The secret itself is not returned. */
export function secretInFile(
  folder: string,
  path: string,
): { readonly line: number; readonly what: string } | undefined {
  const file = join(folder, path);
  if (statSync(file).size > LARGEST) return undefined;
  const content = readFileSync(file);
  // A binary file.
  if (content.subarray(0, 8192).includes(0)) return undefined;
  const find = SETTINGS.test(path) ? secretInSetting : formIn;
  for (const [index, line] of content.toString("utf8").split("\n").entries()) {
    const what = line.length > LONGEST_LINE ? undefined : find(line.trim());
    if (what !== undefined) return { line: index + 1, what };
  }
  return undefined;
}

/** Files of settings, such as those of the AWS CLI, may have blanks around the sign. */
function secretInSetting(line: string): string | undefined {
  return secretIn(line.replace(/^([\w.-]+)\s*[=:]\s*/, "$1="));
}

/** Names of files whose purpose is to hold credentials. */
const NAMES =
  /^(\.env(\.(?!(example|sample|template|dist)$)[^.].*)?|.*\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|tfstate)|id_(rsa|dsa|ecdsa|ed25519)(_sk)?|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.pypirc|\.git-credentials|\.htpasswd|\.vault-token|credentials(\.json)?|client_secrets?\.json)$/i;

/** Whether a file has a name that files with credentials have. */
function isSecretFile(path: string): boolean {
  return NAMES.test(path.split("/").at(-1) ?? "");
}

/**
 * What is wrong with files of a folder that others will read: `must …, got …; …`, each about the folder. No message shows a secret.
 *
 * @param allowed paths that travel anyway
 */
export function secretFileProblems(folder: string, paths: readonly string[], allowed: readonly string[]): string[] {
  return paths
    .filter((path) => !allowed.includes(path))
    .flatMap((path) => {
      const what = isSecretFile(path) ? "whose name is that of a file with secrets" : contentOf(folder, path);
      if (what === undefined) return [];
      return [
        secretMessage(`${shown(path)} ${what}`, "take it out, exclude it, or name it in allowFiles if it is none"),
      ];
    });
}

function contentOf(folder: string, path: string): string | undefined {
  const found = secretInFile(folder, path);
  return found === undefined ? undefined : `line ${found.line}: ${found.what}`;
}
