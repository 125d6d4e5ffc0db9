import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { secretKeysOf } from "../constructs/pipelines/workflow/render/secret-keys";
import { look } from "./trouble";
import type { MountedSecret, WorkflowSettings } from "./workflow";

/** Folders by the names of secrets: a file for each key. */
export type SecretFolders = Readonly<Record<string, string>>;

/** What lacks of the secrets that the pipelines mount. */
export function secretProblems(workflow: WorkflowSettings, folders: SecretFolders): string[] {
  const problems = Object.entries(workflow.pipelines).flatMap(([name, settings]) =>
    (settings.secrets ?? []).flatMap((secret) =>
      problemsOf(`pipeline "${name}"`, secret.name, secretKeysOf(settings, secret), folderOf(folders, secret.name)),
    ),
  );
  return [...new Set(problems)];
}

function folderOf(folders: SecretFolders, name: string): string | undefined {
  return Object.hasOwn(folders, name) ? folders[name] : undefined;
}

function problemsOf(pipeline: string, name: string, keys: readonly string[], folder: string | undefined): string[] {
  if (folder === undefined) {
    return [
      `${pipeline} needs the secret "${name}", got none; name a folder with a file for each key: --secret ${name}=FOLDER`,
    ];
  }
  const found = look(folder);
  const wrong = (got: string) => [
    `secret "${name}" must be a folder with a file for each key, got ${got}; make it, or name another`,
  ];
  if (found === "none") return wrong(folder);
  if ("trouble" in found) return wrong(`${folder}: ${found.trouble}`);
  if (!found.isDirectory()) return wrong(folder);
  if (keys.length === 0 && readdirSync(folder).length === 0) return wrong(`${folder}, in which nothing is`);
  return keys
    .filter((key) => !isFile(join(folder, key)))
    .map(
      (key) =>
        `secret "${name}" must have the key "${key}" for ${pipeline}, got no file ${join(folder, key)}; write it`,
    );
}

function isFile(path: string): boolean {
  const found = look(path);
  return found !== "none" && !("trouble" in found) && found.isFile();
}

/** Folders of this machine by where a step finds them. */
export function secretMounts(secrets: readonly MountedSecret[], folders: SecretFolders): [string, string][] {
  return secrets.flatMap(({ name, mountPath }): [string, string][] =>
    mountPath === undefined ? [] : [[mountPath, resolve(folderOf(folders, name) ?? "")]],
  );
}

/** Variables that hold a secret; the line's end that editors write is none of it. */
export function secretVariables(
  secrets: readonly MountedSecret[],
  folders: SecretFolders,
): Readonly<Record<string, string>> {
  const found = secrets.flatMap(({ name, keys = [], environmentVariable }): [string, string][] => {
    const [key] = keys;
    if (environmentVariable === undefined || key === undefined) return [];
    return [[environmentVariable, readFileSync(join(folders[name] ?? "", key), "utf8").replace(/\r?\n$/, "")]];
  });
  return Object.fromEntries(found);
}
