import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteRolePolicyCommand, GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { DeployedProject } from "../../support/deployed";
import { killTree } from "../../support/kill-tree";
import { modelFile } from "../../support/project";
import { Running, terraformsAt } from "../../support/running";
import { until } from "../../support/until";

const STATE = ".sandbox/state/quetzal-oslo/terraform.tfstate";
const POLICY = { RoleName: "lambda-quetzal-oslo-role", PolicyName: "S3PutGetObject_quetzal-oslo" };
const BY_HAND = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';

describe("slipway recover", () => {
  const STATES = 'backend: { s3: { bucket: "states", key: "models/terraform.tfstate", region: "ca-central-1" } },';
  const deployed = new DeployedProject({
    "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo"),
    "environments/model/quetzal-bergen.ts": modelFile("quetzal-bergen", STATES),
  });
  const slipway = (action: string, workspace = "quetzal-oslo") => {
    const options = action === "plan" ? [] : ["--auto-approve"];
    return deployed.slipway(action, workspace, ...options);
  };
  let iam: IAMClient;

  beforeAll(async () => {
    await deployed.start();
    iam = new IAMClient(deployed.client);
  });
  afterAll(() => deployed.stop());

  const policy = async () =>
    decodeURIComponent((await iam.send(new GetRolePolicyCommand(POLICY))).PolicyDocument ?? "");

  // One story about quetzal-oslo, whose state is a file.

  test("a lost state: plan and deploy name all that exists, and change nothing", async () => {
    expect(await deployed.deploy("quetzal-oslo")).toEqual({ added: 12, changed: 0, destroyed: 0 });
    await iam.send(new PutRolePolicyCommand({ ...POLICY, PolicyDocument: BY_HAND }));
    const { folder } = deployed.project;
    renameSync(join(folder, STATE), join(folder, "lost.tfstate"));
    for (const action of ["plan", "deploy"]) {
      const { status, stdout, stderr } = slipway(action);
      expect(stdout).toContain("quetzal-oslo: 1 to create, 11 of no state, which EXIST");
      expect(stdout.match(/^ {2}! EXISTS {4}aws_/gm)).toHaveLength(11);
      expect(stdout).toMatch(/^ {2}\+ create {4}terraform_data\./m);
      expect(stderr).toMatch(
        /^quetzal-oslo: resources must be in the state or not exist yet, got aws_.*; run slipway recover/,
      );
      expect(status).toBe(1);
    }
    expect(await policy()).toBe(BY_HAND);
  });

  test("a lost state: destroy names all that exists too, and destroys nothing", async () => {
    const { status, stdout, stderr } = slipway("destroy");
    expect(stdout.match(/^ {2}! EXISTS {4}aws_\w+\.\w+: it is in no state$/gm)).toHaveLength(11);
    expect(stderr).toMatch(
      /^quetzal-oslo: what is destroyed must be in the state, got aws_.* and 8 more, in no state; nothing was destroyed: run slipway recover quetzal-oslo first, if it is what was deployed\n$/,
    );
    expect(status).toBe(1);
    expect(await policy()).toBe(BY_HAND);
  });

  test("does not overwrite what has come while somebody read the plan", async () => {
    await iam.send(new DeleteRolePolicyCommand(POLICY));
    const approve = async () => {
      await iam.send(new PutRolePolicyCommand({ ...POLICY, PolicyDocument: BY_HAND }));
      await sleep(3_100);
    };
    const recovery = (await deployed.deployment("quetzal-oslo", { approve })).recover();
    await expect(recovery).rejects.toThrow(
      /resources must be in the state or not exist yet, got aws_iam_role_policy\.\w+, there already/,
    );
    expect(await policy()).toBe(BY_HAND);
  });

  test("shows what differs, and adopts it, after which there is nothing to do", async () => {
    const { status, stdout } = slipway("recover");
    expect(stdout).toMatch(/^ {2}< adopt {5}aws_iam_role_policy\.Model_Function_BucketPolicy_\w+ .*\n {16}policy/m);
    expect(stdout).toMatch(/quetzal-oslo recovered: 11 imported, 1 added, \d+ changed, 0 destroyed\n$/);
    expect(status).toBe(0);
    expect(await policy()).not.toBe(BY_HAND);
    expect(slipway("plan").status).toBe(0);
  });

  test("has nothing to adopt then", () => {
    expect(slipway("recover")).toMatchObject({
      status: 0,
      stdout: "quetzal-oslo: nothing to adopt; run slipway deploy quetzal-oslo for what else is to do\n",
    });
  });

  test("killed while the first image is pushed: it is pushed again, though the state may have it", async () => {
    deployed.project.write("environments/model/quetzal-narvik.ts", modelFile("quetzal-narvik"));
    const running = new Running(deployed, "deploy", "quetzal-narvik", "--auto-approve");
    const log = "cdktf.out/stacks/quetzal-narvik/.terraform-sandbox/slipway-run.jsonl";
    await until(
      () => (existsSync(join(deployed.project.folder, log)) ? deployed.project.read(log) : ""),
      (text) => /"type":"provision_start"/.test(text),
    );
    for (const pid of terraformsAt(deployed, "quetzal-narvik")) killTree(pid);
    running.kill("SIGKILL");
    await running.ended;
    const [plan] = JSON.parse(deployed.slipway("plan", "quetzal-narvik", "--json").stdout).stacks;
    const again = [...plan.replaced, ...plan.created].map(({ address }: { address: string }) => address);
    expect(again).toContainEqual(expect.stringMatching(/^terraform_data\.Model_Repository_FirstImage_|FirstImage/));
    if (slipway("deploy", "quetzal-narvik").status !== 0) {
      expect(slipway("recover", "quetzal-narvik")).toMatchObject({ status: 0, stderr: "" });
    }
    expect(slipway("plan", "quetzal-narvik").status).toBe(0);
  });

  // The state of quetzal-bergen lies in a bucket, with a lock in it.

  test("Terraform killed, with a state and a lock in a bucket: frees the lock, adopts the rest, and finishes", async () => {
    const running = new Running(deployed, "deploy", "quetzal-bergen", "--auto-approve");
    await running.until(/^aws_lambda_function.*: Creating\.\.\./);
    for (const pid of terraformsAt(deployed, "quetzal-bergen")) process.kill(pid, "SIGKILL");
    expect(await running.ended).toBe(1);
    const { status, stderr } = slipway("deploy", "quetzal-bergen");
    expect(stderr).toMatch(/the state must be free, got a lock of/);
    expect(status).toBe(1);
    const recovered = slipway("recover", "quetzal-bergen");
    expect(recovered.stdout).toMatch(/^quetzal-bergen: freed the lock of /m);
    expect(recovered.stdout).toMatch(/quetzal-bergen recovered: \d+ imported, /);
    expect(recovered.status).toBe(0);
    expect(slipway("plan", "quetzal-bergen").status).toBe(0);
  });
});
