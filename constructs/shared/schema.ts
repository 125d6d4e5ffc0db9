import { didYouMeanRegion, isRegion } from "./regions";
import { asWhole, complaint, isRecord, oneOf, textMatching } from "./rules";
import { secretInVariable } from "./secret-detector";
import { secretMessage } from "./secret-problems";
import * as z from "./zod";

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

const regionComplaint = ({ input }: { readonly input?: unknown }) =>
  complaint("must be a region of AWS", input, didYouMeanRegion(input));

/** A region of AWS, as {@link isRegion} knows them. */
export const region = z.string({ error: regionComplaint }).refine(isRegion, { error: regionComplaint });

/** An account of AWS. */
export const accountId = textMatching(
  /^\d{12}$/,
  "must be the twelve digits of an AWS account",
  "`aws sts get-caller-identity` prints them",
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = textMatching(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3)$)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "must be a bucket's name: 3 to 63 of a-z, 0-9, . and -, the first and last a letter or digit",
  "S3 keeps some beginnings and ends to itself",
);

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const stateBucket = textMatching(
  /^(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "must be the state bucket's name: 3 to 63 of a-z, 0-9, . and -, and no IP address",
  "it must exist",
);

const organization = textMatching(
  /^[\w-]{3,40}$/,
  "must be an organization's name: 3 to 40 letters, digits, _ and -",
  "HCP Terraform shows it in its address",
);

const project = textMatching(
  /^\w[\w -]{1,38}\w$/,
  "must be a project's name: 3 to 40 letters, digits, blanks, _ and -",
  "leave it out for the organization's default project",
);

const hostname = textMatching(
  /^[A-Za-z0-9.-]+(:\d+)?$/,
  "must be a host name",
  'write it without https://, for example "app.terraform.io"',
);

const choices = {
  local: z.rulesOf<Record<string, never>>()({}),
  s3: z.rulesOf<S3BackendSettings>()({
    bucket: stateBucket,
    key: textMatching(
      /^(?!\/|.*\/\/)[^\p{Cc}]{1,900}(?<!\/)$/u,
      "must be a key of up to 900 characters, with no slash at its ends or twice in a row",
      "the workspace is put before it",
    ),
    region,
  }),
  cloud: z.rulesOf<CloudBackendSettings>()({
    organization,
    project: project.exactOptional(),
    hostname: hostname.exactOptional(),
  }),
};

const places = z.rulesOf<Backend>()({
  local: choices.local.exactOptional(),
  s3: choices.s3.exactOptional(),
  cloud: choices.cloud.exactOptional(),
});

/** The rules of {@link Backend}. */
export const backend = asWhole(places, isRecord, (value) => Object.keys(value).length === 1, {
  error: (issue) => complaint("must name one place", issue.input, "write { local: {} }, { s3: … } or { cloud: … }"),
});

const TAG_KEY =
  "1 to 128 letters, digits, blanks and _.:/=+-@ are allowed, with no aws: before them and no blank at their ends";

/** Tags of AWS resources: at most 50, keys of 1 to 128 and values of 0 to 256 characters. */
export const tags = z
  .record(
    textMatching(/^(?!aws:|\p{Z})[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}(?<!\p{Z})$/u, "must be a tag's key", TAG_KEY),
    textMatching(
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
      "must be a tag's value",
      "up to 256 letters, digits, blanks and _.:/=+-@ are allowed",
    ),
    {
      error: (issue) =>
        complaint("must be an object of texts", issue.input, 'for example { "cost:project": "quetzal" }'),
    },
  )
  .superRefine((value, context) => {
    for (const [key, text] of Object.entries(value)) {
      const what = secretInVariable(key, text);
      if (what === undefined) continue;
      const message = secretMessage(what, "everyone who may list resources reads their tags: take it out");
      context.addIssue({ code: "custom", path: [key], message, input: text });
    }
  });

/** Retention periods that CloudWatch Logs offers, in days. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentionDays = oneOf(
  [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
  "CloudWatch Logs offers no other period",
);
