import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DeployedProject } from "../support/deployed";
import { Store } from "./store";

const ROOT = resolve(__dirname, "../..");
const LAB = "environments/plugins/dioptra-lab.ts";
const PLUGINS = "examples/task-plugins";
const PRIVATE = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

describe("task plugins, deployed", () => {
  const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
  const files = ["__init__.py", "data/__init__.py", "data/split.py", "metrics/__init__.py", "metrics/accuracy.py"];
  const builtins = files.map((path) => `${PLUGINS}/dioptra_builtins/${path}`);
  const custom = ["__init__.py", "hello.py"].map((path) => `${PLUGINS}/dioptra_custom/${path}`);
  const deployed = new DeployedProject(
    Object.fromEntries([LAB, ...builtins, ...custom].map((path) => [path, read(path)])),
  );
  const { project } = deployed;
  const path = (name: string) => join(project.folder, PLUGINS, name);
  const edit = (before: string, after: string) => project.write(LAB, project.read(LAB).replace(before, after));
  const inBucket = [...builtins, ...custom].map((each) => each.slice(PLUGINS.length + 1));
  let store: Store;

  beforeAll(async () => {
    await deployed.start();
    store = new Store({ ...deployed.client, region: "us-east-1" }, "dioptra-lab-plugins");
  });
  afterAll(() => deployed.stop());

  // What follows is one story: each test goes on where the one before it ended.

  test("go to a bucket that is private and versioned", async () => {
    mkdirSync(path("dioptra_builtins/__pycache__"));
    writeFileSync(path("dioptra_builtins/__pycache__/x.cpython-311.pyc"), "");
    expect(await deployed.deploy("dioptra-lab")).toEqual({ added: 7, changed: 0, destroyed: 0 });
    expect(await store.keys()).toEqual(inBucket);
    expect(await store.text("dioptra_custom/hello.py")).toBe(project.read(`${PLUGINS}/dioptra_custom/hello.py`));
    expect(await store.settings()).toEqual({ versioning: "Enabled", public: PRIVATE });
  });

  test("need no second plan, also after the command line synchronized the same folder", async () => {
    expect(deployed.succeed("plugins", "sync")).toBe(
      "s3://dioptra-lab-plugins/dioptra_builtins: 0 sent, 0 removed, 5 as they were\n" +
        "s3://dioptra-lab-plugins/dioptra_custom: 0 sent, 0 removed, 2 as they were\n",
    );
    expect(deployed.slipway("plan", "dioptra-lab")).toMatchObject({
      status: 0,
      stdout: "dioptra-lab: nothing to do\n",
    });
    expect(await store.writes()).toEqual(Object.fromEntries(inBucket.map((key) => [key, 1])));
  });

  test("that are changed, new or gone are named by the plan, and alone are sent", async () => {
    await store.s3.send(new PutObjectCommand({ Bucket: store.bucket, Key: "dioptra_builtins_old/a.py", Body: "a" }));
    writeFileSync(path("dioptra_builtins/data/split.py"), "def split(): ...\n");
    writeFileSync(path("dioptra_builtins/data/${more} %{if}.py"), "MORE = 1\n");
    rmSync(path("dioptra_builtins/metrics/accuracy.py"));
    const { status, stdout } = deployed.slipway("plan", "dioptra-lab");
    expect(status).toBe(2);
    expect(stdout).toMatch(/triggers_replace\.data\/split\.py: "\w{32}" -> "\w{32}"/);
    expect(stdout).toMatch(/triggers_replace\.data\/\$\{more\} %\{if\}\.py: none -> "\w{32}"/);
    expect(stdout).toMatch(/triggers_replace\.metrics\/accuracy\.py: "\w{32}" -> none/);
    expect(await deployed.deploy("dioptra-lab")).toEqual({ added: 1, changed: 0, destroyed: 1 });
    expect(await store.writes()).toEqual({
      ...Object.fromEntries(inBucket.map((key) => [key, 1])),
      "dioptra_builtins/data/${more} %{if}.py": 1,
      "dioptra_builtins/data/split.py": 2,
      "dioptra_builtins/metrics/accuracy.py": 2,
      "dioptra_builtins_old/a.py": 1,
    });
    deployed.expectNothingToDo("dioptra-lab");
  });

  test("that differ in the bucket are found by status, and put right by sync", async () => {
    const Key = "dioptra_custom/hello.py";
    await store.s3.send(new PutObjectCommand({ Bucket: store.bucket, Key, Body: "other" }));
    await store.s3.send(new PutObjectCommand({ Bucket: store.bucket, Key: "dioptra_custom/extra.py", Body: "x" }));
    const status = deployed.slipway("plugins", "status", "--json");
    expect(status.status).toBe(1);
    expect(JSON.parse(status.stdout)[1]).toEqual({
      prefix: "dioptra_custom",
      uri: "s3://dioptra-lab-plugins/dioptra_custom",
      missing: [],
      changed: ["hello.py"],
      extra: ["extra.py"],
      same: 1,
    });
    expect(deployed.succeed("plugins", "sync", "--dry-run")).toContain("would send hello.py\nwould remove extra.py\n");
    expect(deployed.succeed("plugins", "sync")).toContain("sent hello.py\nremoved extra.py\n");
    expect(deployed.slipway("plugins", "status").status).toBe(0);
  });

  test("with an error in them reach no job, from the command nor from a deployment", async () => {
    writeFileSync(path("dioptra_custom/broken.py"), "def broken(:\n");
    const stderr =
      'collections[1].folder must hold Python that compiles, got "broken.py" line 1: invalid syntax; correct it\n';
    for (const command of ["sync", "check"]) {
      expect(deployed.slipway("plugins", command)).toEqual({ status: 1, stdout: "", stderr });
    }
    expect(deployed.slipway("deploy", "dioptra-lab", "--auto-approve")).toMatchObject({
      status: 1,
      stderr: `${LAB}: ${stderr}`,
    });
    expect(await store.keys("dioptra_custom/")).toEqual(["dioptra_custom/__init__.py", "dioptra_custom/hello.py"]);
    rmSync(path("dioptra_custom/broken.py"));
  });

  test("that are no longer described go with their prefix, and nothing else does", async () => {
    edit(/\n {4}\{ prefix: "dioptra_custom".*\},/.exec(project.read(LAB))?.[0] ?? "none", "");
    expect(await deployed.deploy("dioptra-lab")).toEqual({ added: 0, changed: 0, destroyed: 2 });
    expect(await store.keys("dioptra_custom/")).toEqual([]);
    expect(await store.keys("dioptra_builtins_old/")).toEqual(["dioptra_builtins_old/a.py"]);
    expect(await store.keys("dioptra_builtins/")).toHaveLength(5);
  });

  test("stay where a destroy is not said to be right, and go", async () => {
    const { status, stderr } = deployed.slipway("destroy", "dioptra-lab", "--auto-approve");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^dioptra-lab: aws_s3_bucket\.Bucket_\w+ must stay, got a plan that takes it away/);
    expect(await store.keys("dioptra_builtins/")).toHaveLength(5);
    edit('{ name: "dioptra-lab-plugins" }', '{ name: "dioptra-lab-plugins", removal: "allowed" }');
    await deployed.deploy("dioptra-lab");
    await deployed.destroy("dioptra-lab");
    expect(await store.isThere()).toBe(false);
  });

  test("nothing asked for a right that slipway permissions does not list", async () => {
    await deployed.expectListedRights();
  });
});
