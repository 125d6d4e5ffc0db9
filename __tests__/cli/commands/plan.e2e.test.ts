import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  PutBucketCorsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DeployedProject } from "../../support/deployed";
import { modelFile } from "../../support/project";
import { said } from "../sentences";

const OSLO = "environments/model/quetzal-oslo.ts";
const BUCKET = "aws_s3_bucket.Model_Bucket_24FA8CA2";

/** One story: before the first deployment, after it, and what later edits of the file would do. */
describe("slipway plan of a model", () => {
  const deployed = new DeployedProject({ [OSLO]: modelFile("quetzal-oslo") });
  const plan = (...args: string[]) => deployed.slipway("plan", "quetzal-oslo", ...args);
  let s3: S3Client;
  let iam: IAMClient;

  beforeAll(async () => {
    await deployed.start();
    s3 = new S3Client({ ...deployed.client, forcePathStyle: true });
    iam = new IAMClient(deployed.client);
  });
  afterAll(async () => {
    s3.destroy();
    iam.destroy();
    await deployed.stop();
  });

  test("before the first deployment, names what is created, and that the bucket's name is free", () => {
    const { status, stdout, stderr } = plan();
    expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
    expect(stdout).toMatch(/^quetzal-oslo: 12 to create, 5 new outputs\n/);
    expect(stdout).toContain(`  + create    ${BUCKET} (quetzal-oslo)\n`);
    expect(stdout).toContain("  + output    bucket, console, function, repository_url, state_machine_arn\n");
    expect(stdout).toMatch(/\n {2}bucket name "quetzal-oslo" is free\n$/);
  });

  test("says that the bucket exists, which Terraform would only find out when it makes it", async () => {
    const Bucket = "quetzal-oslo";
    const CreateBucketConfiguration = { LocationConstraint: "ca-central-1" } as const;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const { status, stdout, stderr } = plan("--expect-add", "12");
    expect(stdout).toContain(`  ! EXISTS    ${BUCKET} (quetzal-oslo)\n`);
    expect(stderr).toBe(`${said("quetzal-oslo:", "existsAlready", BUCKET, "quetzal-oslo")}\n`);
    expect(status).toBe(1);
    await s3.send(new DeleteBucketCommand({ Bucket }));
  });

  test("after the deployment, finds nothing to do", async () => {
    await deployed.deploy("quetzal-oslo");
    expect(plan("--expect-add", "0")).toEqual({
      status: 0,
      stdout: `${said("quetzal-oslo:", "nothingToDo")}\n`,
      stderr: "",
    });
  });

  test("shows what an edit of the file changes", () => {
    const text = modelFile("quetzal-oslo", 'tags: { "cost:project": "x" },').replace(
      "memoryMiB: 512",
      "memoryMiB: 1024",
    );
    deployed.project.write(OSLO, text);
    const { status, stdout } = plan();
    expect(status).toBe(2);
    expect(stdout).toContain(
      `  ~ change    ${BUCKET} (quetzal-oslo)\n                tags.cost:project: none -> "x"\n`,
    );
    expect(stdout).toContain("                memory_size: 512 -> 1024\n");
    expect(stdout).not.toContain("tags_all");
  });

  test("names settings of the bucket that somebody has made by hand", async () => {
    const rules = { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["https://lab.example.org"] }] };
    await s3.send(new PutBucketCorsCommand({ Bucket: "quetzal-oslo", CORSConfiguration: rules }));
    const before = deployed.project.read(OSLO);
    deployed.project.write(OSLO, modelFile("quetzal-oslo", 'corsOrigins: ["http://localhost:8081"],'));
    const { status, stdout, stderr } = plan();
    expect(stdout).toMatch(/^ {2}! EXISTS {4}aws_s3_bucket_cors_configuration\.\w+/m);
    expect(stderr).toContain("resources must be in the state or not exist yet, got aws_s3_bucket_cors_configuration.");
    expect(status).toBe(1);
    await s3.send(new DeleteBucketCorsCommand({ Bucket: "quetzal-oslo" }));
    deployed.project.write(OSLO, before);
  });

  test("does not take away what somebody else's has the new name of", async () => {
    const bergen = "environments/model/quetzal-bergen.ts";
    const named = (prefix: string) =>
      modelFile(
        "quetzal-bergen",
        `access: { identityPoolId: "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671", rolePrefix: "${prefix}" },`,
      );
    deployed.project.write(bergen, named("one-"));
    await deployed.deploy("quetzal-bergen");
    await iam.send(new CreateRoleCommand({ RoleName: "two-quetzal-bergen", AssumeRolePolicyDocument: "{}" }));
    deployed.project.write(bergen, named("two-"));
    const { status, stdout, stderr } = deployed.slipway("plan", "quetzal-bergen");
    expect(stdout).toMatch(/^ {2}! EXISTS {4}aws_iam_role\.\w+ \(one-quetzal-bergen\): its new name is taken\n/m);
    expect(stderr).toMatch(/^quetzal-bergen: the new names of what is replaced must be free, got aws_iam_role\.\w+, /);
    expect(status).toBe(1);
    deployed.project.write(bergen, named("one-"));
    await deployed.destroy("quetzal-bergen");
    rmSync(join(deployed.project.folder, bergen));
  });

  test("refuses a copy of another's state, which would take away what is deployed there", () => {
    const state = (name: string) => join(deployed.project.folder, ".sandbox/state", name, "terraform.tfstate");
    deployed.project.write("environments/model/quetzal-molde.ts", modelFile("quetzal-molde"));
    deployed.project.write(
      ".sandbox/state/quetzal-molde/terraform.tfstate",
      readFileSync(state("quetzal-oslo"), "utf8"),
    );
    for (const action of ["plan", "deploy"]) {
      const { status, stderr } = deployed.slipway(action, "quetzal-molde");
      expect(stderr).toMatch(/quetzal-molde: the state must be its own, got a copy of that of quetzal-oslo: /);
      expect(status).toBe(1);
    }
    const destroy = deployed.slipway("destroy", "quetzal-molde", "--yes-destroy", "quetzal-molde");
    expect(destroy.stderr).toContain("quetzal-molde: the state must be its own");
    rmSync(join(deployed.project.folder, "environments/model/quetzal-molde.ts"));
    rmSync(state("quetzal-molde"));
  });

  test("keeps a plan, which is applied as it is, once, and not where anything has changed since", () => {
    const file = "oslo.plan";
    writeFileSync(join(deployed.project.folder, file), "", { mode: 0o644 });
    expect(plan("--out", "none/oslo.plan").stderr).toContain("must be a file in a folder that can be written to");
    expect(plan("--out", "main.ts").stderr).toBe(
      '--out must be a new file or an older plan, got "main.ts", which holds something else; name another\n',
    );
    expect(plan("--out", file, "--details").stdout).toMatch(/~ resource "aws_s3_bucket" "Model_Bucket_24FA8CA2"/);
    expect(statSync(join(deployed.project.folder, file)).mode & 0o777).toBe(0o600);
    const apply = () => deployed.slipway("deploy", "quetzal-oslo", "--plan", file);
    const text = deployed.project.read(OSLO);
    deployed.project.write(OSLO, text.replace("memoryMiB: 1024", "memoryMiB: 2048"));
    expect(apply().stderr).toMatch(
      /^quetzal-oslo must be unchanged since oslo\.plan was made, got another declaration; /,
    );
    deployed.project.write(OSLO, text);
    const whole = deployed.project.json(file) as { stacks: { plan: { changed: object[] }; content: string }[] };
    const edited = (change: (stack: (typeof whole.stacks)[number]) => void) => {
      const copy = structuredClone(whole);
      for (const stack of copy.stacks) change(stack);
      deployed.project.write("edited.plan", JSON.stringify(copy));
      return deployed.slipway("deploy", "quetzal-oslo", "--plan", "edited.plan");
    };
    const less = edited(({ plan: told }) => told.changed.pop());
    expect(less).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "quetzal-oslo: edited.plan must hold the plan that it shows, got another one in it; nothing was changed: make a new one with slipway plan --out\n",
    });
    const cut = edited((stack) => {
      stack.content = stack.content.slice(0, 400);
    });
    expect(cut.stderr).toMatch(
      /quetzal-oslo: edited\.plan must be a plan that Terraform can read, got another; make it again: slipway plan quetzal-oslo --out edited\.plan\n$/,
    );
    expect(apply()).toMatchObject({ status: 0, stdout: expect.stringContaining("quetzal-oslo deployed: 0 added, ") });
    expect(plan().status).toBe(0);
    const again = apply();
    expect(again.stderr).toMatch(
      /got one that another run has changed; run slipway plan quetzal-oslo --out oslo\.plan/,
    );
    expect(again.status).toBe(1);
    expect(deployed.slipway("deploy", "quetzal-oslo", "--plan", OSLO).stderr).toContain(
      "must be a plan, got something else",
    );
    expect(deployed.slipway("deploy", "quetzal-oslo", "--plan", "none").stderr).toContain("got no such file");
  });

  test("slipway output prints what is in the state", () => {
    const output = (...args: string[]) => deployed.slipway("output", "quetzal-oslo", ...args);
    expect(output("bucket", "--raw")).toEqual({ status: 0, stdout: "quetzal-oslo\n", stderr: "" });
    expect(output("bucket").stdout).toBe('"quetzal-oslo"\n');
    expect(output().stdout).toMatch(/^bucket = "quetzal-oslo"$/m);
    expect(Object.keys(JSON.parse(output("--json").stdout))).toEqual(
      expect.arrayContaining(["bucket", "console", "function", "repository_url", "state_machine_arn"]),
    );
    expect(output("buket")).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^quetzal-oslo: output must be one of bucket, .*, got "buket"; did you mean "bucket"\?\n$/,
      ),
    });
    expect(output("console", "--raw").stderr).toContain("console must be a text or a number for --raw");
    expect(output("--raw").stderr).toContain("--raw must have the name of an output");
  });

  test("a plan that was kept is not applied to what has come since", async () => {
    deployed.project.write("environments/model/quetzal-narvik.ts", modelFile("quetzal-narvik"));
    expect(deployed.slipway("plan", "quetzal-narvik", "--out", "first.plan").status).toBe(2);
    const deploy = () => deployed.slipway("deploy", "quetzal-narvik", "--plan", "first.plan");
    const { status: done, stderr: complaint } = deploy();
    expect({ done, complaint }).toEqual({ done: 0, complaint: "" });
    expect(deploy()).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "quetzal-narvik: the state must be as it was when the plan was made, got one that another run has changed; " +
        "run slipway plan quetzal-narvik --out first.plan, and read it\n",
    });
    await deployed.destroy("quetzal-narvik");
    expect(deployed.slipway("plan", "quetzal-narvik", "--out", "narvik.plan").status).toBe(2);
    await s3.send(
      new CreateBucketCommand({
        Bucket: "quetzal-narvik",
        CreateBucketConfiguration: { LocationConstraint: "ca-central-1" },
      }),
    );
    const { status, stderr } = deployed.slipway("deploy", "quetzal-narvik", "--plan", "narvik.plan");
    expect(stderr).toMatch(
      /^quetzal-narvik: resources must be in the state or not exist yet, got aws_s3_bucket\.\w+, there already and in no state/,
    );
    expect(status).toBe(1);
    const whole = deployed.project.json("narvik.plan");
    for (const stacks of [{}, [], [null], [{ plan: {} }]]) {
      deployed.project.write("narvik.plan", JSON.stringify({ ...whole, stacks }));
      expect(deployed.slipway("deploy", "quetzal-narvik", "--plan", "narvik.plan").stderr).toBe(
        "narvik.plan must be a plan, got something else; slipway plan <workspace> --out <file> makes one\n",
      );
    }
    rmSync(join(deployed.project.folder, "environments/model/quetzal-narvik.ts"));
    await s3.send(new DeleteBucketCommand({ Bucket: "quetzal-narvik" }));
  });

  test("a workspace whose file is gone is listed, has outputs, and can be destroyed", () => {
    rmSync(join(deployed.project.folder, OSLO));
    expect(deployed.succeed("list")).toMatch(/quetzal-oslo .*none, but deployed/);
    expect(JSON.parse(deployed.succeed("list", "--json"))).toEqual([
      { workspace: "quetzal-oslo", domain: null, file: null },
    ]);
    rmSync(join(deployed.project.folder, "cdktf.out/slipway.json"));
    expect(deployed.project.synthesize(deployed.environment)).toEqual({ code: 0, stderr: "" });
    expect(deployed.succeed("output", "quetzal-oslo", "bucket", "--raw")).toBe("quetzal-oslo\n");
    const said = deployed.succeed("destroy", "quetzal-oslo", "--yes-destroy", "quetzal-oslo");
    expect(said).toMatch(/^quetzal-oslo destroyed: 0 added, 0 changed, 12 destroyed$/m);
    expect(JSON.parse(deployed.succeed("list", "--json"))).toEqual([]);
  });
});
