import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  CompleteLayerUploadCommand,
  type ECRClient,
  type ImageIdentifier,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  PutImageCommand,
  paginateListImages,
  UploadLayerPartCommand,
} from "@aws-sdk/client-ecr";
import type { Blob, Image } from "./placeholder-image";

/** A repository and the client that reaches it. */
export interface Target {
  readonly client: ECRClient;
  readonly registryId: string;
  readonly repositoryName: string;
}

/** Pushes an image when the repository holds none; says what it did. Doing it again changes nothing. */
export async function pushWhenEmpty(target: Target, image: Image, tag: string): Promise<string> {
  const { client, ...repository } = target;
  const { imageIds = [] } = await client.send(new ListImagesCommand({ ...repository, maxResults: 1 }));
  if (imageIds.length > 0) return `${repository.repositoryName} holds an image already; nothing pushed`;
  for (const blob of image.blobs) await upload(target, blob);
  try {
    await client.send(
      new PutImageCommand({
        ...repository,
        imageTag: tag,
        imageManifest: image.manifest,
        imageManifestMediaType: image.manifestType,
      }),
    );
  } catch (error) {
    // Another deployment was quicker: what is wanted is there.
    if ((error as Error).name !== "ImageAlreadyExistsException") throw error;
  }
  return `pushed a placeholder to ${repository.repositoryName} as ${tag}`;
}

/**
 * Removes images by their digests, if they are there. Fails while the repository holds others: they are somebody's work, and
 * with them the repository cannot be destroyed; those images stay too, so that the function can be made again.
 */
export async function remove(target: Target, images: readonly Image[]): Promise<string> {
  const { client, ...repository } = target;
  const all = await imagesOf(target).catch((error: Error) => {
    if (error.name === "RepositoryNotFoundException") return undefined;
    throw error;
  });
  if (all === undefined) return `${repository.repositoryName} is there no longer, nor what was in it`;
  const digests: readonly (string | undefined)[] = images.map(({ digest }) => digest);
  const others = all.filter(({ imageDigest }) => !digests.includes(imageDigest));
  if (others.length > 0) {
    const names = [...new Set(others.map(({ imageTag, imageDigest }) => imageTag ?? imageDigest))];
    throw new Error(
      `${repository.repositoryName} must hold no image of its own when it is destroyed, got ${names.join(", ")}; ` +
        `delete them, for example: aws ecr batch-delete-image --repository-name ${repository.repositoryName} ` +
        `--image-ids ${others.map(({ imageDigest }) => `imageDigest=${imageDigest}`)[0]}`,
    );
  }
  const { imageIds = [] } = await client.send(
    new BatchDeleteImageCommand({ ...repository, imageIds: images.map(({ digest }) => ({ imageDigest: digest })) }),
  );
  const what = imageIds.length > 0 ? "removed the placeholder from" : "found no placeholder in";
  return `${what} ${repository.repositoryName}`;
}

async function imagesOf({ client, ...repository }: Target): Promise<ImageIdentifier[]> {
  const images: ImageIdentifier[] = [];
  for await (const page of paginateListImages({ client }, repository)) images.push(...(page.imageIds ?? []));
  return images;
}

/** Layers and the configuration alike: ECR takes an image only when all its blobs are there. */
async function upload({ client, ...repository }: Target, { bytes, digest }: Blob): Promise<void> {
  const check = new BatchCheckLayerAvailabilityCommand({ ...repository, layerDigests: [digest] });
  const { layers = [] } = await client.send(check);
  if (layers.some((layer) => layer.layerAvailability === "AVAILABLE")) return;
  const { uploadId, partSize } = await client.send(new InitiateLayerUploadCommand(repository));
  const size = partSize ?? bytes.length;
  for (let first = 0; first < bytes.length; first += size) {
    const part = bytes.subarray(first, first + size);
    await client.send(
      new UploadLayerPartCommand({
        ...repository,
        uploadId,
        partFirstByte: first,
        partLastByte: first + part.length - 1,
        layerPartBlob: part,
      }),
    );
  }
  try {
    await client.send(new CompleteLayerUploadCommand({ ...repository, uploadId, layerDigests: [digest] }));
  } catch (error) {
    if ((error as Error).name !== "LayerAlreadyExistsException") throw error;
  }
}
