import * as z from "./zod";
import { complaint, oneOf, textMatching } from "./rules";

/**
 * Where a workspace's state lies: a file of the project, an S3 bucket (locked by a file beside the state), or
 * HCP Terraform.
 */
export type Backend =
  | { readonly local: Record<string, never> }
  | { readonly s3: S3BackendSettings }
  | { readonly cloud: CloudBackendSettings };

/** A state bucket. @see https://developer.hashicorp.com/terraform/language/backend/s3 */
export interface S3BackendSettings {
  readonly bucket: string;
  /** The key that Terraform's own workspaces share; the workspace's state lies at `env:/<workspace>/<key>`. */
  readonly key: string;
  /** The bucket's region. */
  readonly region: string;
}

/** HCP Terraform. Its token never stands here: `terraform login` or TF_TOKEN_app_terraform_io give it. */
export interface CloudBackendSettings {
  readonly organization: string;
  /** @default - the organization's default project */
  readonly project?: string;
  /** @default "app.terraform.io" */
  readonly hostname?: string;
}

/** A region of AWS. */
export const region = textMatching(
  /^[a-z]{2}(-[a-z]+)+-\d$/,
  "must be a region of AWS",
  'write it as AWS does, for example "ca-central-1"',
);

/** An account of AWS. */
export const accountId = textMatching(
  /^\d{12}$/,
  "must be the twelve digits of an AWS account",
  "`aws sts get-caller-identity` prints them",
);

const name = (what: string) => textMatching(/^\S+$/, `must be ${what}`, "write it as a text without blanks");

const choices = {
  local: z.strictObject({}),
  s3: z.strictObject({
    bucket: name("the state bucket's name"),
    key: textMatching(
      /^[^/].*[^/]$/,
      "must be a key that begins and ends with no slash",
      "the workspace is put before it",
    ),
    region,
  }),
  cloud: z.strictObject({
    organization: name("the organization's name"),
    project: name("a project's name").exactOptional(),
    hostname: name("a host name").exactOptional(),
  }),
};

/** The rules of {@link Backend}. */
export const backend: z.ZodType<Backend> = z
  .strictObject({
    local: choices.local.exactOptional(),
    s3: choices.s3.exactOptional(),
    cloud: choices.cloud.exactOptional(),
  })
  .refine((value) => Object.keys(value).length === 1, {
    error: (issue) => complaint("must name one place", issue.input, "write { local: {} }, { s3: … } or { cloud: … }"),
  }) as unknown as z.ZodType<Backend>;

/** Tags of AWS resources: at most 50, keys of 1 to 128 and values of 0 to 256 characters. */
export const tags = z.record(
  textMatching(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, "must be a tag's key", "aws: is reserved"),
  textMatching(
    /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
    "must be a tag's value",
    "letters, digits and _.:/=+-@ are allowed",
  ),
  {
    error: (issue) => complaint("must be an object of texts", issue.input, 'for example { "cost:project": "quetzal" }'),
  },
);

/** Retention periods that CloudWatch Logs offers, in days. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionDays = oneOf(
  [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
  "CloudWatch Logs offers no other period",
);
