import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import { FIRST_IMAGE_TAG } from "../../../constructs/model/render/first-image-tag";
import type { FunctionImage } from "../../../constructs/model/schema";
import { runningDigest } from "../image/live";
import type { StatusRow } from "./row";

/** What the repository knows of the images in question. */
export interface KnownImages {
  /** The digest that the declared tag has now. */
  readonly ofTag?: string;
  /** The tags of the image that runs. */
  readonly tags: readonly string[];
}

/** The tag that a function was given, if it was one. */
function runningTag({ Code }: GetFunctionResponse): string | undefined {
  return /^[^@]+:([\w.-]+)$/.exec(Code?.ImageUri ?? "")?.[1];
}

/** Which image runs, beside the file's. */
export function imageRow(image: FunctionImage, found: GetFunctionResponse, { ofTag, tags }: KnownImages): StatusRow {
  const digest = runningDigest(found);
  const tag = runningTag(found);
  const names = tag === undefined ? tags.join(", ") : tag;
  const deployed = [names, digest ?? ""].filter((part) => part !== "").join(", ") || "none";
  const what = "image";
  if (image === "external") {
    const isFirst = names === FIRST_IMAGE_TAG;
    return { what, declared: "external", deployed: isFirst ? `${deployed}: no model yet` : deployed, differs: false };
  }
  if ("digest" in image) return { what, declared: image.digest, deployed, differs: image.digest !== digest };
  const isMoved = ofTag !== undefined && digest !== undefined && ofTag !== digest;
  const declared = isMoved ? `${image.tag}, ${ofTag}` : image.tag;
  return { what, declared, deployed, differs: isMoved || (tag !== image.tag && ofTag !== digest) };
}
