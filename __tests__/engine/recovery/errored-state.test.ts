import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { refuseBroken } from "../../../engine/private-state";
import { Project } from "../../../engine/project";
import { putErroredBack } from "../../../engine/recovery/errored-state";
import { TestProject } from "../../support/project";

const STATE = "terraform.tfstate.d/oslo/terraform.tfstate";
const ERRORED = "cdktf.out/stacks/oslo/errored.tfstate";
const state = (serial: number, lineage = "one") => JSON.stringify({ version: 4, serial, lineage, resources: [] });

describe("a state", () => {
  let project: TestProject;
  let printed: string[];

  beforeEach(() => {
    printed = [];
    const path = `../../../${STATE}`;
    project = new TestProject({
      "cdktf.out/slipway.json": JSON.stringify({ workspaces: { oslo: ["oslo"] } }),
      "cdktf.out/stacks/oslo/cdk.tf.json": JSON.stringify({ terraform: { backend: { local: { path } } } }),
    });
  });
  afterEach(() => project.remove());

  const at = (path: string) => join(project.folder, path);
  const putBack = () =>
    putErroredBack(Project.at(project.folder), "oslo", { environment: {}, print: (line) => printed.push(line) });
  const check = () => refuseBroken(Project.at(project.folder), "oslo");

  describe("that could not be saved", () => {
    beforeEach(() => project.write(ERRORED, state(7)));

    test.each([
      ["where there was none", undefined],
      ["over an older one", state(6)],
      ["over the part of one that a full disk left", state(7).slice(0, 20)],
    ])("is put back %s, for its owner alone", async (_, before) => {
      if (before !== undefined) project.write(STATE, before);
      await putBack();
      expect(project.read(STATE)).toBe(state(7));
      expect(statSync(at(STATE)).mode & 0o777).toBe(0o600);
      expect(existsSync(at(ERRORED))).toBe(false);
      expect(printed).toEqual(["oslo: put errored.tfstate back, the state that could not be saved"]);
      await putBack();
      expect(printed).toHaveLength(1);
    });

    test("leaves a part that it replaces beside it", async () => {
      project.write(STATE, "{ half");
      await putBack();
      expect(project.read(`${STATE}.broken`)).toBe("{ half");
    });

    test.each([
      ["a newer state", state(8), "got serial 7 beside 8"],
      ["another one", state(1, "two"), "got serial 7 beside 1"],
    ])("is not put over %s", async (_, before, got) => {
      project.write(STATE, before);
      await expect(putBack()).rejects.toThrow(
        `oslo: errored.tfstate must be newer than the state, ${got}; if nothing is missing, remove ${at(ERRORED)}`,
      );
      expect([project.read(STATE), project.read(ERRORED)]).toEqual([before, state(7)]);
    });

    test("is not put back where it is a part itself", async () => {
      project.write(ERRORED, state(7).slice(0, 20));
      await expect(putBack()).rejects.toThrow(`oslo: ${at(ERRORED)} must be a whole state, got a part of one`);
      expect(existsSync(at(ERRORED))).toBe(true);
    });
  });

  test.each<[string, string, string | undefined, string | undefined]>([
    ["whole", state(7), undefined, undefined],
    ["new", "", undefined, undefined],
    [
      "cut off",
      "{ half",
      undefined,
      "6 bytes that are none; put back a copy of it, or remove the file and run slipway recover",
    ],
    [
      "cut off beside a backup",
      "{ half",
      state(6),
      "6 bytes that are none; terraform.tfstate.backup beside it is the state before the last change: copy it to terraform.tfstate, then run slipway recover",
    ],
    [
      "empty beside a backup",
      "",
      state(6),
      "0 bytes that are none; terraform.tfstate.backup beside it is the state before the last change: copy it to terraform.tfstate, then run slipway recover",
    ],
    [
      "cut off twice",
      "{ half",
      "{",
      "6 bytes that are none; put back a copy of it, or remove both and run slipway recover",
    ],
  ])("that is %s", (_, text, backup, said) => {
    project.write(STATE, text);
    if (backup !== undefined) project.write(`${STATE}.backup`, backup);
    if (said === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(`oslo: ${at(STATE)} must be a state, got ${said}`);
  });
});
