import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginOf } from "../../engine/process-begin";
import { Project } from "../../engine/project";
import { RunRecord } from "../../engine/run-record";
import { TestProject } from "../support/project";
import { until } from "../support/until";

const DATA = "cdktf.out/stacks/one/.terraform";
const FILE = `${DATA}/slipway-run.json`;
const line = (message: string) => `${JSON.stringify({ type: "apply_complete", "@message": message })}\n`;

describe("the record of a run", () => {
  let project: TestProject;
  let record: RunRecord;
  let printed: string[];

  beforeEach(() => {
    printed = [];
    project = new TestProject({ [`${DATA}/.keep`]: "" });
    record = new RunRecord(Project.at(project.folder), "one", {});
  });
  afterEach(() => project.remove());

  const wait = () => record.wait((text) => printed.push(text));
  const ended = async () => {
    const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    await new Promise((done) => child.on("close", done));
    return child.pid as number;
  };

  test("is waited for by nobody where there is none", async () => {
    await wait();
    expect(printed).toEqual([]);
  });

  test("is followed from its beginning to its end", async () => {
    const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
    writeFileSync(record.log, line("one is made"));
    record.begin(child.pid as number, "deploy");
    const waited = wait();
    await until(
      () => printed.length,
      (length) => length === 2,
    );
    appendFileSync(record.log, line("two is made"));
    child.stdin?.end();
    await waited;
    expect(printed).toEqual([
      expect.stringMatching(
        /^one: deploy has been running since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(Terraform, process \d+\); following it$/,
      ),
      ...["one is made", "two is made", "one: that deploy has finished"],
    ]);
    expect(existsSync(join(project.folder, FILE))).toBe(false);
  });

  test("of a process that has ended is no run at work", async () => {
    project.write(FILE, JSON.stringify({ pid: await ended(), begin: "1", action: "deploy", since: "" }));
    await wait();
    expect(printed).toEqual([]);
  });

  test("is not taken for another process that has its id now", async () => {
    record.begin(process.pid, "deploy");
    const run = JSON.parse(readFileSync(join(project.folder, FILE), "utf8"));
    expect(run.begin).toBe(beginOf(process.pid));
    project.write(FILE, JSON.stringify({ ...run, begin: "1" }));
    await wait();
    expect(printed).toEqual([]);
  });

  test("that is broken is none", async () => {
    project.write(FILE, "{");
    await wait();
    expect(printed).toEqual([]);
  });
});
