import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  CompleteLayerUploadCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  ListImagesCommand,
  PutImageCommand,
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

/** Removes an image by its digest, if it is there; every other image stays. */
export async function remove({ client, ...repository }: Target, { digest }: Image): Promise<string> {
  const { imageIds = [] } = await client.send(
    new BatchDeleteImageCommand({ ...repository, imageIds: [{ imageDigest: digest }] }),
  );
  const what = imageIds.length > 0 ? "removed the placeholder from" : "found no placeholder in";
  return `${what} ${repository.repositoryName}`;
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
