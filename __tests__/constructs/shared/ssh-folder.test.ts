import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSshFolder } from "../../../constructs/shared/apply/ssh-folder";

describe("makeSshFolder", () => {
  const home = mkdtempSync(join(tmpdir(), "home-"));
  const mode = () => (statSync(join(home, ".ssh")).mode & 0o777).toString(8);

  afterAll(() => rmSync(home, { recursive: true }));

  test("makes the folder for its owner alone", () => {
    makeSshFolder(home);
    expect(mode()).toBe("700");
  });

  test("leaves one that is there", () => {
    chmodSync(join(home, ".ssh"), 0o750);
    makeSshFolder(home);
    expect(mode()).toBe("750");
  });
});
