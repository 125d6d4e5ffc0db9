import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withPlanFolder } from "../../engine/plan-folder";

describe("the folder of a plan", () => {
  const made: string[] = [];
  afterEach(() => {
    for (const each of made.splice(0)) rmSync(each, { recursive: true, force: true });
  });

  /** As a command that has ended would have named it. */
  const left = async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const folder = await withPlanFolder(async (own) => own.replace(`-${process.pid}-`, `-${pid}-`));
    made.push(folder);
    return folder;
  };

  test("is its owner's alone, and ends with the work, also with one that fails", async () => {
    const folder = await withPlanFolder(async (own) => {
      expect(statSync(own).mode & 0o777).toBe(0o700);
      return own;
    });
    expect(existsSync(folder)).toBe(false);
    await expect(withPlanFolder((own) => Promise.reject(new Error(own)))).rejects.toThrow("slipway-plan-");
  });

  test("is removed by the next command, where one was killed", async () => {
    const killed = await left();
    mkdirSync(killed);
    writeFileSync(join(killed, "quetzal-oslo"), "secret");
    await withPlanFolder(async (own) => {
      expect(existsSync(killed)).toBe(false);
      // That of a command that runs is not.
      await withPlanFolder(async () => {});
      expect(existsSync(own)).toBe(true);
    });
  });

  test("stays where another machine made it, or where it is a link", async () => {
    const killed = await left();
    const foreign = killed.replace(/slipway-plan-\w+-/, "slipway-plan-00000000-");
    made.push(foreign);
    mkdirSync(foreign);
    symlinkSync(foreign, killed);
    await withPlanFolder(async () => {});
    expect([lstatSync(foreign).isDirectory(), lstatSync(killed).isSymbolicLink()]).toEqual([true, true]);
  });
});
