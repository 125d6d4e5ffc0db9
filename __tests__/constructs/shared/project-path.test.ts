import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { pathFrom, projectPath } from "../../../constructs/shared/read/project-path";

describe("a path that a setting names", () => {
  test.each([
    ["keys/known_hosts", "/lab/keys/known_hosts"],
    ["../keys/known_hosts", "/keys/known_hosts"],
    ["/etc/ssh/known_hosts", "/etc/ssh/known_hosts"],
    ["~/keys/known_hosts", join(homedir(), "keys/known_hosts")],
    ["~ada/keys", "/lab/~ada/keys"],
  ])("begins at the project's folder unless it is absolute, or at home: %s", (path, leads) => {
    expect(projectPath(path, "/lab")).toBe(leads);
  });

  test("begins where the process runs, where no project is named", () => {
    expect(projectPath("keys/known_hosts")).toBe(resolve("keys/known_hosts"));
  });

  test.each([
    ["keys/known_hosts", "../../../keys/known_hosts"],
    ["/etc/ssh/known_hosts", "../../../../etc/ssh/known_hosts"],
    ["~/keys/known_hosts", "~/keys/known_hosts"],
  ])("leads there from another folder too, the same in every checkout: %s", (path, written) => {
    expect(pathFrom("/lab/cdktf.out/stacks/dome", path, "/lab")).toBe(written);
  });
});
