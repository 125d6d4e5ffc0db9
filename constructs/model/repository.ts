import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { DataAwsEcrRepository } from "@cdktf/provider-aws/lib/data-aws-ecr-repository";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { checkExisting, Existing, madeHere } from "../shared/existing";
import { given } from "../shared/given";
import { grant } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { keepProvider } from "../shared/kept-lifecycle";
import { pick } from "../shared/pick";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { oneOf, optional, textMatching } from "../shared/rules";
import { FirstImage } from "./first-image";
import { type Architecture, architecture } from "./function-schema";
import { compareKeyPlace } from "./key-place";
import { type EncryptionKey, keyOf, kmsKey } from "./key-schema";
import { name } from "./names";
import { repositoryPull, repositoryPullPush } from "./permissions";
import { FIRST_IMAGE_TAG } from "./render/first-image-tag";
import { modelTags } from "./render/tags";
import { tags } from "./tags-schema";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const existingName = textMatching(
  /^(?=.{2,256}$)[a-z0-9]+([._/-]?[a-z0-9]+)*$/,
  "must be a repository's name, 2 to 256 of a-z, 0-9 and .-_/",
  "aws ecr describe-repositories prints the names",
);

/** Settings of a {@link ModelRepository}. */
export interface ModelRepositoryProps extends ProviderProps {
  /** The model, which is the repository's name. */
  readonly name: string;
  /**
   * The image that an empty repository gets, so that a function can be made of it: `placeholder`, an image of less
   * than 3 kB with the tag `DUMMY`, pushed without Docker; or `none`.
   *
   * @default "placeholder"
   */
  readonly firstImage?: "placeholder" | "none";
  /** The processor for which the placeholder is; a function of it has the same. @default "x86_64" */
  readonly architecture?: Architecture;
  /**
   * Encrypts the images. Who pulls needs no right to the key: ECR uses it for them. Another key replaces the repository.
   *
   * @default - ECR's own key
   */
  readonly kmsKey?: EncryptionKey;
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
  readonly repositoryArn: string;
  readonly repositoryName: string;
  /** Without a tag: `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly repositoryUrl: string;
  /** What a function of the first image has to wait for. */
  readonly firstImage?: ITerraformDependable;
  /** The tag of the first image. */
  readonly firstImageTag = FIRST_IMAGE_TAG;
  private readonly writtenName: string;
  private readonly made?: EcrRepository;

  constructor(scope: Construct, id: string, props: ModelRepositoryProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    this.writtenName = props.name;
    if (props instanceof Existing) {
      checkExisting(this, props, existingName);
      const found = new DataAwsEcrRepository(this, "Existing", { name: props.name });
      this.repositoryArn = found.arn;
      this.repositoryName = props.name;
      this.repositoryUrl = found.repositoryUrl;
      return;
    }
    const firstImage = oneOf(["placeholder", "none"], "none leaves the repository empty");
    const held = optional({ firstImage, architecture, kmsKey, tags });
    checkSettings(this, { ...props, ...keyOf(props) }, { name, ...held });
    compareKeyPlace(this, props.kmsKey);
    this.made = new EcrRepository(this, "Resource", {
      name: props.name,
      imageTagMutability: "MUTABLE",
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: [encryptionOf(props)],
      tags: modelTags(props.name, props.tags),
    });
    keepProvider(this.made);
    this.repositoryArn = this.made.arn;
    this.repositoryName = this.made.name;
    this.repositoryUrl = this.made.repositoryUrl;
    if (props.firstImage !== "none") {
      this.firstImage = new FirstImage(this, "FirstImage", {
        repository: this.made,
        ...given(pick(props, "architecture")),
      }).dependable;
    }
  }

  /**
   * A repository that exists and is made elsewhere: it is read, never changed, and gets no first image. A plan fails where it does not exist.
   *
   * @param repositoryName in the account and the region of the provider; a name that ECR does not take is refused at synthesis
   */
  static fromName(scope: Construct, id: string, repositoryName: string, props: ProviderProps = {}): ModelRepository {
    return new ModelRepository(scope, id, new Existing(repositoryName, props));
  }

  /**
   * Of a repository that exists already, the image that was pushed last: a function is made of it where `image` names none. A plan fails
   * while there is no image. Of one that is made here there is none: it gets a first image.
   */
  get newestImageUri(): string | undefined {
    if (this.made !== undefined) return undefined;
    const there = this.node.tryFindChild("Newest") as DataAwsEcrImage | undefined;
    const found =
      there ?? new DataAwsEcrImage(this, "Newest", { repositoryName: this.repositoryName, mostRecent: true });
    return found.imageUri;
  }

  /** The provider's own resource. Of a repository that exists already there is none, and to ask for it is refused. */
  get resource(): EcrRepository {
    return madeHere(this, this.made);
  }

  /** Lets somebody pull the model's images. */
  grantPull(grantee: Grantee): void {
    const statements = repositoryPull(this.repositoryArn);
    grant(this, {
      verb: "Pull",
      grantee,
      resourceName: this.repositoryName,
      writtenName: this.writtenName,
      statements,
    });
  }

  /** Lets somebody pull and push the model's images. */
  grantPullPush(grantee: Grantee): void {
    const statements = repositoryPullPush(this.repositoryArn);
    grant(this, {
      verb: "PullPush",
      grantee,
      resourceName: this.repositoryName,
      writtenName: this.writtenName,
      statements,
    });
  }
}

function encryptionOf({ kmsKey }: ModelRepositoryProps) {
  return kmsKey === undefined ? { encryptionType: "AES256" } : { encryptionType: "KMS", kmsKey: kmsKey.arn };
}
