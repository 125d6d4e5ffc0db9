import { counted } from "../../../engine/holdings/holding";
import type { Project } from "../../../engine/project";
import { sizeText } from "../../../engine/size-text";
import { ask } from "../../plan/approval";
import { tableText } from "../../table";
import { DeployedModel } from "../deployed-model";
import { digestsInUse } from "./live";
import { imageCells, type RepositoryImage, repositoryImages } from "./repository";

/** How room is made in a repository. */
export interface PruneOptions {
  /** How many of the newest images with a tag are kept. */
  readonly keep: number;
  /** Whether the approval is skipped. @default false */
  readonly autoApprove?: boolean;
  readonly json?: boolean;
}

/** What stays of a repository. */
export interface Kept {
  readonly keep: number;
  /** Digests that the function runs. */
  readonly used: ReadonlySet<string>;
  /** The tag or the digest that the environment file names. @default - none */
  readonly named?: string | undefined;
}

/** How many images ECR deletes in one request. */
const AT_ONCE = 100;

/**
 * Images that may be deleted, in the order given, newest first: never one that runs, one that the file names, or the placeholder.
 */
export function prunable(images: readonly RepositoryImage[], { keep, used, named }: Kept): RepositoryImage[] {
  const free = images.filter(
    ({ digest, tags, isPlaceholder }) =>
      !isPlaceholder && !used.has(digest) && digest !== named && !tags.some((tag) => tag === named),
  );
  const kept = new Set(images.filter(({ tags, isPlaceholder }) => tags.length > 0 && !isPlaceholder).slice(0, keep));
  return free.filter((image) => !kept.has(image));
}

/** Shows the old images of a model, and deletes them. */
export async function pruneImages(
  project: Project,
  workspace: string | undefined,
  options: PruneOptions,
): Promise<void> {
  const { keep, autoApprove = false, json = false } = options;
  const model = await DeployedModel.of(project, workspace);
  try {
    const { name, repositoryName, settings } = model;
    const { image = "external" } = settings;
    const named = image === "external" ? undefined : "tag" in image ? image.tag : image.digest;
    const old = prunable(await repositoryImages(model), { keep, used: await digestsInUse(model), named });
    if (old.length > 0 && !json) console.log(imageTable(old));
    if (old.length > 0 && !autoApprove) {
      const what = `Delete ${counted(old.length, "image")} of ${repositoryName}?`;
      await ask({ workspace: name, what });
    }
    // Somebody may have rolled back to one of them meanwhile.
    const used = await digestsInUse(model);
    const gone = old.filter(({ digest }) => !used.has(digest));
    const failed = await deleted(model, gone);
    const freed = gone.filter(({ digest }) => !failed.has(digest));
    if (json) console.log(JSON.stringify({ deleted: freed.map(({ digest, tags }) => ({ digest, tags })) }));
    else if (freed.length === 0) console.log(`${name}: nothing to prune`);
    else {
      const size = sizeText(freed.reduce((sum, { bytes }) => sum + bytes, 0));
      console.log(`${name}: ${counted(freed.length, "image")} deleted, at most ${size}: images share layers`);
    }
    if (failed.size === 0) return;
    const lines = [...failed].map(([digest, reason]) => `${digest}: ${reason}`);
    throw new Error(`${name}: these images must be deletable, got:\n${lines.join("\n")}`);
  } finally {
    model.close();
  }
}

function imageTable(images: readonly RepositoryImage[]): string {
  return tableText(["tag", "digest", "pushed", "size"], images.map(imageCells));
}

/** @returns why ECR keeps some of them, by their digests */
async function deleted(model: DeployedModel, images: readonly RepositoryImage[]): Promise<Map<string, string>> {
  const { BatchDeleteImageCommand } = await import("@aws-sdk/client-ecr");
  const client = await model.ecr();
  const { repositoryName } = model;
  const failed = new Map<string, string>();
  for (let at = 0; at < images.length; at += AT_ONCE) {
    const imageIds = images.slice(at, at + AT_ONCE).map(({ digest }) => ({ imageDigest: digest }));
    const { failures = [] } = await model.answered(`the repository ${repositoryName}`, () =>
      client.send(new BatchDeleteImageCommand({ repositoryName, imageIds })),
    );
    for (const { imageId, failureCode, failureReason = "" } of failures) {
      // ECR deletes it with the list that names it, or it is deleted already.
      if (failureCode === "ImageNotFound" || failureCode === "ImageReferencedByManifestList") continue;
      failed.set(imageId?.imageDigest ?? "", failureReason);
    }
  }
  return failed;
}
