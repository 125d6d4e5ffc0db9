import { Glob } from "../../local/glob";
import { said } from "./sentences";

/** Globs, what they match, and what they do not. */
const MATCHES: readonly [glob: string, matches: readonly string[], passes: readonly string[]][] = [
  ["/", ["/"], ["/a", "/a/b"]],
  ["/*", ["/a", "/.hidden", "/a.csv"], ["/", "/a/b"]],
  ["*", ["/a"], ["/", "/a/b"]],
  ["/training/", ["/training"], ["/", "/training/a"]],
  ["/training/*", ["/training/a", "/training/b.txt"], ["/training", "/training/a/b", "/other/a"]],
  ["/*/*", ["/a/b"], ["/a", "/a/b/c"]],
  ["/**", ["/a", "/a/b", "/a/b/c.csv"], ["/"]],
  ["/**.csv", ["/a.csv", "/a/b.csv", "/a/b/c.csv"], ["/a.txt"]],
  ["/a**z", ["/az", "/a/b/z", "/abcz"], ["/a/b"]],
  ["/?at", ["/cat", "/fat"], ["/at", "/c/at", "//at"]],
  ["/[abc]at", ["/cat", "/bat"], ["/fat", "/at"]],
  ["/[!abc]at", ["/fat"], ["/cat", "/at"]],
  ["/[a-c]at", ["/cat"], ["/fat"]],
  ["/[!a-c]at", ["/fat"], ["/bat"]],
  ["/{cat,bat,[fr]at}", ["/cat", "/fat", "/rat"], ["/at", "/zat"]],
  ["/@(a)", ["/a"], ["/aa", "/b"]],
  ["/x*(a)", ["/x", "/xa", "/xaaa"], ["/xaaX"]],
  ["/+(a)", ["/a", "/aaa"], ["/b"]],
  ["/x?(a)", ["/x", "/xa"], ["/xaa"]],
  ["/!(a)", ["/aa", "/b"], ["/a", "/b/c"]],
  ["/a.b+c$", ["/a.b+c$"], ["/axb+c$", "/a.bbc"]],
  ["/\\*", ["/*"], ["/a"]],
  ["/a b-[xyz]", ["/a b-x"], ["/a b-w"]],
  ["/[]a]", ["/]", "/a"], ["/b"]],
  ["/[-a]", ["/-", "/a"], ["/b"]],
  ["/*(a|(b|c)*)", ["/abcca"], ["/d"]],
  ["/x!(a|b)y", ["/xcy", "/xy"], ["/xay", "/xby"]],
  ["/é?", ["/é💧"], ["/é"]],
];

describe("a glob", () => {
  test.each(MATCHES)("%s", (glob, matches, passes) => {
    const own = new Glob(glob);
    expect(matches.filter((path) => !own.matches(path))).toEqual([]);
    expect(passes.filter((path) => own.matches(path))).toEqual([]);
  });

  test.each([
    // As in Pachyderm's pages on joins and groups.
    ["/(*)", "/foo", "$1", "foo"],
    ["/*/bar-(*)", "/foo/bar-123", "$1", "123"],
    ["/(*)/*/(??)*.txt", "/foo/bar-123/ABC.txt", "$1-$2", "foo-AB"],
    ["/*/(bar-(123))/*", "/foo/bar-123/ABC.txt", "${1}/$2", "bar-123/123"],
    ["/test/a*(a|b)/*(*).go", "/test/aaaa/x.go", "$1 $2", "aaa x"],
    ["/test/+(a|b)/(*).go", "/test/ab/x.go", "$1 $2", "ab x"],
    ["/(*).csv", "/a.csv", "$10 ${1}0 $2 $$1 $&", "a0 a0 $2 $1 /a.csv"],
  ])("%s takes from %s for %s: %s", (glob, path, template, expected) => {
    expect(new Glob(glob).replaced(path, template)).toBe(expected);
  });

  test.each([
    ["/(a", said("glob", "glob", "no )", '"/(a"')],
    ["/[a", said("glob", "glob", "no ]", '"/[a"')],
    ["/{a,b", said("glob", "glob", "no }", '"/{a,b"')],
    ["/[c-a]", said("glob", "glob", "a range that goes backwards, [c-a]", '"/[c-a]"')],
    [`/${"(".repeat(33)}`, said("glob", "glob", "more than 32 brackets in each other", `"/${"(".repeat(33)}"`)],
    ["/[[:alpha:]]", said("glob", "glob", "a class of signs, which is not known here", '"/[[:alpha:]]"')],
  ])("%s is refused", (glob, message) => {
    expect(() => new Glob(glob)).toThrow(new Error(message));
  });

  test.each([
    ["thirty stars", `/${"*a".repeat(30)}b`],
    ["thirty stars that cross", `/${"**a".repeat(30)}b`],
    ["brackets in brackets", `/${"*(".repeat(20)}a${")".repeat(20)}b`],
    ["what must not be", `/${"!(a*".repeat(10)}${")".repeat(10)}b`],
    ["choices", `/${"{a,aa}".repeat(30)}b`],
  ])("with %s is quick", (_what, glob) => {
    const begin = performance.now();
    expect(new Glob(glob).matches(`/${"a".repeat(200)}`)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});
