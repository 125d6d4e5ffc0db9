import { pachctl } from "../../../constructs/pipelines/pachyderm/render/pachctl";
import {
  commitScript,
  deletionScript,
  followScript,
  line,
  pipelineScript,
  repositoryScript,
} from "../../../constructs/pipelines/pachyderm/render/pachctl-scripts";
import type { PachydermVersion } from "../../../constructs/pipelines/workflow/settings";
import { FakePachyderm } from "./fake-pachctl";

const VERSIONS: readonly PachydermVersion[] = ["1.7", "1.13", "2"];
const PLACE = { repository: "config", branch: "master", path: "/configuration.json" };

describe.each(VERSIONS)("the scripts of jobs with pachctl %s", (version) => {
  const isOld = version === "1.7";
  const words = (verb: string, noun: string) => (isOld ? `${verb}-${noun}` : `${verb} ${noun}`);
  const place = isOld ? "config master configuration.json" : "config@master:/configuration.json";
  const overwrite = version === "2" ? "" : " -o";
  let pachyderm: FakePachyderm;
  beforeEach(() => {
    pachyderm = new FakePachyderm(version);
  });
  afterEach(() => pachyderm[Symbol.dispose]());

  test("make a repository once", () => {
    const script = repositoryScript(version, "config");
    expect(pachyderm.run(script)).toEqual({
      code: 0,
      output: "",
      told: [`${words("inspect", "repo")} config`, `${words("create", "repo")} config`],
    });
    expect(pachyderm.run(script)).toEqual({
      code: 0,
      output: "repository config is there",
      told: [`${words("inspect", "repo")} config`],
    });
  });

  test("make a pipeline, and then give it its new specification", () => {
    const specFile = pachyderm.write("spec.json", '{ "pipeline": { "name": "LogD-training" } }');
    const script = pipelineScript(version, { name: "LogD-training", specFile });
    const inspect = `${words("inspect", "pipeline")} LogD-training`;
    expect(pachyderm.run(script)).toEqual({
      code: 0,
      output: "",
      told: [inspect, `${words("create", "pipeline")} -f ${specFile}`],
    });
    pachyderm.write("spec.json", '{ "pipeline": { "name": "LogD-training" }, "standby": true }');
    expect(pachyderm.run(script)).toEqual({
      code: 0,
      output: "",
      told: [inspect, `${words("update", "pipeline")} -f ${specFile}`],
    });
    expect(pachyderm.read("pipeline/LogD-training")).toContain("standby");
    const again = pipelineScript(version, { name: "LogD-training", specFile, reprocess: true });
    expect(pachyderm.run(again).told).toEqual([inspect, `${words("update", "pipeline")} -f ${specFile} --reprocess`]);
  });

  test("take a pipeline away once", () => {
    pachyderm.write("pipeline/LogD-upload", "");
    const script = deletionScript(version, "LogD-upload");
    const look = [words("list", "pipeline"), `${words("inspect", "pipeline")} LogD-upload`];
    expect(pachyderm.run(script).told).toEqual([...look, `${words("delete", "pipeline")} LogD-upload`]);
    expect(pachyderm.run(script)).toEqual({ code: 0, output: "pipeline LogD-upload is not there", told: look });
  });

  test("commit a file when it is new or changed, and never put it behind the old one", () => {
    pachyderm.run(repositoryScript(version, "config"));
    const file = pachyderm.write("new.json", '{ "cost": 1 }\n');
    const script = commitScript(version, PLACE, file);
    const get = `${words("get", "file")} ${place}`;
    const put = `${words("put", "file")} ${place} -f ${file}`;
    expect(pachyderm.run(script)).toEqual({
      code: 0,
      output: "",
      told: [get, `${words("inspect", "repo")} config`, get, put],
    });
    expect(pachyderm.run(script)).toEqual({
      code: 0,
      output: "config@master:/configuration.json is as it was: nothing is committed",
      told: [get],
    });
    pachyderm.write("new.json", '{ "cost": 2 }\n');
    expect(pachyderm.run(script)).toEqual({ code: 0, output: "", told: [get, `${put}${overwrite}`] });
    expect(pachyderm.read("files/config/configuration.json")).toBe('{ "cost": 2 }\n');
  });

  test("wait until all jobs have ended, and fail when one of them failed", () => {
    const job = (state: string) => `{\n  "job": { "id": "a" },\n  "state": "${state}"\n}\n`;
    const script = followScript(version, { repository: "config", branch: "master", pipelines: ["a", "b"] });
    pachyderm.write("jobs", `${job("JOB_SUCCESS")}${job("JOB_SUCCESS")}`);
    const { code, told, output } = pachyderm.run(script);
    const id = "0123456789abcdef0123456789abcdef";
    expect(code).toBe(0);
    expect(told).toEqual(
      {
        "1.7": ["flush-commit config/master", "list-job -p a --raw", "list-job -p b --raw"],
        "1.13": ["flush commit config@master", "list job -p a --raw", "list job -p b --raw"],
        "2": ["inspect commit config@master --raw", `wait job ${id} --raw`, `list job ${id}`],
      }[version],
    );
    if (version !== "2") expect(output).toBe("a JOB_SUCCESS\nb JOB_SUCCESS");
    for (const state of ["JOB_FAILURE", "JOB_KILLED"]) {
      pachyderm.write("jobs", `${job(state)}${job("JOB_SUCCESS")}`);
      expect(pachyderm.run(script)).toMatchObject({ code: 1, output: expect.stringContaining("a job has failed") });
    }
    pachyderm.isDown = true;
    expect(pachyderm.run(script).code).not.toBe(0);
  });

  test("fail where nobody answers, and change nothing", () => {
    pachyderm.run(repositoryScript(version, "config"));
    const file = pachyderm.write("new.json", "{}");
    pachyderm.isDown = true;
    const scripts = [
      repositoryScript(version, "other"),
      pipelineScript(version, { name: "a", specFile: file }),
      deletionScript(version, "a"),
      commitScript(version, PLACE, file),
    ];
    for (const script of scripts) {
      const { code, output } = pachyderm.run(script);
      expect(code).not.toBe(0);
      expect(output).toContain("pachd does not answer");
    }
    expect(pachyderm.run(commitScript(version, PLACE, file)).told).toEqual([
      `${words("get", "file")} ${place}`,
      `${words("inspect", "repo")} config`,
    ]);
    pachyderm.isDown = false;
    expect(pachyderm.run(commitScript(version, PLACE, file)).code).toBe(0);
  });
});

test.each([
  [
    "1.7",
    [
      "inspect-commit config master",
      "get-logs --pipeline=a",
      "list-job -p a",
      "list-commit config master",
      "list-repo",
    ],
  ],
  [
    "1.13",
    ["inspect commit config@master", "logs --pipeline=a", "list job -p a", "list commit config@master", "list repo"],
  ],
  [
    "2",
    ["inspect commit config@master", "logs --pipeline=a", "list job -p a", "list commit config@master", "list repo"],
  ],
] as const)("pachctl %s is asked in its own words", (version, expected) => {
  const told = pachctl(version);
  const lines = [
    told.inspectCommit("config", "master"),
    told.logs("a"),
    told.listJobs("a"),
    told.listCommits("config", "master"),
    told.listRepositories(),
  ].map((words) => line(words));
  expect(lines).toEqual(expected.map((each) => `pachctl ${each}`));
});

test("words with quotes stay words", () => {
  expect(line(["put", "it's $HOME"])).toBe("put 'it'\\''s $HOME'");
});
