import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsLambdaFunction } from "@cdktf/provider-aws/lib/data-aws-lambda-function";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { arnPrefix } from "../shared/arn";
import { checkSettings, missing } from "../shared/check-props";
import { checkExisting, Existing, madeHere } from "../shared/existing";
import { grant } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { omit } from "../shared/pick";
import { policyDocument, serviceTrust } from "../shared/policy";
import { optional } from "../shared/rules";
import { logRetentionDays } from "../shared/schema";
import type { FunctionImage, LambdaCompute } from "./function-schema";
import * as rules from "./function-schema";
import { name as nameRule } from "./names";
import { bucketForFunction, functionInvoke, functionUpdateImage, logWrite } from "./permissions";
import { FIRST_IMAGE_TAG } from "./render/first-image-tag";
import type { ModelEnvironment } from "./schema";
import { modelTags } from "./tags";
import { tags } from "./tags-schema";

/** Where a function's images lie: a `ModelRepository`, or the provider's own `EcrRepository`. */
export interface ImageRepository {
  readonly repositoryUrl: string;
  /** What must be there before the function is made. @default - nothing */
  readonly firstImage?: ITerraformDependable;
}

/** The bucket that a function works on: a `ModelBucket`. */
export interface FunctionBucket {
  readonly bucketName: string;
  readonly bucketArn: string;
}

/**
 * Settings of a {@link ModelFunction}. A size that is left out is 4016 MiB of memory, 300 seconds, or 4016 MiB of /tmp.
 */
export interface ModelFunctionProps
  extends Partial<LambdaCompute>,
    Pick<ModelEnvironment, "logRetentionDays" | "tags"> {
  /** The model, which is the function's name. */
  readonly name: string;
  readonly repository: ImageRepository;
  /**
   * `external`: made of the repository's first image, then changed by deployments outside Terraform. Or a tag or a
   * digest of the repository, changed here.
   *
   * @default "external"
   */
  readonly image?: FunctionImage;
  /** A bucket that the function may read and write, named to it as BUCKET_NAME. @default - none */
  readonly bucket?: FunctionBucket;
}

const DEFAULTS = { memoryMiB: 4016, timeoutSeconds: 300, storageMiB: 4016, logRetentionDays: 14 };

/**
 * A Lambda function that runs a model's image, with its role and its log.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export class ModelFunction extends Construct {
  readonly functionName: string;
  readonly functionArn: string;
  readonly logGroupName: string;
  private readonly made?: { readonly resource: LambdaFunction; readonly role: IamRole };

  constructor(scope: Construct, id: string, props: ModelFunctionProps) {
    super(scope, id);
    if (props instanceof Existing) {
      checkExisting(this, props, rules.existingName);
      this.functionName = props.name;
      this.functionArn = new DataAwsLambdaFunction(this, "Existing", { functionName: props.name }).arn;
      this.logGroupName = `/aws/lambda/${props.name}`;
      return;
    }
    const held = optional({ image: rules.image, ...rules.lambda.shape, logRetentionDays, tags });
    checkSettings(this, omit(props, "repository", "bucket"), { name: nameRule, ...held }, () =>
      missing(props, { repository: "a ModelRepository" }),
    );
    const { name, repository, bucket } = props;
    const size = { ...DEFAULTS, ...props };
    const assumeRolePolicy = serviceTrust("lambda.amazonaws.com");
    const role = new IamRole(this, "Role", { name: `lambda-${name}-role`, assumeRolePolicy });
    const log = this.logging(name, role, size.logRetentionDays, modelTags(name, props.tags));
    if (bucket !== undefined) this.reach(name, role, bucket);
    const resource = new LambdaFunction(this, "Resource", {
      functionName: name,
      role: role.arn,
      packageType: "Image",
      architectures: ["x86_64"],
      ...this.imageOf(repository, props.image ?? "external"),
      memorySize: size.memoryMiB,
      timeout: size.timeoutSeconds,
      ephemeralStorage: { size: size.storageMiB },
      ...(bucket === undefined ? {} : { environment: { variables: { BUCKET_NAME: bucket.bucketName } } }),
      tags: modelTags(name, props.tags),
      dependsOn: [...log, ...(repository.firstImage === undefined ? [] : [repository.firstImage])],
    });
    this.made = { resource, role };
    this.functionName = resource.functionName;
    this.functionArn = resource.arn;
    this.logGroupName = `/aws/lambda/${name}`;
  }

  /**
   * A function that exists and is made elsewhere: it is read, never changed. A plan fails where it does not exist.
   *
   * @param functionName in the account and the region of the stack's provider; a name that Lambda does not take is refused at synthesis
   */
  static fromName(scope: Construct, id: string, functionName: string): ModelFunction {
    return new ModelFunction(scope, id, new Existing(functionName) as ModelFunctionProps);
  }

  /** The provider's own resource. Of a function that exists already there is none, and to ask for it is refused. */
  get resource(): LambdaFunction {
    return madeHere(this, this.made).resource;
  }

  /** What the function may do is in its policies. Of a function that exists already there is none, and to ask for it is refused. */
  get role(): IamRole {
    return madeHere(this, this.made).role;
  }

  /** Lets somebody call the function. */
  grantInvoke(grantee: Grantee): void {
    const statements = functionInvoke([this.functionArn]);
    grant(this, { verb: "Invoke", grantee, resourceName: this.functionName, statements });
  }

  /** Lets somebody give the function another image, as deployments outside Terraform do. */
  grantUpdateImage(grantee: Grantee): void {
    const statements = functionUpdateImage(this.functionArn);
    grant(this, { verb: "UpdateImage", grantee, resourceName: this.functionName, statements });
  }

  private imageOf({ repositoryUrl }: ImageRepository, image: FunctionImage) {
    if (image === "external") {
      return { imageUri: `${repositoryUrl}:${FIRST_IMAGE_TAG}`, lifecycle: { ignoreChanges: ["image_uri"] } };
    }
    return { imageUri: "tag" in image ? `${repositoryUrl}:${image.tag}` : `${repositoryUrl}@${image.digest}` };
  }

  /** The log, made before the function: a first call would make one that is kept for ever. */
  private logging(
    name: string,
    role: IamRole,
    retentionInDays: number,
    tags: Record<string, string>,
  ): ITerraformDependable[] {
    const logGroup = new CloudwatchLogGroup(this, "LogGroup", { name: `/aws/lambda/${name}`, retentionInDays, tags });
    const policy = new IamPolicy(this, "LoggingPolicy", {
      name: `lambda_logging_${name}`,
      description: "IAM policy for logging from a lambda",
      policy: policyDocument(logWrite(logGroup.arn, arnPrefix(logGroup.arn))),
    });
    const attachment = new IamRolePolicyAttachment(this, "LoggingAttachment", {
      role: role.name,
      policyArn: policy.arn,
    });
    return [logGroup, attachment];
  }

  private reach(name: string, role: IamRole, { bucketArn }: FunctionBucket): void {
    new IamRolePolicy(this, "BucketPolicy", {
      name: `S3PutGetObject_${name}`,
      role: role.name,
      policy: policyDocument(bucketForFunction(bucketArn)),
    });
  }
}
