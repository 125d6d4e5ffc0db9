import { didYouMean } from "../../../constructs/shared/did-you-mean";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { workspaceAndRest } from "../../words";
import { DeployedModel } from "../deployed-model";
import { liveImage, makeLive } from "./live";
import { isLeftToOthers, nextStep } from "./push";
import { type RepositoryImage, repositoryImages } from "./repository";
import { refuseTag } from "./tag";

/**
 * Has a model's function run an image that is in its repository.
 *
 * @param words `[workspace] <tag>`
 */
export async function rollBack(project: Project, words: readonly string[], json = false): Promise<void> {
  const { workspace, rest } = workspaceAndRest(words, 1);
  const [tag = "", ...more] = rest;
  if (more.length > 0) throw new Error(`tag must be one, got ${shown(rest)}; the workspace stands before it`);
  refuseTag("tag", tag);
  const model = await DeployedModel.of(project, workspace);
  try {
    const { name, settings, file, functionName } = model;
    if (!isLeftToOthers(settings)) {
      throw new Error(
        `${file}: image must be "external" for a rollback, got ${shown(settings.image)}; ${nextStep(model, tag)}`,
      );
    }
    const images = await repositoryImages(model);
    const wanted = images.find(({ tags }) => tags.includes(tag));
    if (wanted === undefined) throw unknownTag(model, tag, images);
    const { digest } = wanted;
    const live = await liveImage(model);
    const was = live.digest === digest && live.uri.endsWith(`:${tag}`);
    if (!was) await makeLive(model, { tag, digest });
    if (json) return console.log(JSON.stringify({ tag, digest, changed: !was }));
    console.log(`${name}: ${tag} ${was ? `was live already in ${functionName}` : "is live"}, ${digest}`);
  } finally {
    model.close();
  }
}

function unknownTag({ repositoryName, name }: DeployedModel, tag: string, images: readonly RepositoryImage[]): Error {
  const known = images.filter(({ isPlaceholder }) => !isPlaceholder).flatMap(({ tags }) => tags);
  const advice = didYouMean(tag, known) ?? `slipway model image list ${name} shows them`;
  return new Error(`tag must be one of an image in ${repositoryName}, got ${shown(tag)}; ${advice}`);
}
