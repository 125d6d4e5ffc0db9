import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { keepStatePrivate } from "../../engine/private-state";
import { run } from "../../engine/process";
import { Project } from "../../engine/project";
import { writeBackup } from "../../engine/rename/backup";
import { RunRecord } from "../../engine/run-record";
import { TestProject } from "../support/project";

const FOLDER = "terraform.tfstate.d/oslo";
const STACK = "cdktf.out/stacks/oslo";

describe("what may hold secrets", () => {
  let project: TestProject;

  beforeEach(() => {
    const path = `../../../${FOLDER}/terraform.tfstate`;
    project = new TestProject({
      "cdktf.out/slipway.json": JSON.stringify({ workspaces: { oslo: ["oslo"] } }),
      [`${STACK}/cdk.tf.json`]: JSON.stringify({ terraform: { backend: { local: { path } } } }),
    });
  });
  afterEach(() => project.remove());

  const at = (path: string) => join(project.folder, path);
  const mode = (path: string) => (statSync(at(path)).mode & 0o777).toString(8);
  const keep = () => keepStatePrivate(Project.at(project.folder), "oslo");

  test("is put into folders that are made for their owner alone", () => {
    keep();
    expect(["terraform.tfstate.d", FOLDER].map(mode)).toEqual(["700", "700"]);
  });

  test("is taken from others where Terraform, or cdktf deploy, has made it for all", () => {
    const files = ["terraform.tfstate", "terraform.tfstate.backup"].map((name) => `${FOLDER}/${name}`);
    const all = [...files, `${STACK}/errored.tfstate`];
    for (const file of all) project.write(file, "{}");
    for (const file of all) chmodSync(at(file), 0o644);
    chmodSync(at(FOLDER), 0o755);
    keep();
    expect([FOLDER, ...all].map(mode)).toEqual(["700", "600", "600", "600"]);
  });

  test("makes no state where there is none", () => {
    keep();
    expect(existsSync(at(`${FOLDER}/terraform.tfstate`))).toBe(false);
  });

  test("is the backup of a state that is moved, also over an older one", () => {
    project.write(`${FOLDER}/renamed-to-bergen.tfstate`, "{}");
    writeBackup(at(`${FOLDER}/renamed-to-bergen.tfstate`), "{}");
    expect(mode(`${FOLDER}/renamed-to-bergen.tfstate`)).toBe("600");
  });

  test("is the record of a run, and what its programs print, also over an older one", async () => {
    const data = `${STACK}/.terraform`;
    mkdirSync(at(data));
    project.write(`${data}/slipway-run.jsonl`, "{}");
    chmodSync(at(`${data}/slipway-run.jsonl`), 0o644);
    const record = new RunRecord(Project.at(project.folder), "oslo", {});
    const started = (pid: number) => record.begin(pid, "deploy");
    const options = { cwd: project.folder, env: process.env, onLine: () => {}, log: record.log, started };
    expect(await run(process.execPath, ["-p", "1"], options)).toMatchObject({ code: 0 });
    expect(["slipway-run.json", "slipway-run.jsonl"].map((name) => mode(`${data}/${name}`))).toEqual(["600", "600"]);
  });
});
