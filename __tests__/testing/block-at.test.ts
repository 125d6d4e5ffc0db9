import { blockAt, blocksIn } from "../../testing/block-at";

const role = { name: "lab" };
const json = {
  resource: { aws_iam_role: { Role: role } },
  data: { aws_region: { Here: {} } },
  module: { Vpc: { source: "." } },
};

test.each([
  ["aws_iam_role.Role", role],
  ['aws_iam_role.Role["a.b"]', role],
  ["data.aws_region.Here", {}],
  ["module.Vpc", { source: "." }],
])("%s is there", (address, block) => expect(blockAt(json, address)).toEqual(block));

test.each([
  "aws_iam_role.constructor",
  "constructor.name",
  "data.aws_region.toString",
  "module.constructor",
  "aws_iam_role",
  "",
])("%s is not", (address) => expect(blockAt(json, address)).toBeUndefined());

test("a type that every object has a key for has no blocks", () => expect(blocksIn(json, "constructor")).toEqual({}));
