import { CreateBucketCommand, DeleteBucketCommand, S3Client } from "@aws-sdk/client-s3";
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

  beforeAll(async () => {
    await deployed.start();
    s3 = new S3Client({ ...deployed.client, forcePathStyle: true });
  });
  afterAll(async () => {
    s3.destroy();
    await deployed.stop();
  });

  test("before the first deployment, names what is created, and that the bucket's name is free", () => {
    const { status, stdout, stderr } = plan();
    expect({ status, stderr }).toEqual({ status: 2, stderr: "" });
    expect(stdout).toMatch(/^quetzal-oslo: 12 to create, 5 outputs to change\n/);
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
});
