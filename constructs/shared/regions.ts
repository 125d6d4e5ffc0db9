import { didYouMean } from "./did-you-mean";

/**
 * The regions of AWS that its SDKs know, in all partitions.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const REGIONS: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-central-2",
  "eu-isoe-west-1",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eusc-de-east-1",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "me-west-1",
  "mx-central-1",
  "sa-east-1",
  "sa-west-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-iso-east-1",
  "us-iso-west-1",
  "us-isob-east-1",
  "us-isob-west-1",
  "us-isof-east-1",
  "us-isof-south-1",
  "us-west-1",
  "us-west-2",
];

const GEOGRAPHY = "us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[bf]?|eu-isoe|eusc-de";
const DIRECTION = "central|(?:north|south)(?:east|west)?|east|west";
const FORM = new RegExp(`^((?:${GEOGRAPHY})-(?:${DIRECTION}))-(\\d)$`);

/**
 * Whether a text names a region: one of {@link REGIONS}, or one that AWS may have opened since, which is the next number
 * of a place (`ca-west-2`) or a new direction of a geography (`ca-east-1`). Terraform knows whether that one exists. A new
 * geography comes with a newer version of this file.
 */
export function isRegion(text: string): boolean {
  const [, place, number] = FORM.exec(text) ?? [];
  return REGIONS.includes(text) || number === "1" || REGIONS.includes(`${place}-${Number(number) - 1}`);
}

/** What to do about a value that is no region: the one that was probably meant. */
export function didYouMeanRegion(value: unknown): string {
  const near = typeof value === "string" ? didYouMean(value, REGIONS) : undefined;
  return near ?? 'write it as AWS does, for example "ca-central-1"';
}

/** Beginnings of regions outside the partition `aws`. */
const PARTITIONS: readonly (readonly [start: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/**
 * The part of AWS that a region is of, as ARNs name it: `aws`, `aws-cn`, …. Nothing reaches from one into another.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? "aws";
}
