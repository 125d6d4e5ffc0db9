import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { type Grantee, grant } from "../shared/grant";
import { oneOf } from "../shared/rules";
import { FirstImage } from "./first-image";
import { name } from "./names";
import { repositoryPull, repositoryPullPush } from "./permissions";
import { FIRST_IMAGE_TAG } from "./render/first-image-tag";
import { modelTags } from "./tags";
import { tags } from "./tags-schema";

/** Settings of a {@link ModelRepository}. */
export interface ModelRepositoryProps {
  /** The model, which is the repository's name. */
  readonly name: string;
  /**
   * The image that an empty repository gets, so that a function can be made of it: `placeholder`, an image of less
   * than 3 kB with the tag `DUMMY`, pushed without Docker; or `none`.
   *
   * @default "placeholder"
   */
  readonly firstImage?: "placeholder" | "none";
  /** Tags beside `cost:name`. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The repository of a model's images. A destroy takes the placeholder away; it fails, and keeps the placeholder, while
 * another image is there.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
 */
export class ModelRepository extends Construct {
  readonly resource: EcrRepository;
  readonly repositoryArn: string;
  readonly repositoryName: string;
  /** Without a tag: `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly repositoryUrl: string;
  /** What a function of the first image has to wait for. */
  readonly firstImage?: ITerraformDependable;
  /** The tag of the first image. */
  readonly firstImageTag = FIRST_IMAGE_TAG;

  constructor(scope: Construct, id: string, props: ModelRepositoryProps) {
    super(scope, id);
    const firstImage = oneOf(["placeholder", "none"], "none leaves the repository empty");
    checkSettings(this, props, { name, firstImage, tags });
    this.resource = new EcrRepository(this, "Resource", {
      name: props.name,
      imageTagMutability: "MUTABLE",
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: [{ encryptionType: "AES256" }],
      tags: modelTags(props.name, props.tags),
    });
    this.repositoryArn = this.resource.arn;
    this.repositoryName = this.resource.name;
    this.repositoryUrl = this.resource.repositoryUrl;
    if (props.firstImage !== "none") {
      this.firstImage = new FirstImage(this, "FirstImage", { repository: this.resource }).dependable;
    }
  }

  /** Lets a role pull the model's images. */
  grantPull(grantee: Grantee): void {
    const statements = repositoryPull(this.repositoryArn);
    grant(this, { verb: "Pull", grantee, resourceName: this.repositoryName, statements });
  }

  /** Lets a role pull and push the model's images. */
  grantPullPush(grantee: Grantee): void {
    const statements = repositoryPullPush(this.repositoryArn);
    grant(this, { verb: "PullPush", grantee, resourceName: this.repositoryName, statements });
  }
}
