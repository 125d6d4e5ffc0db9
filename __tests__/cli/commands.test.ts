import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { said as saidOfModel } from "../environments/sentences";
import { modelFile, TestProject } from "../support/project";
import { slipwayIn } from "../support/warm-process";
import { said } from "./sentences";

const SLIPWAY = resolve(__dirname, "../../cli/slipway.cjs");

describe("slipway", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject({
      "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
      "environments/model/quetzal-bergen.ts": modelFile("quetzal-bergen", "logRetention: 14,"),
    });
  });
  afterAll(() => project.remove());

  function slipway(...args: string[]) {
    return slipwayIn({ cwd: project.folder }, ...args);
  }
  const problem = `${said("environments/model/quetzal-bergen.ts: logRetention", "settingMeant", '"logRetentionDays"')}\n`;

  test("list prints the workspaces as a table", () => {
    const { status, stdout } = slipway("list");
    expect(status).toBe(0);
    for (const name of ["quetzal-bergen", "quetzal-oslo"]) {
      expect(stdout).toMatch(new RegExp(`│ ${name} +│ model +│ environments/model/${name}\\.ts +│`));
    }
  });

  test("list --json prints them for programs", () => {
    expect(JSON.parse(slipway("list", "--json").stdout)).toEqual([
      { workspace: "quetzal-bergen", domain: "model", file: "environments/model/quetzal-bergen.ts" },
      { workspace: "quetzal-oslo", domain: "model", file: "environments/model/quetzal-oslo.ts" },
    ]);
  });

  test("check says what is wrong, and fails", () => {
    expect(slipway("check")).toEqual({ status: 1, stdout: "", stderr: problem });
    expect(slipway("check", "quetzal-bergen", "quetzal-oslo")).toEqual({ status: 1, stdout: "", stderr: problem });
  });

  test("check names the line and the column of a mistake in a file's syntax", () => {
    project.write("environments/model/quetzal-bergen.ts", "export default {\n  name: 'a' 'b',\n};\n");
    const stderr = `${saidOfModel("environments/model/quetzal-bergen.ts:2:12:", "unreadable", '"Expected \\"}\\" but found \\"\'b\'\\""')}\n`;
    expect(slipway("check", "quetzal-bergen")).toEqual({ status: 1, stdout: "", stderr });
  });

  test("check of what is right succeeds", () => {
    const stdout = `${said("", "nothingWrong", "quetzal-oslo")}\n`;
    expect(slipway("check", "quetzal-oslo")).toEqual({ status: 0, stdout, stderr: "" });
  });

  test("check of what does not exist fails", () => {
    expect(slipway("check", "quetzal-olso")).toEqual({
      status: 1,
      stdout: "",
      stderr: `${said("workspace", "oneOfMeant", "quetzal-bergen, quetzal-oslo", '"quetzal-olso"', '"quetzal-oslo"')}\n`,
    });
  });

  test("knows its commands", () => {
    const { status, stderr } = slipway("depoly", "quetzal-oslo");
    expect(status).toBe(1);
    expect(stderr).toContain("(Did you mean deploy?)");
  });

  test("fails outside of a project", () => {
    const { status, stderr } = spawnSync(process.execPath, [SLIPWAY, "list"], { cwd: "/", encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "cdktf.json must be in the folder where slipway runs, got none in /; go to the project's folder\n",
    });
  });

  test("ends as always when nobody reads what it prints", () => {
    const script = '{ sleep 0.5; "$0" "$1" list; echo "ended with $?" >&2; } | :';
    const args = ["-c", script, process.execPath, SLIPWAY];
    const { stderr } = spawnSync("bash", args, { cwd: project.folder, encoding: "utf8" });
    expect(stderr).toBe("ended with 0\n");
  });

  test("says which file is no JSON, for a person and without a stack trace", () => {
    project.write("cdktf.json", "{");
    const { status, stderr } = slipway("list");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\/.*\/cdktf\.json must be JSON, got ".*"; correct it\n$/);
  });
});
