import type { ECRClient, ImageDetail } from "@aws-sdk/client-ecr";
import { placeholders } from "../../../constructs/model/apply/placeholder-image";
import { FIRST_IMAGE_TAG } from "../../../constructs/model/render/first-image-tag";
import { sizeText } from "../../../engine/size-text";
import { visibleCells } from "../../table";
import type { DeployedModel } from "../deployed-model";
import { timeText } from "../run/duration";

/** An image in a model's repository. */
export interface RepositoryImage {
  /** `sha256:…`. */
  readonly digest: string;
  /** Empty if another image has got its tag. */
  readonly tags: readonly string[];
  readonly bytes: number;
  readonly pushedAt?: Date;
  /** Whether it is the first image of every model, before one is pushed. */
  readonly isPlaceholder: boolean;
}

/** Every image of a model's repository, the newest first. */
export async function repositoryImages(model: DeployedModel): Promise<RepositoryImage[]> {
  const { paginateDescribeImages } = await import("@aws-sdk/client-ecr");
  const client: ECRClient = await model.ecr();
  const { repositoryName } = model;
  const details = await model.answered(`the repository ${repositoryName}`, async () => {
    const all: ImageDetail[] = [];
    for await (const { imageDetails = [] } of paginateDescribeImages({ client }, { repositoryName })) {
      all.push(...imageDetails);
    }
    return all;
  });
  const first = placeholders().map(({ digest }) => digest);
  const images = details.map(
    ({ imageDigest: digest = "", imageTags = [], imageSizeInBytes: bytes = 0, imagePushedAt }): RepositoryImage => ({
      digest,
      tags: [...imageTags].sort(),
      bytes,
      ...(imagePushedAt !== undefined && { pushedAt: imagePushedAt }),
      isPlaceholder: first.includes(digest) || imageTags.includes(FIRST_IMAGE_TAG),
    }),
  );
  return images.sort((one, other) => time(other) - time(one) || (one.digest < other.digest ? -1 : 1));
}

/** The cells of an image in a table: tag, digest, pushed and size. */
export function imageCells({ tags, digest, pushedAt, bytes }: RepositoryImage): string[] {
  const pushed = pushedAt === undefined ? "" : timeText(pushedAt);
  return visibleCells([tags.join("\n"), digest.slice(0, 19), pushed, sizeText(bytes)]);
}

function time({ pushedAt }: RepositoryImage): number {
  return pushedAt?.getTime() ?? 0;
}
