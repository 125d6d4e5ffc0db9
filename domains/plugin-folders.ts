import { readCollection } from "../constructs/plugins/read/collection";
import type { PluginsEnvironment } from "../constructs/plugins/schema";
import { projectPath } from "../constructs/shared/read/project-path";
import type { Problem } from "../constructs/shared/rules";
import type { CompilePython } from "./domain";

/** What is wrong with the folders of task plugins, each with its place; and whether Python was there to compile them. */
export function collectionProblems(
  { collections }: PluginsEnvironment,
  project: string,
  compile: CompilePython,
): { readonly problems: Problem[]; readonly isCompiled: boolean } {
  let isCompiled = true;
  const problems = collections.flatMap((collection, index) => {
    const { files, problems } = readCollection(collection, project);
    const path = `collections[${index}].folder`;
    const found = compile(projectPath(collection.folder, project), Object.keys(files));
    if (found === undefined) isCompiled = false;
    return [
      ...problems.map((message) => ({ path, message })),
      ...(found ?? []).map((problem) => ({
        path,
        message: `must hold Python that compiles, got ${problem}; correct it`,
      })),
    ];
  });
  return { problems, isCompiled };
}
