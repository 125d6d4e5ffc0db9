import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { image } from "../../../constructs/model/function-schema";
import { FIRST_IMAGE_TAG } from "../../../constructs/model/render/first-image-tag";
import { problemsOf } from "../../../constructs/shared/rules";
import { NoRevision, revisionOf, revisionText } from "../../image/revision";
import type { BuildContext } from "./build-context";

/** Refuses an invalid tag, and the placeholder's, with which a function is created. */
export function refuseTag(option: string, tag: string): void {
  const [problem] = problemsOf(image, { tag });
  if (problem !== undefined) throw new Error(`${option} ${problem.message}`);
  if (tag !== FIRST_IMAGE_TAG) return;
  throw new Error(`${option} must not be the tag of the placeholder, got "${tag}"; the model runs nothing with it`);
}

/**
 * The tag of an image without --tag: the git revision of the model's folder, with `-dirty` if files are not committed. Without a
 * revision it is `files-` and a hash of the files that are sent: the same files have the same tag.
 */
export async function defaultTag(context: BuildContext): Promise<string> {
  try {
    return revisionText(await revisionOf(context.modelFolder, [], []));
  } catch (error) {
    if (!(error instanceof NoRevision)) throw error;
    return `files-${contentHash(context).slice(0, 12)}`;
  }
}

function contentHash({ folder, model, files }: BuildContext): string {
  const hash = createHash("sha256");
  for (const { path, bytes } of files) {
    if (!path.startsWith(`${model}/`)) continue;
    hash.update(`${path}\0${bytes}\0`).update(readFileSync(join(folder, path)));
  }
  return hash.digest("hex");
}
