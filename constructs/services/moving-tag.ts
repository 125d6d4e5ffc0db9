import { imageReference } from "../shared/container/image-reference";

/** Tags of which people push another image now and then: colours, branches and channels. */
const MOVING =
  /^(blue|green|main|master|trunk|head|develop|development|dev|devel|next|edge|nightly|canary|stable|current|live|staging|stage|production|prod|testing|beta|rolling)$/i;

/** Warns of an image whose tag moves: it is the same name, so nothing is deployed. */
export function movingTag(path: string, image: string | { readonly local: string } | undefined): string[] {
  const { tag = "", digest } = (typeof image === "string" ? imageReference(image) : undefined) ?? {};
  if (digest !== undefined || !MOVING.test(tag)) return [];
  return [
    `${path} has the tag "${tag}": an image that is pushed under it later is not pulled, and nothing is deployed; name a version or a digest`,
  ];
}
