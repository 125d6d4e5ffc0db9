import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsLambdaFunction } from "@cdktf/provider-aws/lib/data-aws-lambda-function";
import type { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkSettings, missing } from "../shared/check-props";
import { checkExisting, Existing, madeHere } from "../shared/existing";
import { given } from "../shared/given";
import { grant } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { keepLifecycle } from "../shared/kept-lifecycle";
import { literal, literalParts } from "../shared/literal";
import { omit, pick } from "../shared/pick";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { optional } from "../shared/rules";
import { logRetentionDays } from "../shared/schema";
import { type FunctionRole, functionRole } from "./function-role";
import type { FunctionImage, LambdaCompute } from "./function-schema";
import * as rules from "./function-schema";
import { compareKeyPlace } from "./key-place";
import { type EncryptionKey, keyOf, kmsKey } from "./key-schema";
import { name as nameRule } from "./names";
import { functionInvoke, functionUpdateImage } from "./permissions";
import { FIRST_IMAGE_TAG } from "./render/first-image-tag";
import { modelTags } from "./render/tags";
import { problemsWithinRoles, type RoleSettings, roleRules } from "./role-schema";
import type { ModelEnvironment } from "./schema";
import { tags } from "./tags-schema";

/** Where a function's images lie: a `ModelRepository`, or the provider's own `EcrRepository`. */
export interface ImageRepository {
  readonly repositoryUrl: string;
  /** What must be there before the function is made. @default - nothing */
  readonly firstImage?: ITerraformDependable;
  /** The image that the function is made of where `image` is `external`. @default - that with the tag of the first image, `DUMMY` */
  readonly newestImageUri?: string | undefined;
}

/** The bucket that a function works on: a `ModelBucket`. */
export interface FunctionBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** With which it is encrypted. @default - S3's own key */
  readonly kmsKeyArn?: string;
}

/**
 * Settings of a {@link ModelFunction}. A size that is left out is 4016 MiB of memory, 300 seconds, or 4016 MiB of /tmp.
 */
export interface ModelFunctionProps
  extends ProviderProps,
    RoleSettings,
    Partial<LambdaCompute>,
    Pick<ModelEnvironment, "logRetentionDays" | "tags"> {
  /** The model, which is the function's name. */
  readonly name: string;
  readonly repository: ImageRepository;
  /**
   * `external`: made of the repository's first image, or of the newest of one that exists, then changed by deployments outside
   * Terraform. Or a tag or a digest of the repository, changed here.
   *
   * @default "external"
   */
  readonly image?: FunctionImage;
  /**
   * Encrypts the function's variables and its log; the function may read with it. The key's own policy must let the service
   * `logs.<region>.amazonaws.com` use it.
   *
   * @default - keys of AWS
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly kmsKey?: EncryptionKey;
  /** A bucket that the function may read and write, named to it as BUCKET_NAME. @default - none */
  readonly bucket?: FunctionBucket;
}

const DEFAULTS = {
  memoryMiB: 4016,
  timeoutSeconds: 300,
  storageMiB: 4016,
  logRetentionDays: 14,
  architecture: "x86_64",
};

/**
 * A Lambda function that runs a model's image, with its role and its log.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export class ModelFunction extends Construct {
  readonly functionName: string;
  readonly functionArn: string;
  readonly logGroupName: string;
  /** How long a call may take; absent for a function that exists already. */
  readonly timeoutSeconds?: number;
  private readonly writtenName: string;
  private readonly made?: FunctionRole & { readonly resource: LambdaFunction };

  constructor(scope: Construct, id: string, props: ModelFunctionProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    this.writtenName = props.name;
    if (props instanceof Existing) {
      checkExisting(this, props, rules.existingName);
      this.functionName = props.name;
      this.functionArn = new DataAwsLambdaFunction(this, "Existing", { functionName: props.name }).arn;
      this.logGroupName = `/aws/lambda/${props.name}`;
      return;
    }
    const held = optional({
      image: rules.image,
      ...rules.lambda.shape,
      ...roleRules,
      kmsKey,
      logRetentionDays,
      tags,
    });
    const asked = { ...omit(props, "repository", "bucket"), ...keyOf(props) };
    checkSettings(this, asked, { name: nameRule, ...held }, (known) => [
      ...rules.variableProblems({ environment: literalParts(props.environment) }),
      ...problemsWithinRoles(known),
      ...missing(props, { repository: "a ModelRepository" }),
    ]);
    compareKeyPlace(this, props.kmsKey);
    this.made = this.make(props);
    this.functionName = this.made.resource.functionName;
    this.functionArn = this.made.resource.arn;
    this.timeoutSeconds = props.timeoutSeconds ?? DEFAULTS.timeoutSeconds;
    this.logGroupName = `/aws/lambda/${props.name}`;
  }

  /**
   * A function that exists and is made elsewhere: it is read, never changed. A plan fails where it does not exist.
   *
   * @param functionName in the account and the region of the provider; a name that Lambda does not take is refused at synthesis
   */
  static fromName(scope: Construct, id: string, functionName: string, props: ProviderProps = {}): ModelFunction {
    return new ModelFunction(scope, id, new Existing(functionName, props) as ModelFunctionProps);
  }

  /** The provider's own resource. Of a function that exists already there is none, and to ask for it is refused. */
  get resource(): LambdaFunction {
    return madeHere(this, this.made).resource;
  }

  /** What the function may do is in its policies. Of a function that exists already there is none, and to ask for it is refused. */
  get role(): IamRole {
    return madeHere(this, this.made).role;
  }

  /** Its log. Of a function that exists already there is none, and to ask for it is refused. */
  get logGroup(): CloudwatchLogGroup {
    return madeHere(this, this.made).logGroup;
  }

  /** What lets it write its log. Of a function that exists already there is none, and to ask for it is refused. */
  get loggingPolicy(): IamPolicy {
    return madeHere(this, this.made).loggingPolicy;
  }

  /** What opens the bucket to it; absent without a bucket. Of a function that exists already, to ask for it is refused. */
  get bucketPolicy(): IamRolePolicy | undefined {
    return madeHere(this, this.made).bucketPolicy;
  }

  /** What lets it be in a VPC; absent without one. Of a function that exists already, to ask for it is refused. */
  get vpcPolicy(): IamRolePolicy | undefined {
    return madeHere(this, this.made).vpcPolicy;
  }

  /** Lets somebody call the function. */
  grantInvoke(grantee: Grantee): void {
    const statements = functionInvoke([this.functionArn]);
    grant(this, {
      verb: "Invoke",
      grantee,
      resourceName: this.functionName,
      writtenName: this.writtenName,
      statements,
    });
  }

  /** Lets somebody give the function another image, as deployments outside Terraform do. */
  grantUpdateImage(grantee: Grantee): void {
    const statements = functionUpdateImage(this.functionArn);
    grant(this, {
      verb: "UpdateImage",
      grantee,
      resourceName: this.functionName,
      writtenName: this.writtenName,
      statements,
    });
  }

  private make(props: ModelFunctionProps): FunctionRole & { readonly resource: LambdaFunction } {
    const { name, repository, bucket, kmsKey: key, vpc } = props;
    const size = { ...DEFAULTS, ...props };
    const tagsOfAll = modelTags(name, props.tags);
    const own = functionRole(this, {
      ...pick(props, "permissionsBoundaryArn", "rolePath", "roleNamePrefix"),
      ...{ name, retentionDays: size.logRetentionDays, tags: tagsOfAll, isInVpc: vpc !== undefined },
      ...given({ bucket, kmsKeyArn: key?.arn }),
    });
    const variables = { ...literal(props.environment), ...given({ BUCKET_NAME: bucket?.bucketName }) };
    const resource = new LambdaFunction(this, "Resource", {
      functionName: name,
      role: own.role.arn,
      packageType: "Image",
      architectures: [size.architecture],
      ...this.imageOf(repository, props.image ?? "external"),
      memorySize: size.memoryMiB,
      timeout: size.timeoutSeconds,
      ephemeralStorage: { size: size.storageMiB },
      ...(Object.keys(variables).length > 0 && { environment: { variables } }),
      ...(vpc && { vpcConfig: { subnetIds: [...vpc.subnetIds], securityGroupIds: [...vpc.securityGroupIds] } }),
      ...given({ reservedConcurrentExecutions: props.reservedConcurrency, kmsKeyArn: key?.arn }),
      tags: tagsOfAll,
      dependsOn: [...own.before, ...(repository.firstImage === undefined ? [] : [repository.firstImage])],
    });
    keepLifecycle(resource);
    return { resource, ...own };
  }

  private imageOf(repository: ImageRepository, image: FunctionImage) {
    const { repositoryUrl } = repository;
    if (image === "external") {
      const imageUri = repository.newestImageUri ?? `${repositoryUrl}:${FIRST_IMAGE_TAG}`;
      return { imageUri, lifecycle: { ignoreChanges: ["image_uri"] } };
    }
    return { imageUri: "tag" in image ? `${repositoryUrl}:${image.tag}` : `${repositoryUrl}@${image.digest}` };
  }
}
