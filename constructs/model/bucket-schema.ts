import { listOf, textMatching } from "../shared/rules";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
const origin = textMatching(
  /^(?!.*\*.*\*)(\*|[a-z*][a-z0-9+.*-]*:\/\/[\w.*:[\]-]+)$/,
  "must be a web origin",
  'write scheme, host and port only, with one * at most, for example "https://example.org"',
);
export const corsOrigins = listOf(origin, "web origins");
