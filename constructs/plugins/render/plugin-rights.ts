import { arnsOf, bucketEmptying, bucketWork, OF, stateWork, type WorkRight } from "../../shared/render/work-rights";
import type { PluginsEnvironment } from "../settings";

const BUCKET_SETTINGS = ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock", "s3:PutBucketVersioning"];
const SYNCHRONIZE = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:GetObject",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
];
/** Rights that readers and writers get. */
const ROLE_WORK = ["iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"];

/** What work on task plugins in Amazon S3 needs: builders synchronize, deployers also make the bucket. */
export function pluginRights(environment: PluginsEnvironment, partition: string): WorkRight[] {
  const { name, region, accountId, backend, bucket, collections, access } = environment;
  const bucketArn = `arn:${partition}:s3:::${bucket.name}`;
  const iam = arnsOf({ partition, region, accountId })("iam");
  const roles = [...(access?.readers ?? []), ...(access?.writers ?? [])];
  const objects = collections.map(({ prefix }) => `${bucketArn}/${prefix}/*`);
  return [
    { of: OF.both, actions: SYNCHRONIZE, resources: objects },
    { of: OF.both, actions: ["s3:ListBucket", "s3:ListBucketMultipartUploads"], resources: [bucketArn] },
    ...bucketWork(bucketArn, BUCKET_SETTINGS),
    ...bucketEmptying(bucketArn),
    ...(roles.length === 0
      ? []
      : [
          {
            of: OF.deployer,
            actions: ROLE_WORK,
            resources: roles.flatMap((each) => [`${iam}role/${each}`, `${iam}role/*/${each}`]),
          },
        ]),
    ...stateWork(backend, [name, `${name}-workers`], partition),
  ];
}
