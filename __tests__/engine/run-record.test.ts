import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
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

  describe("that was killed", () => {
    const event = (type: string, addr: string, action = "create") =>
      `${JSON.stringify({ type, "@message": "", hook: { resource: { addr }, action } })}\n`;
    const killed = async (log: string, since = "2026-01-02T03:04:05.000Z") => {
      writeFileSync(record.log, log);
      project.write(FILE, JSON.stringify({ pid: await ended(), begin: "1", action: "deploy", since }));
    };

    test("has not ended the programs that were begun", async () => {
      const begun = ["A", "B", "C"].map((name) => event("apply_start", `terraform_data.${name}`)).join("");
      const others = event("apply_start", "aws_s3_bucket.D") + event("apply_start", "terraform_data.E", "delete");
      await killed(
        begun + others + event("apply_complete", "terraform_data.A") + event("apply_errored", "terraform_data.B"),
      );
      expect(record.unfinished()).toEqual(["terraform_data.C"]);
      await wait();
      expect(record.unfinished()).toEqual(["terraform_data.C"]);
      record.end();
      expect(record.unfinished()).toEqual([]);
    });

    test.each([
      ["what it did", { type: "change_summary", "@message": "", changes: { operation: "apply" } }, false],
      ["why it failed", { type: "diagnostic", "@message": "", diagnostic: { severity: "error" } }, false],
      ["a warning alone", { type: "diagnostic", "@message": "", diagnostic: { severity: "warning" } }, true],
    ])("has given its lock back where it had come to its end, and said %s", async (_, last, isHeld) => {
      await killed(`${JSON.stringify(last)}\n`);
      const who = `${userInfo().username}@${hostname()}`;
      // That of somebody else with the same name, who has begun since.
      expect(record.held({ who, created: "2026-01-02 03:04:07.5 +0000 UTC" })).toBe(isHeld);
    });

    test.each([
      ["2026-01-02 03:04:07.123456789 +0000 UTC", true],
      ["2026-01-02 03:04:04.5 +0000 UTC", true],
      ["2026-01-02 03:03:05.123456789 +0000 UTC", false],
      ["2026-01-02 04:04:07.123456789 +0000 UTC", false],
      ["some time", false],
    ])("held a lock since %s: %s", async (created, isHeld) => {
      await killed("");
      expect(record.held({ who: `${userInfo().username}@${hostname()}`, created })).toBe(isHeld);
      expect(record.held({ who: "ada@elsewhere", created })).toBe(false);
    });
  });

  test("that is broken is none", async () => {
    project.write(FILE, "{");
    await wait();
    expect(printed).toEqual([]);
  });
});
