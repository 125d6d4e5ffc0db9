import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DeployedProject } from "../../support/deployed";
import { modelFile } from "../../support/project";
import { Running } from "../../support/running";
import { said } from "../sentences";

const STATES = 'backend: { s3: { bucket: "states", key: "models/terraform.tfstate", region: "ca-central-1" } },';
const file = (workspace: string, domain = "model") => `environments/${domain}/${workspace}.ts`;
/** Its bucket has a name of its own, so nothing is replaced when the file gets another name. */
const pluginsFile = (name: string) => `export default {
  name: "${name}", region: "ca-central-1", bucket: { name: "dioptra-tasks" },
  collections: [{ prefix: "dioptra_builtins", folder: "task-plugins" }],
  ${STATES}
};
`;

/** Said where another state has what is to be made. */
const OWNED =
  /^tasks: resources must be in one state only, got aws_s3_bucket\.\w+, .*, which the state of testbed has; if tasks is its new name, run slipway rename testbed tasks; else choose another name$/m;

/** Stories about files that are renamed or deleted while what they describe is deployed. */
describe("workspaces without a file", () => {
  const deployed = new DeployedProject({
    [file("quetzal-oslo")]: modelFile("quetzal-oslo"),
    [file("testbed", "plugins")]: pluginsFile("testbed"),
    "task-plugins/__init__.py": "",
    [file("quetzal-bergen")]: modelFile("quetzal-bergen", STATES),
    [file("quetzal-tromso")]: modelFile("quetzal-tromso", STATES),
  });
  const path = (name: string) => join(deployed.project.folder, name);
  const listed = () => JSON.parse(deployed.succeed("list", "--states", "--json")) as { workspace: string }[];
  const keys = async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "states" }));
    return Contents.map(({ Key }) => Key);
  };
  let s3: S3Client;

  beforeAll(async () => {
    await deployed.start();
    s3 = new S3Client({ ...deployed.client, forcePathStyle: true });
    for (const each of ["quetzal-oslo", "testbed", "quetzal-bergen"]) await deployed.deploy(each);
  });
  afterAll(async () => {
    s3.destroy();
    await deployed.stop();
  });

  // The state of quetzal-oslo is a file; its bucket has the name of the workspace.

  test("refuses names that are no rename", () => {
    const refused = (from: string, to: string) => deployed.slipway("rename", from, to, "--auto-approve").stderr;
    expect(refused("quetzal-oslo", "quetzal-tromso")).toBe(
      `quetzal-oslo must have no file any more, got ${file("quetzal-oslo")} beside the file of quetzal-tromso; delete it if quetzal-tromso takes its place\n`,
    );
    expect(refused("nobody", "quetzal-tromso")).toBe(
      'workspace must have a file or a state, got "nobody"; slipway list --states lists all states\n',
    );
    expect(refused("quetzal-tromso", "quetzal-tromso")).toContain("the new name must differ from the old one");
    expect(refused("nobody", "quetzal-tromso")).toContain('workspace must have a file or a state, got "nobody"');
  });

  test("a renamed file is recognised", () => {
    renameSync(path(file("quetzal-oslo")), path(file("quetzal-lyon")));
    deployed.project.write(file("quetzal-lyon"), modelFile("quetzal-lyon"));
    const { status, stderr } = deployed.slipway("plan", "quetzal-lyon");
    expect(stderr).toBe(
      "quetzal-oslo has no file any more, and its state has the same resources; if quetzal-lyon is its new name, run slipway rename quetzal-oslo quetzal-lyon, which first shows what it would replace\n",
    );
    expect(status).toBe(2);
    expect(deployed.slipway("plan", "quetzal-tromso").stderr).toContain("slipway rename quetzal-oslo quetzal-tromso");
    expect(deployed.slipway("plan", "quetzal-oslo").stderr).toBe(
      'workspace must have a file, got "quetzal-oslo", whose file is gone and which may still be deployed; ' +
        "put it back, run slipway rename quetzal-oslo <new name> if it was renamed, or slipway destroy quetzal-oslo\n",
    );
    const findings = JSON.parse(deployed.slipway("doctor", "--json").stdout) as { name: string; found: string }[];
    expect(findings).toContainEqual(
      expect.objectContaining({ name: "states", found: "deployed, but without a file: quetzal-oslo" }),
    );
  });

  test("refuses a workspace that has something deployed, or is made of other resources", () => {
    const refused = (to: string) => deployed.slipway("rename", "quetzal-oslo", to, "--auto-approve").stderr;
    expect(refused("quetzal-bergen")).toMatch(
      /^quetzal-bergen must have nothing deployed yet, got 12 resources in its state; /,
    );
    expect(refused("testbed")).toMatch(/^testbed: it must describe what quetzal-oslo has, got none of its resources, /);
  });

  test("moves a local state, and says first whose data the next deployment would delete", () => {
    const before = deployed.project.read(".sandbox/state/quetzal-oslo/terraform.tfstate");
    const unasked = deployed.slipway("rename", "quetzal-oslo", "quetzal-lyon");
    expect(unasked.stdout).toMatch(/^quetzal-lyon: \d+ of 12 resources stay as they are$/m);
    expect({ ...unasked, stdout: "" }).toMatchObject({
      status: 2,
      stderr: `${said("approval", "approvalNeeded", "--auto-approve")}\n`,
    });
    const { status, stdout } = deployed.slipway("rename", "quetzal-oslo", "quetzal-lyon", "--auto-approve");
    expect(stdout).toMatch(
      /^ {2}± REPLACE {3}aws_s3_bucket\.\w+ \(quetzal-oslo\): bucket cannot be changed in place$/m,
    );
    expect(stdout).toMatch(/^quetzal-lyon: \d+ of 12 resources stay as they are$/m);
    expect(stdout).toMatch(
      /^quetzal-lyon: that deployment would delete what is in .*quetzal-oslo \(aws_s3_bucket\.\w+\).*; copy it before/m,
    );
    expect(stdout).toMatch(
      /^quetzal-oslo renamed to quetzal-lyon: 12 resources moved in the state, none was changed\nnext: npx slipway plan quetzal-lyon$/m,
    );
    expect(status).toBe(0);
    expect(deployed.project.read(".sandbox/state/quetzal-lyon/terraform.tfstate")).toBe(before);
    const backup = ".sandbox/state/quetzal-oslo/renamed-to-quetzal-lyon.tfstate";
    expect(deployed.project.json(backup)).toEqual(JSON.parse(before));
    expect(statSync(path(backup)).mode & 0o777).toBe(0o600);
    expect(readdirSync(path(".sandbox/state/quetzal-oslo"))).toEqual(["renamed-to-quetzal-lyon.tfstate"]);
    expect(["cdktf.out/rename", "cdktf.out/stacks/quetzal-oslo"].filter((each) => existsSync(path(each)))).toEqual([]);
    expect(listed().map(({ workspace }) => workspace)).not.toContain("quetzal-oslo");
    expect(deployed.slipway("plan", "quetzal-lyon").stdout).toContain("± REPLACE   aws_s3_bucket.");
    // What goes is called as it was made, whatever the file says by now.
    expect(deployed.slipway("destroy", "quetzal-lyon").stdout).toMatch(
      /- DESTROY\s+aws_s3_bucket\.\w+ \(quetzal-oslo\)/,
    );
    expect(deployed.succeed("rename", "quetzal-oslo", "quetzal-lyon", "--auto-approve")).toContain(
      "quetzal-oslo was renamed to quetzal-lyon before; nothing is left to move",
    );
  });

  // The state of testbed lies in a bucket; its own bucket keeps its name.

  test("deploys nothing a second time under a new name, and respects the lock of a state in a bucket", async () => {
    renameSync(path(file("testbed", "plugins")), path(file("tasks", "plugins")));
    deployed.project.write(file("tasks", "plugins"), pluginsFile("tasks"));
    const deployment = deployed.slipway("deploy", "tasks", "--auto-approve");
    expect(deployment.stderr).toMatch(OWNED);
    expect(deployed.slipway("recover", "tasks", "--auto-approve").stderr).toMatch(OWNED);
    expect(await keys()).not.toContain("env:/tasks/models/terraform.tfstate");
    const Key = "env:/testbed/models/terraform.tfstate.tflock";
    const lock = { ID: "1", Who: "ada@host", Created: "2026-01-02T03:04:05Z" };
    await s3.send(new PutObjectCommand({ Bucket: "states", Key, Body: JSON.stringify(lock) }));
    const { status, stderr } = deployed.slipway("rename", "testbed", "tasks", "--auto-approve");
    expect(stderr).toContain(said("approval", "approvalNeeded", "--free-lock"));
    expect(status).toBe(2);
    expect(await keys()).not.toContain("env:/tasks/models/terraform.tfstate");
  });

  test("killed between the two states, protects what is deployed, and run again, finishes", async () => {
    const running = new Running(deployed, "rename", "testbed", "tasks", "--auto-approve", "--free-lock");
    while (!(await keys()).includes("env:/tasks/models/terraform.tfstate")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    running.kill("SIGKILL");
    await running.ended;
    expect(deployed.slipway("destroy", "testbed", "--auto-approve").stderr).toBe(
      "testbed: its state must be its own, got a rename to tasks that was not finished; run slipway rename testbed tasks first\n",
    );
    const { stdout, stderr } = deployed.slipway("rename", "testbed", "tasks", "--auto-approve", "--json");
    expect(stderr).toContain("tasks: nothing to do\ntasks: 5 of 5 resources stay as they are\n");
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { type: "plan", workspace: "tasks", from: "testbed", stacks: [{ stack: "tasks" }] },
      { type: "summary", workspace: "tasks", action: "rename", from: "testbed", exitCode: 0 },
    ]);
    expect(deployed.slipway("plan", "tasks").status).toBe(0);
    expect(listed().map(({ workspace }) => workspace)).not.toContain("testbed");
  });

  // Nothing is left of quetzal-bergen but its state, in a bucket that another file names.

  test("lists a state in a bucket, prints its outputs, and destroys what is in it", async () => {
    rmSync(path(file("quetzal-bergen")));
    rmSync(path("cdktf.out"), { recursive: true });
    const state = "s3://states/env:/quetzal-bergen/models/terraform.tfstate";
    expect(listed()).toContainEqual({ workspace: "quetzal-bergen", domain: null, file: null, state });
    expect(deployed.succeed("list")).not.toContain("quetzal-bergen");
    expect(deployed.succeed("output", "quetzal-bergen", "bucket", "--raw")).toBe("quetzal-bergen\n");
    await s3.send(new PutObjectCommand({ Bucket: "quetzal-bergen", Key: "scenario", Body: "work" }));
    const refused = deployed.slipway("destroy", "quetzal-bergen", "--auto-approve");
    expect(refused.stdout).toContain(`quetzal-bergen: no file describes it; read from its state, ${state}`);
    expect(refused.stderr).toMatch(/what is destroyed must be empty, got quetzal-bergen with 1 object /);
    const { stdout, status } = deployed.slipway(
      "destroy",
      "quetzal-bergen",
      "--empty",
      "--yes-destroy",
      "quetzal-bergen",
    );
    expect(stdout).toMatch(/^quetzal-bergen destroyed: 0 added, 0 changed, 12 destroyed$/m);
    expect(status).toBe(0);
    expect(existsSync(path("cdktf.out/stacks/quetzal-bergen"))).toBe(false);
    expect(listed().map(({ workspace }) => workspace)).not.toContain("quetzal-bergen");
  });
});
