import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { changeIndex, keepInIndex, readIndex } from "../../app/stack-index";

describe("the index of stacks", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "index-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("has what each of several processes has written at the same moment", async () => {
    const module = resolve("app/stack-index");
    const ends = ["a", "b", "c"].map((name) => {
      const program = `const { keepInIndex } = require(${JSON.stringify(module)}); for (let at = 0; at < 50; at += 1) keepInIndex(${JSON.stringify(folder)}, ${JSON.stringify(name)} + at, ["s"]);`;
      const child = spawn(process.execPath, ["--import", "tsx", "-e", program], { stdio: "inherit" });
      return new Promise((done) => child.once("close", done));
    });
    expect(await Promise.all(ends)).toEqual([0, 0, 0]);
    expect(Object.keys(readIndex(folder).kept ?? {})).toHaveLength(150);
  });

  test("is changed after the lock of somebody who was killed", () => {
    const lock = join(folder, "slipway.json.lock");
    writeFileSync(lock, "");
    const before = new Date(Date.now() - 60_000);
    utimesSync(lock, before, before);
    keepInIndex(folder, "oslo", ["oslo"]);
    expect(readIndex(folder)).toEqual({ workspaces: {}, kept: { oslo: ["oslo"] } });
    expect(existsSync(lock)).toBe(false);
  });

  test("is free again where a change fails", () => {
    const change = () => {
      throw new Error("no such change");
    };
    expect(() => changeIndex(folder, change)).toThrow("no such change");
    expect(existsSync(join(folder, "slipway.json.lock"))).toBe(false);
    expect(readIndex(folder)).toEqual({ workspaces: {} });
  });
});
