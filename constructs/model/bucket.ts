import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { checkExisting, Existing, madeHere } from "../shared/existing";
import { grant } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { optional } from "../shared/rules";
import { bucketName as bucketNameRule } from "../shared/schema";
import * as rules from "./bucket-schema";
import { name as nameRule } from "./names";
import { bucketRead, bucketReadWrite } from "./permissions";
import { modelTags } from "./tags";
import { tags } from "./tags-schema";

/** What a browser's client of a model sends and reads: uploads with checksums, by whoever is signed in. */
const CORS = {
  allowedHeaders: ["*"],
  allowedMethods: ["GET", "HEAD", "PUT", "POST", "DELETE"],
  exposeHeaders: [
    "x-amz-server-side-encryption",
    "x-amz-meta-user_email",
    "x-amz-meta-checksum",
    "Access-Control-Allow-Origin",
    "x-amz-request-id",
    "x-amz-id-2",
    "ETag",
  ],
  maxAgeSeconds: 3000,
};

/** Settings of a {@link ModelBucket}. */
export interface ModelBucketProps {
  /** The model; the bucket has its name, which no other bucket in the world may have. */
  readonly name: string;
  /** Web addresses from which a browser may read and write. @default - none */
  readonly corsOrigins?: readonly string[];
  /** Tags beside `cost:name`. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The bucket of a model's scenarios. Private, its objects encrypted by S3; a destroy is refused by S3 while it holds
 * a file.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export class ModelBucket extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  private readonly made?: S3Bucket;

  constructor(scope: Construct, id: string, props: ModelBucketProps) {
    super(scope, id);
    if (props instanceof Existing) {
      checkExisting(this, props, bucketNameRule);
      this.bucketName = props.name;
      this.bucketArn = new DataAwsS3Bucket(this, "Existing", { bucket: props.name }).arn;
      return;
    }
    checkSettings(this, props, {
      name: nameRule,
      ...optional({ corsOrigins: rules.corsOrigins, tags }),
    });
    const { name, corsOrigins = [] } = props;
    this.made = new S3Bucket(this, "Resource", { bucket: name, tags: modelTags(name, props.tags) });
    this.bucketName = this.made.bucket;
    this.bucketArn = this.made.arn;
    if (corsOrigins.length > 0) {
      new S3BucketCorsConfiguration(this, "Cors", {
        bucket: this.made.id,
        corsRule: [{ ...CORS, allowedOrigins: [...corsOrigins] }],
      });
    }
  }

  /**
   * A bucket that exists and is made elsewhere: it is read, never changed. A plan fails where it does not exist.
   *
   * @param bucketName in the account and the region of the stack's provider; a name that S3 does not take is refused at synthesis
   */
  static fromName(scope: Construct, id: string, bucketName: string): ModelBucket {
    return new ModelBucket(scope, id, new Existing(bucketName));
  }

  /** The provider's own resource. Of a bucket that exists already there is none, and to ask for it is refused. */
  get resource(): S3Bucket {
    return madeHere(this, this.made);
  }

  /** Lets somebody list and read the model's files. */
  grantRead(grantee: Grantee): void {
    const statements = bucketRead(this.bucketArn);
    grant(this, { verb: "Read", grantee, resourceName: this.bucketName, statements });
  }

  /** Lets somebody list, read, write and remove the model's files. */
  grantReadWrite(grantee: Grantee): void {
    const statements = bucketReadWrite(this.bucketArn);
    grant(this, { verb: "ReadWrite", grantee, resourceName: this.bucketName, statements });
  }
}
