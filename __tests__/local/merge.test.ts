import { merged } from "../../local/merge";
import { said } from "./sentences";

const written = (label: string, ...paths: readonly string[]) => ({
  label,
  files: new Map(paths.map((path) => [path, "the same"])),
});

describe("an output", () => {
  test("is what all datums wrote", () => {
    const { files, problems } = merged([written("a", "/models/a", "/x"), written("b", "/models/b")], "refused");
    expect([...files]).toEqual([
      ["/models/a", [0]],
      ["/models/b", [1]],
      ["/x", [0]],
    ]);
    expect(problems).toEqual([]);
  });

  test("has no path of two datums, though it is the same", () => {
    const { problems } = merged([written("a", "/log"), written("b", "/log"), written("c", "/log")], "refused");
    expect(problems).toEqual([said("/pfs/out/log", "outputTwice", "a and b")]);
  });

  test("has one behind the other as before 2.0", () => {
    const { files, problems } = merged([written("a", "/log"), written("b", "/log")], "appended");
    expect([...files]).toEqual([["/log", [0, 1]]]);
    expect(problems).toEqual([]);
  });

  test.each(["refused", "appended"] as const)("has no path that is a file and a folder: %s", (samePath) => {
    const { problems } = merged([written("a", "/log"), written("b", "/log/b/c")], samePath);
    expect(problems).toEqual([
      "/pfs/out/log must be a file or a folder, got a file of a and /pfs/out/log/b/c of b; rename one",
    ]);
  });
});
