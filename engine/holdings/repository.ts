import type { ECRClient, ImageDetail } from "@aws-sdk/client-ecr";
import { placeholders } from "../../constructs/model/apply/placeholder-image";
import { sizeText } from "../size-text";
import { counted, type Emptiable, type HolderProps, type Holding } from "./holding";

/** ECR deletes as many images in one request. */
const AT_ONCE = 100;

/** A repository of ECR. The placeholder, with which a model begins, is no image that anybody loses. */
export class Repository implements Emptiable {
  readonly verb = "emptying";

  constructor(private readonly props: HolderProps<ECRClient>) {}

  async holding(): Promise<Holding | undefined> {
    const { address, name, isForced } = this.props;
    const images = await this.images();
    if (images.length === 0) return undefined;
    const bytes = images.reduce((sum, { imageSizeInBytes = 0 }) => sum + imageSizeInBytes, 0);
    const holds = `${counted(images.length, "image")} (${sizeText(bytes)})`;
    return { address, name, holds, isInTheWay: !isForced };
  }

  async empty(): Promise<void> {
    const { BatchDeleteImageCommand } = await import("@aws-sdk/client-ecr");
    const { client, name: repositoryName } = this.props;
    const ids = (await this.images()).map(({ imageDigest }) => ({ imageDigest }));
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const imageIds = ids.slice(at, at + AT_ONCE);
      const { failures = [] } = await client.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
      const [failed] = failures;
      if (failed !== undefined) {
        throw new Error(
          `every image of ${repositoryName} must be deletable, got "${failed.failureReason}" of ${failed.imageId?.imageDigest}; delete it by hand`,
        );
      }
    }
  }

  private async images(): Promise<ImageDetail[]> {
    const { paginateDescribeImages } = await import("@aws-sdk/client-ecr");
    const { client, name: repositoryName } = this.props;
    const all: ImageDetail[] = [];
    for await (const { imageDetails = [] } of paginateDescribeImages({ client }, { repositoryName })) {
      all.push(...imageDetails);
    }
    const digests: readonly (string | undefined)[] = placeholders().map(({ digest }) => digest);
    return all.filter(({ imageDigest }) => !digests.includes(imageDigest));
  }
}
