/** The app of a platform group that has never seen this repository: four stacks that take from each other, by file. */
export const STRANGER: Readonly<Record<string, string>> = {
  "network.ts": `import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { TerraformStack } from "cdktf";
import { allow, policyDocument, stackAwsProvider } from "cdktf-slipway/shared";
import type { Construct } from "constructs";

export class NetworkStack extends TerraformStack {
  readonly key: KmsKey;
  readonly subnets: readonly Subnet[];
  readonly group: SecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    stackAwsProvider(this, { region: "eu-north-1" });
    const vpc = new Vpc(this, "Vpc", { cidrBlock: "10.0.0.0/16" });
    this.subnets = ["a", "b"].map(
      (zone, index) =>
        new Subnet(this, \`Subnet-\${zone}\`, {
          vpcId: vpc.id,
          cidrBlock: \`10.0.\${index}.0/24\`,
          availabilityZone: \`eu-north-1\${zone}\`,
        }),
    );
    this.group = new SecurityGroup(this, "Group", { vpcId: vpc.id });
    const { accountId } = new DataAwsCallerIdentity(this, "Caller");
    const root = { AWS: \`arn:aws:iam::\${accountId}:root\` };
    const logs = { Service: "logs.eu-north-1.amazonaws.com" };
    const policy = policyDocument(
      [root, logs].map((principal) => ({ ...allow(["kms:*"], ["*"]), Principal: principal })),
    );
    this.key = new KmsKey(this, "Key", { enableKeyRotation: true, policy });
  }
}
`,
  "models.ts": `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Aspects, type IAspect, TerraformOutput, TerraformStack } from "cdktf";
import { Model } from "cdktf-slipway/model";
import { stackAwsProvider } from "cdktf-slipway/shared";
import type { Construct, IConstruct } from "constructs";
import type { NetworkStack } from "./network";

/** Puts the group's tag on everything that takes tags. */
class Owner implements IAspect {
  visit(node: IConstruct): void {
    if ("tagsInput" in node) {
      const tagged = node as IConstruct & { tags?: Record<string, string>; tagsInput?: Record<string, string> };
      tagged.tags = { ...tagged.tagsInput, owner: "platform" };
    }
  }
}

export class ModelsStack extends TerraformStack {
  readonly oslo: Model;
  readonly dublin: Model;

  constructor(scope: Construct, id: string, network: NetworkStack) {
    super(scope, id);
    stackAwsProvider(this, { region: "eu-north-1" });
    const provider = new AwsProvider(this, "Ireland", {
      alias: "ireland",
      region: "eu-west-1",
      assumeRole: [{ roleArn: "arn:aws:iam::123456789012:role/deployer" }],
    });
    this.oslo = new Model(this, "Oslo", {
      name: "quetzal-oslo",
      kmsKey: network.key,
      vpc: { subnetIds: network.subnets.map((subnet) => subnet.id), securityGroupIds: [network.group.id] },
      architecture: "arm64",
      environment: { LOG_LEVEL: "info" },
      lifecycleRules: [
        { tagFilters: { kind: "raw" }, objectSizeGreaterThanBytes: 131072, expirationDays: 90 },
        { noncurrentVersionExpirationDays: 30, noncurrentVersionsToRetain: 3, expiredObjectDeleteMarker: true },
      ],
    });
    new S3BucketVersioningA(this, "Versions", {
      bucket: this.oslo.bucket.bucketName,
      versioningConfiguration: { status: "Enabled" },
    });
    this.dublin = new Model(this, "Dublin", { name: "quetzal-dublin", provider });
    // Escape hatches, as docs/escape-hatches.md has them.
    this.dublin.function.resource.description = "transport model of Dublin";
    this.dublin.function.resource.addOverride("tracing_config", { mode: "Active" });
    this.dublin.function.resource.lifecycle = { ignoreChanges: ["image_uri", "description"] };
    this.dublin.bucket.resource.importFrom("quetzal-dublin");
    Aspects.of(this).add(new Owner());
    new TerraformOutput(this, "oslo", { value: this.oslo.function.functionArn });
  }
}
`,
  "api.ts": `import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { TerraformStack } from "cdktf";
import { ExistingRole, serviceTrust, stackAwsProvider } from "cdktf-slipway/shared";
import type { Construct } from "constructs";
import type { ModelsStack } from "./models";

export class ApiStack extends TerraformStack {
  readonly role: IamRole;

  constructor(scope: Construct, id: string, { oslo, dublin }: ModelsStack) {
    super(scope, id);
    stackAwsProvider(this, { region: "eu-north-1" });
    this.role = new IamRole(this, "Role", {
      name: "lab-api",
      assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com"),
    });
    for (const model of [oslo, dublin]) {
      model.bucket.grantReadWrite(this.role);
      model.workflow.grantStartExecution(this.role);
    }
    oslo.bucket.grantRead(new IamUser(this, "Ada", { name: "ada" }));
    oslo.bucket.grantRead(new IamGroup(this, "Readers", { name: "readers" }));
    oslo.function.grantUpdateImage(ExistingRole.fromName(this, "Ci", "lab-ci"));
    // The API's stack reads the models' outputs, and the models' stack needs nothing of it.
    new EcsTaskDefinition(this, "Task", {
      family: "api",
      taskRoleArn: this.role.arn,
      containerDefinitions: JSON.stringify([
        {
          name: "api",
          image: "example/api:1",
          environment: [
            { name: "OSLO", value: oslo.function.functionArn },
            { name: "DUBLIN", value: dublin.bucket.bucketName },
          ],
        },
      ]),
    });
  }
}
`,
  "edge.ts": `import { TerraformStack } from "cdktf";
import { Front, Service, stackDockerProvider } from "cdktf-slipway/services";
import type { Construct } from "constructs";
import type { ModelsStack } from "./models";

export class EdgeStack extends TerraformStack {
  constructor(scope: Construct, id: string, { oslo }: ModelsStack) {
    super(scope, id);
    stackDockerProvider(this);
    const front = new Front(this, "Front", { name: "lab", image: "caddy:2.11.2", certificates: "none" });
    new Service(this, "Api", {
      name: "api",
      front,
      image: "example/api:1",
      port: 8000,
      hosts: ["api.example.org"],
      environment: { MODEL_BUCKET: oslo.bucket.bucketName },
    });
  }
}
`,
  "lab.ts": `import { type App, LocalBackend } from "cdktf";
import { ApiStack } from "./api";
import { EdgeStack } from "./edge";
import { ModelsStack } from "./models";
import { NetworkStack } from "./network";

/** The four stacks of the lab, each with its state beside the project. */
export function labStacks(app: App) {
  const network = new NetworkStack(app, "network");
  const models = new ModelsStack(app, "models", network);
  const api = new ApiStack(app, "api", models);
  const edge = new EdgeStack(app, "edge", models);
  const stacks = { network, models, api, edge };
  for (const [id, stack] of Object.entries(stacks)) new LocalBackend(stack, { path: \`../../../\${id}.tfstate\` });
  return stacks;
}
`,
  "main.ts": `import { App } from "cdktf";
import { labStacks } from "./lab";

const app = new App();
labStacks(app);
app.synth();
`,
  "lab.test.ts": `import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Testing } from "cdktf";
import { planSnapshots, policyOf, Template } from "cdktf-slipway/testing";
import { labStacks } from "./lab";

const { network, models, api, edge } = labStacks(Testing.app());

test("the API may start both models, and write their buckets", () => {
  const policy = policyOf(Template.of(api), api.role);
  for (const model of [models.oslo, models.dublin]) {
    expect(policy.allows("s3:PutObject", \`\${model.bucket.bucketArn}/runs/a\`)).toBe(true);
    expect(policy.allows("states:StartExecution", model.workflow.stateMachineArn)).toBe(true);
  }
});

test("each function is where it belongs", () => {
  const template = Template.of(models);
  expect(template.at("Dublin/Function", LambdaFunction)).toMatchObject({
    provider: "aws.ireland",
    description: "transport model of Dublin",
    tags: { owner: "platform" },
  });
  expect(template.at("Oslo/Function", LambdaFunction).architectures).toEqual(["arm64"]);
});

test("Terraform plans all four, and applies them with mocks", async () => {
  const data = { aws_caller_identity: { account_id: "123456789012" } };
  const stacks = [{ stack: network, data }, { stack: models }, { stack: api }, { stack: edge }];
  const apply = { command: "apply" } as const;
  const all = await planSnapshots([...stacks, ...stacks.map((each) => ({ ...each, ...apply }))]);
  const sizes = all.map(({ resources }) => Object.keys(resources).length);
  expect(sizes).toEqual([5, 29, 11, 12, 5, 29, 11, 12]);
  const address = Template.of(models).address("Oslo/Function");
  const [planned, applied] = [all[1], all[5]].map((each) => each?.resources[address]?.attributes);
  expect(planned).toMatchObject({ kms_key_arn: "(known after apply)", architectures: ["arm64"] });
  expect(applied).toMatchObject({
    kms_key_arn: "<network: aws_kms_key.Key.arn>",
    vpc_config: [{ subnet_ids: ["<network: aws_subnet.Subnet-a.id>", "<network: aws_subnet.Subnet-b.id>"] }],
  });
  // What another stack sets is known before it is applied.
  const [policy] = Object.entries(all[2]?.resources ?? {}).find(([each]) => /^aws_iam_user_policy/.test(each)) ?? [];
  expect(all[2]?.resources[policy ?? ""]?.attributes).toMatchObject({ name: "Read-quetzal-oslo", user: "ada" });
}, 300_000);
`,
};
