import { filesIn } from "../../shared/read/folder-files";
import { fileProblems, travels } from "../../shared/render/folder-files";
import { layoutProblems } from "../render/scenario-layout";
import { NOT_SENT } from "../render/scenario-names";

/** A scenario on the disk. */
export interface LocalScenario {
  /** The MD5 of each file by its path, with `/`, in the order of the paths. */
  readonly files: Readonly<Record<string, string>>;
  /** What cannot be sent: `must …, got …; …`, each about the folder. */
  readonly problems: readonly string[];
  /** What a model would not find: `<path> must …, got …; …`. */
  readonly layout: readonly string[];
}

/** Reads every file of a scenario's folder. */
export function readScenario(scenario: string, folder: string): LocalScenario {
  const none = (problem: string) => ({ files: {}, problems: [problem], layout: [] });
  const found = filesIn(folder, travels(NOT_SENT));
  if (found.kind !== "folder") {
    return none(`must be a folder, got ${found.kind === "nothing" ? "none" : "a file"}; correct its path`);
  }
  const problems = fileProblems(found, Buffer.byteLength(`${scenario}/`));
  if (found.paths.length === 0 && problems.length === 0) {
    return none("must hold files, got none; an empty folder would empty the scenario");
  }
  return { files: found.files, problems, layout: layoutProblems(scenario, found.paths) };
}
