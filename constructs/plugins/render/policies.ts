/** A statement as IAM and other stores spell it. */
interface Statement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly StringLike: { readonly "s3:prefix": readonly string[] } };
}

/** Whose rights: workers read, a synchronization also writes and removes. */
export type PluginRole = "reader" | "writer";

const OBJECTS: Readonly<Record<PluginRole, string | readonly string[]>> = {
  reader: "s3:GetObject",
  writer: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
};

/**
 * What a role may do below some prefixes of a bucket, and nowhere else in it.
 *
 * @param bucketArn `arn:aws:s3:::plugins`; other stores than Amazon's name theirs so too
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function pluginStatements(role: PluginRole, bucketArn: string, prefixes: readonly string[]): Statement[] {
  const objects = prefixes.map((prefix) => `${bucketArn}/${prefix}/*`);
  const [first = "", ...more] = objects;
  return [
    {
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
      Condition: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}/*`) } },
    },
    { Effect: "Allow", Action: OBJECTS[role], Resource: more.length === 0 ? first : objects },
  ];
}

/** The same as a policy, for a store that takes one as a file. */
export function pluginPolicy(role: PluginRole, bucket: string, prefixes: readonly string[]): string {
  const Statement = pluginStatements(role, `arn:aws:s3:::${bucket}`, prefixes);
  return JSON.stringify({ Version: "2012-10-17", Statement }, null, 2);
}
