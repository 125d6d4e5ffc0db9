import { readCollection } from "../constructs/plugins/read/collection";
import type { Collection } from "../constructs/plugins/render/collection";
import type { PluginCollectionSettings, PluginsEnvironment } from "../constructs/plugins/schema";
import { secretFileProblems } from "../constructs/shared/file-secrets";
import { projectPath } from "../constructs/shared/read/project-path";
import type { Problem } from "../constructs/shared/rules";
import { shown } from "../constructs/shared/shown";
import type { CompilePython } from "./domain";

/** A collection of an environment, as it was read. */
export interface ReadFolder {
  /** Where it stands in the environment. */
  readonly index: number;
  readonly settings: PluginCollectionSettings;
  /** Its folder, from where this program runs. */
  readonly folder: string;
  readonly files: Collection["files"];
}

/** Everything that is wrong with the folders of task plugins, each with its place. */
export function collectionProblems(
  environment: PluginsEnvironment,
  project: string,
  compile: CompilePython,
): Problem[] {
  const { folders, problems } = readFolders(environment, project);
  return [...problems, ...folders.flatMap((each) => contentProblems(each, compile).problems)];
}

/** The folders of task plugins, and what prevents sending them, whatever their files contain. */
export function readFolders({ collections }: PluginsEnvironment, project: string) {
  const folders: ReadFolder[] = [];
  const problems: Problem[] = [];
  for (const [index, settings] of collections.entries()) {
    const { files, problems: wrong } = readCollection(settings, project);
    folders.push({ index, settings, folder: projectPath(settings.folder, project), files });
    problems.push(...wrong.map((message) => ({ path: `collections[${index}].folder`, message })));
    if (wrong.length > 0) continue;
    for (const path of (settings.allowFiles ?? []).filter((each) => !Object.hasOwn(files, each))) {
      const message = `must be a file that travels, got ${shown(path)}, which ${settings.folder} does not have; take it out`;
      problems.push({ path: `collections[${index}].allowFiles`, message });
    }
  }
  return { folders, problems };
}

/**
 * What is wrong with the contents of a collection: secrets, and Python that does not compile.
 *
 * @param compile without it nothing is compiled
 */
export function contentProblems(
  { index, settings, folder, files }: ReadFolder,
  compile: CompilePython | undefined,
): { readonly problems: Problem[]; readonly isPythonMissing: boolean } {
  const path = `collections[${index}].folder`;
  const secrets = secretFileProblems(folder, Object.keys(files), settings.allowFiles ?? []);
  const found = compile === undefined || settings.compile === "never" ? [] : compile(folder, files);
  const uncompiled = (found ?? []).map((problem) => `must hold Python that compiles, got ${problem}; correct it`);
  return {
    problems: [...secrets, ...uncompiled].map((message) => ({ path, message })),
    isPythonMissing: found === undefined,
  };
}
