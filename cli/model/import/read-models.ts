import { join, resolve } from "node:path";
import { workspaceNames } from "../../../app/files";
import type { Generation } from "../../../engine/adoption/old-state";
import { Findings } from "../../import/findings";
import { oldText } from "../../import/old-text";
import { type LeftOut, type OldModel, oldModel } from "./old-model";
import { modelsOf } from "./sharing";
import { readTfvars } from "./tfvars";

/** Files that are imported. */
interface OldFiles {
  /** The project's folder, absolute. */
  readonly project: string;
  readonly files: readonly string[];
  readonly generation?: Generation | undefined;
}

/** The models of all files, or what is wrong with them, of all at once. */
export async function readModels({ project, files, generation }: OldFiles, notes: Findings) {
  const wrong = new Findings();
  const unreadable: string[] = [];
  const read: (OldModel | LeftOut)[] = [];
  for (const file of new Set(files)) {
    const tells = { wrong: wrong.of(file), note: notes.of(file) };
    try {
      const tfvars = await readTfvars(file, oldText(file, resolve(project, file)));
      const model = oldModel(tfvars, tells, generation);
      if (model !== undefined) read.push(model);
    } catch (error) {
      unreadable.push((error as Error).message);
    }
  }
  for (const [index, { file, name, line }] of read.entries()) {
    const twin = read.slice(0, index).find((each) => each.name === name);
    if (twin === undefined) continue;
    wrong.of(file)(
      line,
      `quetzal_model_name must be of this file alone, got "${name}" as ${twin.file} has; correct one`,
    );
  }
  const there = modelsOf(project);
  const others = workspaceNames(join(project, "environments")).filter((name) => !there.includes(name));
  for (const { file, name, line } of read) {
    if (!others.includes(name)) continue;
    wrong.of(file)(
      line,
      `quetzal_model_name must be new, got "${name}", which is a workspace of another domain; rename it`,
    );
  }
  const problems = [...unreadable, ...wrong.lines()];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const leftOut = read.filter((each): each is LeftOut => "reason" in each);
  for (const { file, line, name, reason } of leftOut) notes.of(file)(line, `${name} ${reason}; it is not imported`);
  const models = read.filter((each): each is OldModel => !("reason" in each));
  if (models.length === 0) throw new Error(notes.lines().join("\n"));
  return { models, leftOut };
}
