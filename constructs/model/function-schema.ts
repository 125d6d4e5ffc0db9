import {
  asWhole,
  complaint,
  eitherOf,
  isList,
  isRecord,
  listOf,
  oneOf,
  type Problem,
  textMatching,
  wholeNumber,
} from "../shared/rules";
import { secretsBelow } from "../shared/secret-problems";
import * as z from "../shared/zod";

/** Size of the Lambda function. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export interface LambdaCompute {
  /** 128 to 10240; processors grow with it. */
  readonly memoryMiB: number;
  /** 1 to 900. */
  readonly timeoutSeconds: number;
  /** Size of /tmp, 512 to 10240. */
  readonly storageMiB: number;
  /** The processor; the image must be for it. @default "x86_64" */
  readonly architecture?: Architecture;
  /**
   * Variables for the model's program, 4 KiB together. No secrets: they would lie in the state. Lambda keeps some names for itself.
   *
   * @default - none but BUCKET_NAME
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** The private network that the function is in. @default - none: it reaches the internet, and nothing private */
  readonly vpc?: FunctionVpc;
  /** How many calls may run at once, which others can then not take; 0 stops the function. @default - what the account has left */
  readonly reservedConcurrency?: number;
}

/** A processor, as Lambda names it. */
export type Architecture = (typeof ARCHITECTURES)[number];
const ARCHITECTURES = ["x86_64", "arm64"] as const;

/** Where a function has its network interfaces. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export interface FunctionVpc {
  /** Of one VPC, best in two zones: `subnet-0123456789abcdef0`. To reach S3 they need an endpoint or a NAT gateway. */
  readonly subnetIds: readonly string[];
  /** `sg-0123456789abcdef0`. */
  readonly securityGroupIds: readonly string[];
}

/**
 * Who chooses the function's image: `external`, deployments outside Terraform, whose choice Terraform leaves alone; or
 * this setting, by tag or by digest.
 */
export type FunctionImage = "external" | { readonly tag: string } | { readonly digest: string };

const memoryMiB = wholeNumber(128, 10240, "these are Lambda's smallest and largest size");
const timeoutSeconds = wholeNumber(1, 900, "Lambda ends a call after 15 minutes");
const storageMiB = wholeNumber(512, 10240, "these are the smallest and largest /tmp of Lambda");

export const architecture = oneOf(ARCHITECTURES, "Lambda has no other processors");
const reservedConcurrency = wholeNumber(0, 100_000, "an account has 1000 to begin with, and keeps 100 of them free");

const subnetId = textMatching(
  /^subnet-[0-9a-f]{8,17}$/,
  "must be a subnet's id",
  'for example "subnet-0123456789abcdef0"',
);
const groupId = textMatching(
  /^sg-[0-9a-f]{8,17}$/,
  "must be a security group's id",
  'for example "sg-0123456789abcdef0"',
);

const vpc = z.rulesOf<FunctionVpc>()({
  subnetIds: filled(listOf(subnetId, "subnets"), "subnet"),
  securityGroupIds: filled(listOf(groupId, "security groups"), "security group"),
});

function filled<T extends z.ZodType>(list: T, what: string) {
  return asWhole(list, isList, (values) => values.length > 0, {
    error: (issue) => complaint(`must name at least one ${what}`, issue.input, "leave vpc out for none"),
  });
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|ACCESS_KEY|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|AWS_LAMBDA_\w+|LAMBDA_(TASK_ROOT|RUNTIME_DIR)|BUCKET_NAME)$/;
const variableName = textMatching(
  /^[A-Za-z]\w{1,127}$/,
  "must be a variable's name: a letter, then letters, digits and _",
  "Lambda takes no other",
).refine((value) => !RESERVED.test(value), {
  error: ({ input }) =>
    complaint("must be a name that Lambda and the model do not set themselves", input, "choose another"),
});

/** Bytes of all names and values of a function. */
const MOST_VARIABLES = 4096;
const bytesOf = (variables: Readonly<Record<string, unknown>>) =>
  Buffer.byteLength(Object.entries(variables).flat().join(""));

const environment = asWhole(
  z.record(
    variableName,
    z.string({ error: (issue) => complaint("must be a text", issue.input, "write numbers in quotes") }),
    {
      error: (issue) => complaint("must be an object of texts", issue.input, 'for example { LOG_LEVEL: "info" }'),
    },
  ),
  isRecord,
  (value) => bytesOf(value) <= MOST_VARIABLES,
  {
    error: ({ input }) =>
      `must be ${MOST_VARIABLES} bytes at most together, got ${bytesOf(input as Record<string, unknown>)}; put large values into a file of the image`,
  },
);

/** Secrets among a function's variables, as far as they can be recognised. No message shows one. */
export function variableProblems({ environment: variables }: { readonly environment?: unknown }): Problem[] {
  return secretsBelow(
    "environment",
    variables,
    "it would lie in the state: let the program read it from AWS Secrets Manager",
  );
}

/** The rules of the function's size. */
export const lambda = z.rulesOf<LambdaCompute>()({
  memoryMiB,
  timeoutSeconds,
  storageMiB,
  architecture: architecture.exactOptional(),
  environment: environment.exactOptional(),
  vpc: vpc.exactOptional(),
  reservedConcurrency: reservedConcurrency.exactOptional(),
});

const tag = textMatching(
  /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/,
  "must be an image tag",
  "1 to 128 of letters, digits and ._-, the first no . or -",
);
const digest = textMatching(
  /^sha256:[0-9a-f]{64}$/,
  "must be an image digest",
  "write sha256: and 64 hexadecimal digits, as docker push prints it",
);
export const image = eitherOf(
  [
    z.literal("external"),
    z.rulesOf<{ readonly tag: string }>()({ tag }),
    z.rulesOf<{ readonly digest: string }>()({ digest }),
  ],
  'must be "external", { tag: "…" } or { digest: "sha256:…" }',
  "external leaves the image to deployments outside Terraform",
);

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const existingName = textMatching(
  /^[a-zA-Z0-9-_]{1,64}$/,
  "must be a function's name, 1 to 64 of letters, digits, - and _",
  "aws lambda list-functions prints the names",
);
