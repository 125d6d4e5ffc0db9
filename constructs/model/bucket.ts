import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { type Grantee, grant } from "../shared/grant";
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
  readonly resource: S3Bucket;
  readonly bucketName: string;
  readonly bucketArn: string;

  constructor(scope: Construct, id: string, props: ModelBucketProps) {
    super(scope, id);
    checkSettings(this, props, { name: nameRule, corsOrigins: rules.corsOrigins, tags });
    const { name, corsOrigins = [] } = props;
    this.resource = new S3Bucket(this, "Resource", { bucket: name, tags: modelTags(name, props.tags) });
    this.bucketName = this.resource.bucket;
    this.bucketArn = this.resource.arn;
    if (corsOrigins.length > 0) {
      new S3BucketCorsConfiguration(this, "Cors", {
        bucket: this.resource.id,
        corsRule: [{ ...CORS, allowedOrigins: [...corsOrigins] }],
      });
    }
  }

  /** Lets a role list and read the model's files. */
  grantRead(grantee: Grantee): void {
    const statements = bucketRead(this.bucketArn);
    grant(this, { verb: "Read", grantee, resourceName: this.bucketName, statements });
  }

  /** Lets a role list, read, write and remove the model's files. */
  grantReadWrite(grantee: Grantee): void {
    const statements = bucketReadWrite(this.bucketArn);
    grant(this, { verb: "ReadWrite", grantee, resourceName: this.bucketName, statements });
  }
}
