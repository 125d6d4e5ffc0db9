import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import { bucketPlace } from "../shared/aws-place";
import { checkSettings } from "../shared/check-props";
import { checkExisting, Existing, madeHere } from "../shared/existing";
import { grant } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { ownName } from "../shared/own-names";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { optional } from "../shared/rules";
import { bucketName as bucketNameRule } from "../shared/schema";
import * as rules from "./bucket-schema";
import { compareKeyPlace } from "./key-place";
import { type EncryptionKey, keyOf, kmsKey } from "./key-schema";
import { lifecycleBlock } from "./lifecycle";
import type { LifecycleRule } from "./lifecycle-schema";
import { lifecycleRules as lifecycleRule } from "./lifecycle-schema";
import { name as nameRule } from "./names";
import { bucketRead, bucketReadWrite } from "./permissions";
import { modelTags } from "./render/tags";
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

/** What is said of a bucket that exists, beside its name. */
export interface ExistingBucketProps extends ProviderProps {
  /** With which it is encrypted: who is granted something may use the key too. @default - S3's own key */
  readonly kmsKey?: EncryptionKey;
}

/** Settings of a {@link ModelBucket}. */
export interface ModelBucketProps extends ProviderProps {
  /** The model; the bucket has its name, which no other bucket in the world may have. */
  readonly name: string;
  /** Web addresses from which a browser may read and write. @default - none */
  readonly corsOrigins?: readonly string[];
  /**
   * Encrypts the objects; who is granted something may use the key too. Its own policy must let the account decide, as that of a new key
   * does. @default - S3's own key
   */
  readonly kmsKey?: EncryptionKey;
  /** What becomes of old objects. @default - they stay */
  readonly lifecycleRules?: readonly LifecycleRule[];
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
  /** Such as `ca-central-1`; known once it is deployed. */
  readonly bucketRegion: string;
  /** Of what is encrypted with a key of KMS. */
  readonly kmsKeyArn?: string;
  private readonly writtenName: string;
  private readonly made?: S3Bucket;

  constructor(scope: Construct, id: string, props: ModelBucketProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    this.writtenName = props.name;
    if (props instanceof Existing) {
      checkExisting(this, props, bucketNameRule);
      checkSettings(this, keyOf(props), optional({ kmsKey }));
      compareKeyPlace(this, props.kmsKey);
      if (props.kmsKey !== undefined) this.kmsKeyArn = props.kmsKey.arn;
      this.bucketName = props.name;
      const found = new DataAwsS3Bucket(this, "Existing", { bucket: props.name });
      this.bucketArn = found.arn;
      this.bucketRegion = found.region;
      return;
    }
    const held = optional({ corsOrigins: rules.corsOrigins, kmsKey, lifecycleRules: lifecycleRule, tags });
    checkSettings(this, { ...props, ...keyOf(props) }, { name: nameRule, ...held });
    compareKeyPlace(this, props.kmsKey);
    const { name, corsOrigins = [], lifecycleRules = [] } = props;
    this.made = new S3Bucket(this, "Resource", { bucket: name, tags: modelTags(name, props.tags) });
    ownName(this, { kind: "bucket", name, placeOfApp: () => bucketPlace(this) });
    this.bucketName = this.made.bucket;
    this.bucketArn = this.made.arn;
    this.bucketRegion = this.made.region;
    if (props.kmsKey !== undefined) {
      this.kmsKeyArn = props.kmsKey.arn;
      this.encrypt(this.made, props.kmsKey);
    }
    if (lifecycleRules.length > 0) {
      const rule = lifecycleRules.map(lifecycleBlock);
      new S3BucketLifecycleConfiguration(this, "Lifecycle", { bucket: this.made.id, rule });
    }
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
   * @param bucketName in the account and the region of the provider; a name that S3 does not take is refused at synthesis
   */
  static fromName(scope: Construct, id: string, bucketName: string, props: ExistingBucketProps = {}): ModelBucket {
    return new ModelBucket(scope, id, new Existing(bucketName, props));
  }

  /** The provider's own resource. Of a bucket that exists already there is none, and to ask for it is refused. */
  get resource(): S3Bucket {
    return madeHere(this, this.made);
  }

  /** Lets somebody list and read the model's files. */
  grantRead(grantee: Grantee): void {
    const statements = bucketRead(this.bucketArn, this.kmsKeyArn);
    grant(this, { verb: "Read", grantee, resourceName: this.bucketName, writtenName: this.writtenName, statements });
  }

  /** Lets somebody list, read, write and remove the model's files. */
  grantReadWrite(grantee: Grantee): void {
    const statements = bucketReadWrite(this.bucketArn, this.kmsKeyArn);
    grant(this, {
      verb: "ReadWrite",
      grantee,
      resourceName: this.bucketName,
      writtenName: this.writtenName,
      statements,
    });
  }

  /** With a key for the bucket, so that not every object asks KMS. */
  private encrypt(bucket: S3Bucket, { arn }: EncryptionKey): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: arn },
          bucketKeyEnabled: true,
        },
      ],
    });
  }
}
