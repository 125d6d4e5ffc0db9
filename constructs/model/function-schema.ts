import { eitherOf, textMatching, wholeNumber } from "../shared/rules";
import * as z from "../shared/zod";

/** Size of the Lambda function. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export interface LambdaCompute {
  /** 128 to 10240; processors grow with it. */
  readonly memoryMiB: number;
  /** 1 to 900. */
  readonly timeoutSeconds: number;
  /** Size of /tmp, 512 to 10240. */
  readonly storageMiB: number;
}

/**
 * Who chooses the function's image: `external`, deployments outside Terraform, whose choice Terraform leaves alone; or
 * this setting, by tag or by digest.
 */
export type FunctionImage = "external" | { readonly tag: string } | { readonly digest: string };

const memoryMiB = wholeNumber(128, 10240, "these are Lambda's smallest and largest size");
const timeoutSeconds = wholeNumber(1, 900, "Lambda ends a call after 15 minutes");
const storageMiB = wholeNumber(512, 10240, "these are the smallest and largest /tmp of Lambda");

/** The rules of the function's size. */
export const lambda = z.rulesOf<LambdaCompute>()({ memoryMiB, timeoutSeconds, storageMiB });

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
