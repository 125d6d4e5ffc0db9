import { partitionOf } from "./regions";

/** Domains of the AWS console, by partition. */
const DOMAINS: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-eusc": "console.amazonaws-eusc.eu",
};

/**
 * The AWS console of a region, such as `https://ca-central-1.console.aws.amazon.com`; undefined in partitions whose console has no
 * public address.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
 */
export function consoleOf(region: string): string | undefined {
  const domain = DOMAINS[partitionOf(region)];
  return domain === undefined ? undefined : `https://${region}.${domain}`;
}
