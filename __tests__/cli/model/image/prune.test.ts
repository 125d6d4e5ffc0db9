import { prunable } from "../../../../cli/model/image/prune";
import type { RepositoryImage } from "../../../../cli/model/image/repository";

const image = (digest: string, tags: readonly string[] = [digest], isPlaceholder = false): RepositoryImage => ({
  digest,
  tags,
  bytes: 1,
  isPlaceholder,
});
/** The newest first. */
const ALL = [
  image("e"),
  image("d"),
  image("untagged", []),
  image("c"),
  image("b"),
  image("a"),
  image("p", ["DUMMY"], true),
];
const gone = (keep: number, used: readonly string[] = [], named?: string) =>
  prunable(ALL, { keep, used: new Set(used), named }).map(({ digest }) => digest);

describe("images that may be deleted", () => {
  test.each([
    ["all but the newest, and those without a tag", gone(2), ["untagged", "c", "b", "a"]],
    ["never one that runs", gone(1, ["a", "untagged"]), ["d", "c", "b"]],
    ["never one that the file names by its tag", gone(0, [], "b"), ["e", "d", "untagged", "c", "a"]],
    ["nor by its digest", gone(0, [], "untagged"), ["e", "d", "c", "b", "a"]],
    ["never the placeholder", gone(0), ["e", "d", "untagged", "c", "b", "a"]],
    ["none where more are kept than there are", gone(9), ["untagged"]],
  ])("%s", (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});
