import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetBucketEncryptionCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { accessAs } from "../../constructs/shared/apply/provider";
import { DeployedProject } from "../support/deployed";
import { Account } from "./account";

/** A platform's stack: a second region that is reached by a role, a key, a network, and rules for roles. */
const MAIN = `
import { App, LocalBackend, TerraformStack } from "cdktf";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Model } from "../../constructs/model";
import { PluginBucket, PluginCollection } from "../../constructs/plugins";
import { AWS_PROVIDER_VERSIONS, ExistingRole, requireProvider } from "../../constructs/shared";

class Lab extends TerraformStack {
  constructor(app: App) {
    super(app, "lab");
    new LocalBackend(this, { path: "terraform.tfstate" });
    requireProvider(this, "aws", { source: "hashicorp/aws", version: AWS_PROVIDER_VERSIONS });
    const provider = new AwsProvider(this, "Ireland", {
      alias: "ireland",
      region: "eu-west-1",
      assumeRole: [{ roleArn: "arn:aws:iam::123456789012:role/deployer", sessionName: "lab", duration: "1h" }],
    });
    const kmsKey = new KmsKey(this, "Key", { provider, description: "models", enableKeyRotation: true });
    const vpc = new Vpc(this, "Vpc", { provider, cidrBlock: "10.0.0.0/16" });
    const subnet = new Subnet(this, "Subnet", { provider, vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
    const group = new SecurityGroup(this, "Group", { provider, vpcId: vpc.id, name: "model" });
    const everything = [{ Effect: "Allow", Action: "*", Resource: "*" }];
    const boundary = new IamPolicy(this, "Boundary", {
      provider,
      name: "boundary",
      policy: JSON.stringify({ Version: "2012-10-17", Statement: everything }),
    });
    const model = new Model(this, "Model", {
      name: "quetzal-oslo",
      provider,
      kmsKey,
      architecture: "arm64",
      environment: { LOG_LEVEL: "info" },
      vpc: { subnetIds: [subnet.id], securityGroupIds: [group.id] },
      reservedConcurrency: 0,
      lifecycleRules: [
        { prefix: "runs/", expirationDays: 90 },
        { tagFilters: { kind: "raw" }, transitions: [{ storageClass: "GLACIER", afterDays: 30 }] },
        { prefix: "base/", objectSizeGreaterThanBytes: 131072, tagFilters: { kind: "raw" }, expirationDays: 30 },
        { noncurrentVersionExpirationDays: 90, noncurrentVersionsToRetain: 5, expiredObjectDeleteMarker: true },
      ],
      permissionsBoundaryArn: boundary.arn,
      rolePath: "/lab/",
      roleNamePrefix: "lab-",
    });
    model.bucket.grantRead(ExistingRole.fromName(this, "Api", "api", { provider }));
    const bucket = new PluginBucket(this, "Plugins", {
      ...{ name: "lab-plugins", region: "eu-west-1", removal: "allowed" as const, provider },
    });
    new PluginCollection(this, "Builtins", { bucket, prefix: "builtins", folder: "plugins" });
  }
}

const app = new App();
new Lab(app);
app.synth();
`;

const ROOT = resolve(__dirname, "../..");
const PLUGIN = "examples/task-plugins/dioptra_builtins/data/split.py";

describe("a model as an organisation has it, in another region and by a role", () => {
  const deployed = new DeployedProject({
    "main.ts": MAIN,
    "plugins/split.py": readFileSync(join(ROOT, PLUGIN), "utf8"),
  });
  const terraform = (action: "apply" | "destroy") => {
    expect(deployed.project.synthesize(deployed.environment)).toMatchObject({ code: 0 });
    const run = (...args: string[]) => deployed.run("terraform", [...args, "-input=false"], "cdktf.out/stacks/lab");
    expect(run("init")).toMatchObject({ status: 0 });
    const { stdout, stderr } = run(action, "-auto-approve", "-no-color");
    return `${stdout}${stderr}`;
  };
  const ireland = () => ({ ...deployed.client, region: "eu-west-1" });

  beforeAll(async () => {
    await deployed.start({});
    const trust = { Version: "2012-10-17", Statement: [] };
    const { iam } = new Account(deployed.client);
    const { CreateRoleCommand } = await import("@aws-sdk/client-iam");
    for (const RoleName of ["api", "deployer"]) {
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    }
  });
  afterAll(() => deployed.stop());

  // What follows is one story: each test goes on where the one before it ended.

  test("is deployed, and a second plan finds nothing to do", () => {
    expect(terraform("apply")).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed\./);
    deployed.expectNothingToDo("lab");
  });

  test("has its function and its first image, for arm64, in that region and no other", async () => {
    const { Configuration } = await new LambdaClient(ireland()).send(
      new GetFunctionCommand({ FunctionName: "quetzal-oslo" }),
    );
    expect(Configuration).toMatchObject({
      Architectures: ["arm64"],
      Environment: { Variables: { BUCKET_NAME: "quetzal-oslo", LOG_LEVEL: "info" } },
      Role: "arn:aws:iam::123456789012:role/lab/lab-lambda-quetzal-oslo-role",
      VpcConfig: { SubnetIds: [expect.stringMatching(/^subnet-/)], SecurityGroupIds: [expect.stringMatching(/^sg-/)] },
    });
    const images = new DescribeImagesCommand({ repositoryName: "quetzal-oslo" });
    const { imageDetails } = await new ECRClient(ireland()).send(images);
    expect(imageDetails).toMatchObject([{ imageTags: ["DUMMY"] }]);
    await expect(new ECRClient(deployed.client).send(images)).rejects.toThrow("does not exist");
  });

  test("has its plugins there, and its bucket encrypted with the key", async () => {
    const s3 = new S3Client({ ...ireland(), forcePathStyle: true });
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "lab-plugins" }));
    expect(Contents.map(({ Key }) => Key)).toEqual(["builtins/split.py"]);
    const found = await s3.send(new GetBucketEncryptionCommand({ Bucket: "quetzal-oslo" }));
    expect(found.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true },
    ]);
  });

  test("lets its function and who is granted something use the key", async () => {
    const account = new Account(deployed.client);
    const { inline } = await account.role("lab-lambda-quetzal-oslo-role");
    expect(Object.keys(inline).sort()).toEqual([
      "DecryptWithKey_quetzal-oslo",
      "S3PutGetObject_quetzal-oslo",
      "VpcNetworkInterfaces_quetzal-oslo",
    ]);
    const key = expect.stringMatching(/^arn:aws:kms:eu-west-1:123456789012:key\//);
    expect(inline["S3PutGetObject_quetzal-oslo"]).toMatchObject({
      Statement: expect.arrayContaining([
        { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: key },
      ]),
    });
    expect((await account.role("api")).inline["Read-quetzal-oslo"]).toMatchObject({
      Statement: expect.arrayContaining([{ Effect: "Allow", Action: "kms:Decrypt", Resource: key }]),
    });
  });

  test("has programs that act as its role, or, with credentials of another account, not at all", async () => {
    const place = { service: "ecr", region: "eu-west-1" } as const;
    const told = (provider: object) => accessAs(JSON.stringify(provider), place, {});
    const before = { ...process.env };
    Object.assign(process.env, deployed.environment);
    try {
      await expect(told({ account: "999999999999" })).rejects.toThrow(
        "credentials must be those of the provider's account 999999999999, got 123456789012; run Terraform where both find the same ones",
      );
      const assumeRole = [{ roleArn: "arn:aws:iam::123456789012:role/deployer", sessionName: "lab", duration: "1h" }];
      const { credentials } = await told({ account: "123456789012", assumeRole });
      const sts = new STSClient({ ...ireland(), ...(credentials && { credentials }) });
      const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
      expect(Arn).toBe("arn:aws:sts::123456789012:assumed-role/deployer/lab");
    } finally {
      process.env = before;
    }
  });

  test("goes, with its placeholder and its plugins", () => {
    expect(terraform("destroy")).toMatch(/Destroy complete! Resources: \d+ destroyed\./);
  });
});
