import { didYouMeanRegion, isRegion, partitionOf, REGIONS } from "../../../constructs/shared/regions";

describe("isRegion", () => {
  test("knows every region of the list", () => expect(REGIONS.filter((region) => !isRegion(region))).toEqual([]));

  test.each([
    ["ca-west-2", "the next number of a place"],
    ["ap-southeast-8", "the next number of a place"],
    ["ca-east-1", "a new direction of a geography"],
    ["us-gov-central-1", "a new direction of a partition"],
  ])("takes %j, which may have been opened since: %s", (region) => expect(isRegion(region)).toBe(true));

  test.each([
    ["ca-centrl-1", '"ca-central-1"'],
    ["ac-central-1", '"ca-central-1"'],
    ["ca-central1", '"ca-central-1"'],
    ["ca-central-1a", '"ca-central-1"'],
    ["ca-central-9", '"ca-central-1"'],
    ["ca-central-0", '"ca-central-1"'],
    ["CA-CENTRAL-1", '"ca-central-1"'],
    [" eu-west-3", '"eu-west-3"'],
    ["eu-west", '"eu-west-1"'],
    ["us-est-1", '"us-east-1"'],
  ])("refuses %j and knows that %s was meant", (region, meant) => {
    expect(isRegion(region)).toBe(false);
    expect(didYouMeanRegion(region)).toBe(`did you mean ${meant}?`);
  });

  test.each(["", "canada", "global", "constructor"])("refuses %j and knows of none that is near", (region) => {
    expect(isRegion(region)).toBe(false);
    expect(didYouMeanRegion(region)).toBe('write it as AWS does, for example "ca-central-1"');
  });
});

test.each([
  ["ca-central-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
  ["eusc-de-east-1", "aws-eusc"],
])("%s is of the partition %s", (region, partition) => expect(partitionOf(region)).toBe(partition));
