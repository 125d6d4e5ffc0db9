import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TEXT_RULES, TREE_RULES } from "./planted";
import * as source from "./source-rules";

const ROOT = resolve(__dirname, "../..");
const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: ROOT });
const paths = `${list}`.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)));
const texts = paths.map((path): [path: string, text: string] => [path, readFileSync(join(ROOT, path), "utf8")]);
const code = texts.filter(([path]) => /\.[cm]?[jt]s$/.test(path));

describe.each(TEXT_RULES.map(([rule, breaks, holds]) => ({ rule, breaks, holds })))(
  "$rule.name",
  ({ rule, breaks, holds }) => {
    test("holds in every file", () => {
      const files = (Object.values(source) as unknown[]).includes(rule) ? code : texts;
      expect(files.flatMap(([path, text]) => rule(path, text))).toEqual([]);
    });

    test.each(breaks)("is broken in %s: %j", (path, text) => expect(rule(path, text)).not.toEqual([]));

    test.each(holds)("is not broken in %s: %j", (path, text) => expect(rule(path, text)).toEqual([]));
  },
);

describe.each(TREE_RULES.map(([rule, breaks, holds]) => ({ rule, breaks, holds })))(
  "$rule.name",
  ({ rule, breaks, holds }) => {
    test("holds in the tree", () => expect(rule(paths)).toEqual([]));

    test.each(breaks)("is broken by %s", (path) => expect(rule([path])).not.toEqual([]));

    test("is not broken by other paths", () => expect(rule(holds)).toEqual([]));
  },
);

test("each rule of a source file is tried", () => {
  const tried = TEXT_RULES.map(([rule]) => rule.name);
  expect(Object.keys(source).filter((name) => !tried.includes(name))).toEqual([]);
});
