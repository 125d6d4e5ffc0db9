import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DeployedProject } from "../../support/deployed";
import { modelFile } from "../../support/project";
import { Running, terraformsAt } from "../../support/running";
import { said } from "../sentences";

const STATES = 'backend: { s3: { bucket: "states", key: "models/terraform.tfstate", region: "ca-central-1" } },';
const LOCK = "env:/quetzal-bergen/models/terraform.tfstate.tflock";

describe("slipway deploy and destroy", () => {
  const deployed = new DeployedProject({
    "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
    "environments/model/quetzal-bergen.ts": modelFile("quetzal-bergen", STATES),
  });
  let s3: S3Client;

  beforeAll(async () => {
    // The first test ends Terraform, and with it the provider that it has started.
    await deployed.start(undefined, []);
    s3 = new S3Client({ ...deployed.client, forcePathStyle: true });
  });
  afterAll(() => deployed.stop());

  const terraforms = (stack: string) => terraformsAt(deployed, stack);

  /** Kills a command at a line, and runs it again while Terraform is still at work; returns what the second one says. */
  const killedAndFollowed = async (line: RegExp, action: string, workspace: string) => {
    const running = new Running(deployed, action, workspace, "--auto-approve");
    await running.until(line);
    const [terraform = 0, ...others] = terraforms(workspace);
    expect(others).toEqual([]);
    // It must not be done before the second command looks.
    process.kill(terraform, "SIGSTOP");
    running.kill("SIGKILL");
    await running.ended;
    const again = new Running(deployed, action, workspace, "--auto-approve");
    await again.until(
      new RegExp(`^${workspace}: ${action} has been running since .*, process ${terraform}\\); following it$`),
    );
    process.kill(terraform, "SIGCONT");
    expect(await again.ended).toBe(0);
    return again.text;
  };

  // The first tests are one story about quetzal-oslo, whose state is a file of the project.

  test("interrupted while it makes the function, ends in order, and writes down what it made", async () => {
    const running = new Running(deployed, "deploy", "quetzal-oslo", "--auto-approve");
    await running.until(/^aws_lambda_function.*: Creating\.\.\./);
    running.kill("SIGTERM");
    expect(await running.ended).toBe(1);
    expect(running.lines.at(-1)).toBe(
      "quetzal-oslo: interrupted by SIGTERM; what was begun is in the state: run slipway deploy quetzal-oslo to finish it",
    );
    expect(terraforms("quetzal-oslo")).toEqual([]);
    const state = JSON.parse(deployed.project.read(".sandbox/state/quetzal-oslo/terraform.tfstate"));
    const types = (state as { resources: { type: string }[] }).resources.map(({ type }) => type);
    expect(types).toContain("aws_lambda_function");
    expect(types).not.toContain("aws_sfn_state_machine");
  });

  test("run again, finishes it", async () => {
    await deployed.startProvider();
    const { status, stdout } = deployed.slipway("deploy", "quetzal-oslo", "--auto-approve");
    // The function, which was not yet active, is replaced.
    expect(stdout).toMatch(/quetzal-oslo deployed: 3 added, 0 changed, 1 destroyed\n$/);
    expect(status).toBe(0);
    expect(deployed.plan("quetzal-oslo").code).toBe(0);
  });

  test("leaves a state that only its owner can read", () => {
    const folder = join(deployed.project.folder, ".sandbox/state/quetzal-oslo");
    const mode = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8);
    expect([".", "terraform.tfstate", "terraform.tfstate.backup"].map(mode)).toEqual(["700", "600", "600"]);
  });

  test("does not call it done when Terraform is killed", async () => {
    const file = "environments/model/quetzal-oslo.ts";
    deployed.project.write(file, modelFile("quetzal-oslo", 'tags: { team: "a" },'));
    const running = new Running(deployed, "deploy", "quetzal-oslo", "--auto-approve");
    await running.until(/: Modifying\.\.\./);
    const killed = terraforms("quetzal-oslo");
    for (const pid of killed) process.kill(pid, "SIGKILL");
    expect(killed).toHaveLength(1);
    expect(await running.ended).toBe(1);
    expect(running.lines.at(-1)).toBe(
      "quetzal-oslo: Terraform must come to its end, got one that was killed, or was out of memory; " +
        "what it made may be missing in the state: run slipway deploy quetzal-oslo, which goes on, or says what slipway recover quetzal-oslo adopts",
    );
    expect(deployed.slipway("deploy", "quetzal-oslo", "--auto-approve").status).toBe(0);
    expect(deployed.plan("quetzal-oslo").code).toBe(0);
  });

  test("leaves the state of a real deployment alone, and goes back to it in the same checkout", async () => {
    const file = "terraform.tfstate.d/quetzal-oslo/terraform.tfstate";
    const real = JSON.stringify({
      version: 4,
      terraform_version: "1.10.0",
      serial: 7,
      lineage: "real",
      outputs: {},
      resources: [],
    });
    deployed.project.write(file, real);
    expect(deployed.slipway("deploy", "quetzal-oslo", "--auto-approve").status).toBe(0);
    // Without these two a shell deploys to AWS.
    const { SLIPWAY_STATE_DIR, TF_DATA_DIR, ...sandbox } = deployed.environment;
    deployed.environment = sandbox;
    const diff = deployed.cdktf("diff", "quetzal-oslo");
    deployed.environment = { ...sandbox, SLIPWAY_STATE_DIR, TF_DATA_DIR };
    expect(diff.stdout).toContain("Plan: 12 to add, 0 to change, 0 to destroy.");
    const { stdout } = deployed.slipway("deploy", "quetzal-oslo", "--auto-approve");
    expect(stdout).toMatch(/quetzal-oslo deployed: 0 added, 0 changed, 0 destroyed\n$/);
    expect(deployed.project.read(file)).toBe(real);
  });

  test("does not run over an errored.tfstate", () => {
    const file = join(deployed.project.folder, "cdktf.out/stacks/quetzal-oslo/errored.tfstate");
    writeFileSync(file, "{}");
    const problem =
      "quetzal-oslo: errored.tfstate must be put back before the next run, got a state that could not be saved; " +
      "slipway recover does it, or terraform -chdir=cdktf.out/stacks/quetzal-oslo state push errored.tfstate, then delete the file";
    for (const action of ["deploy", "destroy"]) {
      const { status, stderr } = deployed.slipway(action, "quetzal-oslo", "--auto-approve");
      expect({ status, stderr }).toEqual({ status: 1, stderr: `${problem}\n` });
      // The stock command is stopped by Terraform itself, with the same words.
      const stock = deployed.cdktf(action, "quetzal-oslo", "--auto-approve");
      expect(stock.status).toBe(1);
      expect(`${stock.stdout}${stock.stderr}`).toContain("errored.tfstate must be put back before the next run");
      expect(stock.stdout).not.toContain("Destroying...");
    }
    expect(existsSync(file)).toBe(true);
    deployed.run("rm", [file]);
  });

  test("deploys one workspace while another's file is wrong, and says so", () => {
    const file = "environments/model/quetzal-bergen.ts";
    const right = deployed.project.read(file);
    deployed.project.write(file, "export default {};");
    const { status, stdout } = deployed.slipway("deploy", "quetzal-oslo", "--auto-approve");
    expect(stdout).toMatch(/^warning: quetzal-bergen cannot be deployed; .*$/m);
    expect(stdout).not.toContain("name is required");
    expect(status).toBe(0);
    const wrong = deployed.slipway("deploy", "quetzal-bergen", "--auto-approve");
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain(`${file}: name is required;`);
    expect(deployed.cdktf("deploy", "quetzal-bergen", "--auto-approve").stdout).toContain("name is required");
    deployed.project.write(file, right);
  });

  test("shows what there is to do where nobody can approve it, and changes nothing", () => {
    const file = "environments/model/quetzal-oslo.ts";
    const right = deployed.project.read(file);
    deployed.project.write(file, modelFile("quetzal-oslo", 'tags: { team: "b" },'));
    const { status, stdout, stderr } = deployed.slipway("deploy", "quetzal-oslo");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `${said("approval", "approvalNeeded", "--auto-approve")}\n`,
    });
    expect(stdout).toMatch(/^quetzal-oslo: \d+ to change$/m);
    deployed.project.write(file, right);
    expect(deployed.slipway("plan", "quetzal-oslo").status).toBe(0);
  });

  test("knows its workspaces", () => {
    const { status, stderr } = deployed.slipway("deploy", "quetzal-olso", "--auto-approve");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `${said("workspace", "oneOfMeant", "quetzal-bergen, quetzal-oslo", '"quetzal-olso"', '"quetzal-oslo"')}\n`,
    });
  });

  test("killed while it destroys, leaves Terraform at work, and run again, follows it to its end", async () => {
    const stdout = await killedAndFollowed(/: Destroying\.\.\./, "destroy", "quetzal-oslo");
    expect(stdout).toContain("Apply complete! Resources: 0 added, 0 changed, 12 destroyed.\n");
    expect(stdout).toMatch(/quetzal-oslo: nothing to do\nquetzal-oslo: nothing is deployed according to this state$/);
  });

  // quetzal-bergen's state lies in a bucket.

  test("keeps a state in a bucket, where Terraform's workspaces keep it, also of a command that was killed", async () => {
    const stdout = await killedAndFollowed(/^aws_lambda_function.*: Creating\.\.\./, "deploy", "quetzal-bergen");
    expect(stdout).toContain("Apply complete! Resources: 12 added, 0 changed, 0 destroyed.\n");
    expect(stdout).toMatch(/quetzal-bergen deployed: 0 added, 0 changed, 0 destroyed$/);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "states" }));
    expect(Contents.map(({ Key }) => Key)).toEqual(["env:/quetzal-bergen/models/terraform.tfstate"]);
    expect(deployed.plan("quetzal-bergen").code).toBe(0);
  });

  test("explains a lock that was left, and the command that frees it works", async () => {
    const lock = { ID: "11111111-2222-3333-4444-555555555555", Operation: "OperationTypeApply", Info: "" };
    const Body = JSON.stringify({
      ...lock,
      Who: "ada@host",
      Version: "1.11.4",
      Created: "2026-01-02T03:04:05Z",
      Path: "",
    });
    await s3.send(new PutObjectCommand({ Bucket: "states", Key: LOCK, Body }));
    const { status, stderr } = deployed.slipway("deploy", "quetzal-bergen", "--auto-approve");
    const message =
      /^quetzal-bergen: the state must be free, got a lock of ada@host since 2026-01-02 03:04:05 \+0000 UTC; wait for that run, or, when it is over, run slipway recover quetzal-bergen, or free it alone: (terraform -chdir=cdktf.out\/stacks\/quetzal-bergen force-unlock 11111111-2222-3333-4444-555555555555)\n$/;
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
    expect(deployed.slipway("plan", "quetzal-bergen")).toEqual({ status: 1, stdout: "", stderr });
    const [command = "", ...args] = (message.exec(stderr)?.[1] ?? "").split(" ");
    expect(deployed.run(command, [...args.slice(0, 2), "-force", ...args.slice(2)]).status).toBe(0);
    await expect(s3.send(new GetObjectCommand({ Bucket: "states", Key: LOCK }))).rejects.toThrow("does not exist");
  });

  test("slipway recover frees such a lock too, and finishes what there is to do", async () => {
    const lock = { ID: "11111111-2222-3333-4444-555555555555", Who: "ada@host", Created: "2026-01-02T03:04:05Z" };
    await s3.send(new PutObjectCommand({ Bucket: "states", Key: LOCK, Body: JSON.stringify(lock) }));
    deployed.project.write(
      "environments/model/quetzal-bergen.ts",
      modelFile("quetzal-bergen", STATES).replace("timeoutSeconds: 60", "timeoutSeconds: 61"),
    );
    // It may be of a run that goes on elsewhere.
    const refused = deployed.slipway("recover", "quetzal-bergen", "--auto-approve");
    expect(refused).toMatchObject({ status: 2, stderr: `${said("approval", "approvalNeeded", "--free-lock")}\n` });
    expect((await s3.send(new GetObjectCommand({ Bucket: "states", Key: LOCK }))).Body).toBeDefined();
    const text = deployed.succeed("recover", "quetzal-bergen", "--auto-approve", "--free-lock");
    expect(text).toMatch(/^quetzal-bergen: the state has a lock of ada@host since /m);
    expect(text).toMatch(/^quetzal-bergen recovered: 0 added, 1 changed, 0 destroyed$/m);
    expect(deployed.slipway("plan", "quetzal-bergen").status).toBe(0);
    expect(await deployed.destroy("quetzal-bergen")).toEqual({ added: 0, changed: 0, destroyed: 12 });
  });
});
