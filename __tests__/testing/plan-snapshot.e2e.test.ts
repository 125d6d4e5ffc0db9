import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Fn, Op, TerraformIterator, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Model } from "../../constructs/model";
import { MySql, stackKubernetesProvider } from "../../constructs/pipelines";
import { PluginBucket, PluginCollection } from "../../constructs/plugins";
import { Front, Service, stackDockerProvider } from "../../constructs/services";
import { stackAwsProvider } from "../../constructs/shared/aws-provider";
import { providerSettings, providerSource } from "../../engine/providers/providers";
import { withVariables } from "../../engine/variables";
import { ModelStack } from "../../stacks/model-stack";
import { planSnapshot, planSnapshots } from "../../testing";
import { SharedProvider } from "../support/shared-provider";

const ROOT = resolve(__dirname, "../..");

describe("planSnapshot", () => {
  let env: NodeJS.ProcessEnv;
  let provider: SharedProvider | undefined;
  afterAll(() => provider?.stop());
  beforeAll(async () => {
    const { variables } = await providerSettings({ project: ROOT, needed: ["hashicorp/aws"] });
    // No credentials, and nobody to ask: only what is mocked can answer.
    const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_EC2_METADATA_DISABLED: "true" };
    env = withVariables({ ...process.env, AWS_ENDPOINT_URL: "http://127.0.0.1:9" }, { ...none, ...variables });
  });

  function lab(build: (stack: TerraformStack) => void): TerraformStack {
    const stack = new TerraformStack(Testing.app(), "lab");
    stackAwsProvider(stack, { region: "eu-north-1" });
    build(stack);
    return stack;
  }

  test("is what Terraform would do with a model", async () => {
    const compute = { lambda: { memoryMiB: 512, timeoutSeconds: 60, storageMiB: 1024 } };
    const environment = { name: "quetzal-oslo", profile: "parity", region: "eu-north-1", compute } as const;
    const stack = new ModelStack(Testing.app(), "quetzal-oslo", { environment, stateFolder: resolve(ROOT, "states") });
    const source = await providerSource({ project: ROOT });
    const mirrors = source.kind === "folders" ? { SLIPWAY_PROVIDER_MIRRORS: source.found.join(delimiter) } : {};
    // Nothing else says where the provider lies.
    const bare = withVariables({ ...env, HOME: "/nobody" }, { TF_CLI_CONFIG_FILE: undefined, ...mirrors });
    expect(await planSnapshot(stack, { env: bare })).toMatchSnapshot();
    // What follows is not about how Terraform starts its provider.
    provider = await SharedProvider.start("hashicorp/aws", ROOT, env);
  });

  test("says what is unknown, what is secret, and what data sources were told to answer", async () => {
    const stack = lab((scope) => {
      const secret = new TerraformVariable(scope, "password", { type: "string", default: "hunter2", sensitive: true });
      const { accountId } = new DataAwsCallerIdentity(scope, "Caller");
      const { arn } = new S3Bucket(scope, "Bucket", { bucket: `lab-${accountId}`, tags: { password: secret.value } });
      new TerraformOutput(scope, "arn", { value: arn });
    });
    const plan = await planSnapshot(stack, { env, data: { aws_caller_identity: { account_id: "123456789012" } } });
    expect(plan.outputs).toEqual({ arn: "(known after apply)" });
    expect(plan.resources["aws_s3_bucket.Bucket"]).toMatchObject({
      action: "create",
      attributes: { bucket: "lab-123456789012", tags: { password: "(sensitive)" }, arn: "(known after apply)" },
    });
    expect(JSON.stringify(plan)).not.toContain("hunter2");
  });

  test("takes variables, and what single resources have computed", async () => {
    const stack = lab((scope) => {
      const size = new TerraformVariable(scope, "size", { type: "number" });
      const text = new TerraformVariable(scope, "text", { type: "string" });
      new TerraformOutput(scope, "account", { value: new DataAwsCallerIdentity(scope, "Caller").accountId });
      const { arn } = new S3Bucket(scope, "Bucket", { bucket: "lab-${var.size}", tags: { text: text.stringValue } });
      new IamRole(scope, "Role", {
        assumeRolePolicy: "{}",
        description: `reads ${arn}`,
        maxSessionDuration: size.numberValue,
      });
    });
    const overrides = {
      "aws_s3_bucket.Bucket": { arn: "arn:aws:s3:::${lab}" },
      "data.aws_caller_identity.Caller": { account_id: "123456789012" },
    };
    const plan = await planSnapshot(stack, { env, variables: { size: 3600, text: "${free} %{x}" }, overrides });
    expect(plan.resources["aws_s3_bucket.Bucket"]?.attributes).toMatchObject({
      arn: "arn:aws:s3:::${lab}",
      bucket: "lab-3600",
      tags: { text: "${free} %{x}" },
      region: "(known after apply)",
      id: "(known after apply)",
    });
    expect(plan.outputs).toEqual({ account: "123456789012" });
    expect(plan.resources["aws_iam_role.Role"]?.attributes).toMatchObject({
      description: "reads arn:aws:s3:::${lab}",
      max_session_duration: 3600,
    });
  });

  test("checks asserts, of texts and of tokens", async () => {
    const [stack, other] = [1, 2].map(() => lab((scope) => new S3Bucket(scope, "Bucket", { bucket: "lab" })));
    const bucket = stack?.node.findChild("Bucket") as S3Bucket;
    const asserts = [
      { condition: Op.eq(bucket.bucket, "lab"), errorMessage: "the bucket must be lab" },
      {
        condition: 'length(aws_s3_bucket.Bucket.bucket) == 3 && "v${1}" == "v1"',
        errorMessage: "the name must be short",
      },
    ];
    expect((await planSnapshot(stack as TerraformStack, { env, asserts })).outputs).toEqual({});
    const wrong = ["x", "y"].map((name) => ({
      condition: `aws_s3_bucket.Bucket.bucket == "${name}"`,
      errorMessage: `the bucket must be ${name}`,
    }));
    await expect(planSnapshot(other as TerraformStack, { env, asserts: wrong })).rejects.toThrow(
      new Error(
        "terraform test must succeed, got exit code 1:\nTest assertion failed: the bucket must be x\nTest assertion failed: the bucket must be y",
      ),
    );
  });

  test("applies with mocks, and runs no program", async () => {
    const proof = join(mkdtempSync(join(tmpdir(), "proof-")), "ran");
    const build = (scope: TerraformStack) => {
      const secret = new TerraformVariable(scope, "password", { type: "string", default: "hunter2", sensitive: true });
      const { accountId } = new DataAwsCallerIdentity(scope, "Caller");
      const role = new IamRole(scope, "Role", { assumeRolePolicy: "{}" });
      new EcrRepository(scope, "Images", { name: "images", encryptionConfiguration: [{ encryptionType: "AES256" }] });
      const { arn, id } = new S3Bucket(scope, "Bucket", {
        bucket: `lab-${accountId}`,
        tags: { password: secret.value },
      });
      new LambdaFunction(scope, "Function", {
        functionName: "quetzal1",
        role: role.arn,
        packageType: "Image",
        imageUri: "x",
        environment: { variables: { BUCKET: id } },
        provisioners: [{ type: "local-exec", command: `touch ${proof}` }],
      });
      new TerraformOutput(scope, "objects", { value: `${arn}/*` });
    };
    const resources = { aws_iam_role: { arn: "arn:aws:iam::123456789012:role/lab" } };
    const plan = await planSnapshot(lab(build), { env, command: "apply", resources });
    expect(plan.outputs).toEqual({ objects: "<aws_s3_bucket.Bucket.arn>/*" });
    expect(plan.resources["aws_lambda_function.Function"]).toMatchObject({
      action: "create",
      attributes: {
        function_name: "quetzal1",
        role: "arn:aws:iam::123456789012:role/lab",
        arn: "<aws_lambda_function.Function.arn>",
        environment: [{ variables: { BUCKET: "<aws_s3_bucket.Bucket.id>" } }],
      },
    });
    expect(plan.resources["aws_ecr_repository.Images"]?.attributes).toMatchObject({
      encryption_configuration: [
        { encryption_type: "AES256", kms_key: "<aws_ecr_repository.Images.encryption_configuration[0].kms_key>" },
      ],
    });
    expect(plan.resources["aws_s3_bucket.Bucket"]?.attributes).toMatchObject({
      bucket: "lab-<data.aws_caller_identity.Caller.account_id>",
      tags: { password: "(sensitive)" },
    });
    expect(JSON.stringify(plan)).not.toContain("hunter2");
    expect(existsSync(proof)).toBe(false);
    // What mocks make by chance has a name.
    expect(await planSnapshot(lab(build), { env, command: "apply", resources })).toEqual(plan);
  });

  test("applies a model with mocks: what its programs would make stands in no other's way", async () => {
    const build = () =>
      lab((scope) => {
        const kmsKey = new KmsKey(scope, "Key");
        const subnet = new Subnet(scope, "Subnet", { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" });
        const group = new SecurityGroup(scope, "Group");
        const model = new Model(scope, "Model", {
          name: "quetzal-oslo",
          kmsKey,
          vpc: { subnetIds: [subnet.id], securityGroupIds: [group.id] },
          access: { identityPoolId: "eu-north-1:00000000-1111-2222-3333-444444444444" },
          lifecycleRules: [{ expirationDays: 90 }],
        });
        const { accountId } = new DataAwsCallerIdentity(scope, "Caller");
        model.bucket.grantRead(new IamRole(scope, "Api", { name: "api", assumeRolePolicy: "{}" }));
        new IamRolePolicyAttachment(scope, "Read", { role: "api", policyArn: `arn:aws:iam::${accountId}:policy/read` });
      });
    const [first, again] = await planSnapshots(
      [build(), build()].map((stack) => ({ stack, command: "apply" as const })),
      { env },
    );
    expect(first).toEqual(again);
    const resources = new Map(Object.entries(first?.resources ?? {}));
    const only = (type: string) =>
      [...resources].find(([address]) => address.startsWith(`${type}.Model`))?.[1].attributes;
    expect(only("aws_lambda_function")).toMatchObject({
      role: expect.stringMatching(/^<aws_iam_role\.Model_Function_Role_\w+\.arn>$/),
      kms_key_arn: "<aws_kms_key.Key.arn>",
      image_uri: expect.stringMatching(/^<aws_ecr_repository\..*\.repository_url>:DUMMY$/),
      vpc_config: [expect.objectContaining({ subnet_ids: ["<aws_subnet.Subnet.id>"] })],
    });
    expect(JSON.stringify(first)).toContain("arn:aws:logs:us-east-1:123456789012:*");
    expect(resources.get("aws_iam_role_policy_attachment.Read")?.attributes.policy_arn).toBe(
      "arn:aws:iam::<data.aws_caller_identity.Caller.account_id>:policy/read",
    );
    expect(JSON.stringify(first)).not.toContain("mock-");
  });

  test("applies with mocks what programs fill, what is protected, and what checks ask the cloud", async () => {
    const app = Testing.app();
    const stack = (id: string, build: (scope: TerraformStack) => void) => {
      const made = new TerraformStack(app, id);
      build(made);
      return { stack: made, command: "apply" as const };
    };
    const plans = await planSnapshots(
      [
        stack("services", (scope) => {
          stackDockerProvider(scope);
          const front = new Front(scope, "Front", { name: "lab", image: "caddy:2.11.2", certificates: "none" });
          new Service(scope, "Api", { name: "api", front, image: "api:1", port: 80, hosts: ["api.example.org"] });
        }),
        stack("plugins", (scope) => {
          stackAwsProvider(scope, { region: "us-east-1" });
          const bucket = new PluginBucket(scope, "Bucket", { name: "lab-plugins", region: "us-east-1" });
          const folder = join(ROOT, "examples/task-plugins/dioptra_builtins");
          new PluginCollection(scope, "Builtins", { bucket, prefix: "builtins", folder });
        }),
        stack("pipelines", (scope) => {
          stackKubernetesProvider(scope, { context: "kind" });
          new MySql(scope, "Database", { name: "chembl", namespace: "lab", databases: ["chembl_24"] });
        }),
      ],
      { env },
    );
    const types = plans.map(({ resources }) => Object.keys(resources).map((address) => address.split(".")[0]));
    expect(types).toEqual([
      expect.arrayContaining(["docker_volume", "docker_container", "terraform_data"]),
      expect.arrayContaining(["aws_s3_bucket", "terraform_data"]),
      expect.arrayContaining(["kubernetes_persistent_volume_claim_v1", "kubernetes_stateful_set_v1"]),
    ]);
  });

  test("is the same tomorrow, where data sources answer by chance", async () => {
    const build = () =>
      lab((scope) => {
        const { accountId, userId } = new DataAwsCallerIdentity(scope, "Caller");
        new DataAwsIamRole(scope, "Roles", { name: "lab", count: 2 });
        const each = TerraformIterator.fromList(["oslo"]);
        new DataAwsIamRole(scope, "Sites", { name: each.value, forEach: each });
        new S3Bucket(scope, "Bucket", {
          bucket: `lab-${accountId}`,
          tags: {
            user: userId,
            path: "${data.aws_iam_role.Roles[1].path}",
            site: '${data.aws_iam_role.Sites["oslo"].path}',
          },
        });
        new LambdaFunction(scope, "Function", {
          functionName: "lab",
          role: new DataAwsIamRole(scope, "Role", { name: "lab" }).arn,
          packageType: "Image",
          imageUri: "x",
        });
      });
    const [first, again] = await planSnapshots(
      [build(), build()].map((stack) => ({ stack })),
      { env },
    );
    expect(first).toEqual(again);
    expect(first?.outputs).toEqual({});
    expect(first?.resources["aws_s3_bucket.Bucket"]?.attributes).toMatchObject({
      bucket: "lab-<data.aws_caller_identity.Caller.account_id>",
      tags: {
        user: "<data.aws_caller_identity.Caller.user_id>",
        path: "<data.aws_iam_role.Roles[1].path>",
        site: '<data.aws_iam_role.Sites["oslo"].path>',
      },
    });
    expect(first?.resources["aws_lambda_function.Function"]?.attributes.role).toBe("<data.aws_iam_role.Role.arn>");
  });

  /** Two stacks of one app, of which the second takes from the first. */
  function two() {
    const app = Testing.app();
    const [first, second] = ["network", "api"].map((id) => {
      const stack = new TerraformStack(app, id);
      stackAwsProvider(stack, { region: "eu-north-1" });
      return stack;
    }) as [TerraformStack, TerraformStack];
    const role = new IamRole(first, "Role", { name: "lab", assumeRolePolicy: "{}" });
    new IamRolePolicy(second, "Policy", { role: role.name, policy: `{"Statement":"\${${Fn.upper(role.arn)}}"}` });
    new LambdaFunction(second, "Function", {
      functionName: "api",
      role: role.arn,
      packageType: "Image",
      imageUri: "x",
    });
    return { first, second };
  }

  test("stubs what other stacks of the app have: what they set is known, what they compute is not", async () => {
    const { resources } = await planSnapshot(two().second, { env });
    expect(Object.keys(resources)).toEqual(["aws_iam_role_policy.Policy", "aws_lambda_function.Function"]);
    expect(resources["aws_iam_role_policy.Policy"]?.attributes).toMatchObject({
      role: "lab",
      policy: "(known after apply)",
    });
    expect(resources["aws_lambda_function.Function"]?.attributes).toMatchObject({ role: "(known after apply)" });
    const applied = await planSnapshot(two().second, { env, command: "apply" });
    expect(applied.resources["aws_lambda_function.Function"]?.attributes.role).toBe("<network: aws_iam_role.Role.arn>");
  });

  test("takes the outputs of other stacks", async () => {
    const role = "arn:aws:iam::123456789012:role/lab";
    const overrides = {
      "data.terraform_remote_state.cross-stack-reference-input-network": {
        outputs: { "cross-stack-output-aws_iam_roleRolearn": role },
      },
    };
    const { resources } = await planSnapshot(two().second, { env, overrides });
    expect(resources["aws_lambda_function.Function"]?.attributes).toMatchObject({ role });
  });

  test("makes several plans at once, each as if it were alone", async () => {
    const { first, second } = two();
    const sized = () =>
      lab((scope) => {
        const size = new TerraformVariable(scope, "size", { type: "number", default: 1 });
        new TerraformOutput(scope, "used", { value: size.numberValue });
      });
    const plans = await planSnapshots(
      [{ stack: first }, { stack: second }, { stack: sized() }, { stack: sized(), variables: { size: 2 } }],
      { env },
    );
    expect(plans.slice(0, 2)).toEqual([
      await planSnapshot(two().first, { env }),
      await planSnapshot(two().second, { env }),
    ]);
    expect(plans.slice(2).map(({ outputs }) => outputs)).toEqual([{ used: 1 }, { used: 2 }]);
    expect(await planSnapshots([])).toEqual([]);
  });

  test("says which of several plans is refused", async () => {
    const { first, second } = two();
    const asserts = [{ condition: 'aws_lambda_function.Function.function_name == "x"', errorMessage: "it must be x" }];
    await expect(planSnapshots([{ stack: first }, { stack: second, asserts }], { env })).rejects.toThrow(
      "terraform test must succeed, got exit code 1:\n[api] Test assertion failed: it must be x",
    );
  });

  test("refuses settings that the stack does not have, all at once, and leaves nothing behind", async () => {
    const { TMPDIR } = process.env;
    const temporary = mkdtempSync(join(tmpdir(), "left-"));
    try {
      const build = (scope: TerraformStack) => new S3Bucket(scope, "Bucket", { bucket: "lab" });
      const [stack, same] = [lab(build), lab(build)];
      process.env.TMPDIR = temporary;
      const overrides = { "aws_s3_bucket.Buckett": { arn: "x" }, "aws_s3_bucket.Bucket": { bucket: "x" } };
      await expect(planSnapshot(stack, { env, variables: { size: 1 }, overrides })).rejects.toThrow(
        new Error(
          "[lab] variables.size must be a variable of the stack, got no variables; correct the options\n" +
            '[lab] overrides["aws_s3_bucket.Buckett"] must be an address in the stack, got aws_s3_bucket.Bucket; correct the options\n' +
            '[lab] overrides["aws_s3_bucket.Bucket"].bucket must be computed, got one that the stack sets; correct the options',
        ),
      );
      const nameless = {
        overrides: { "aws_s3_bucket.Bucket": { arm: "x" } },
        data: { aws_caller_identity: { acount: 1 } },
      };
      await expect(planSnapshot(same, { env, ...nameless })).rejects.toThrow(
        new Error(
          "[lab] data.aws_caller_identity.acount must be an attribute of aws_caller_identity, got none of that name; correct the options\n" +
            '[lab] overrides["aws_s3_bucket.Bucket"].arm must be an attribute of aws_s3_bucket, got none of that name; correct the options',
        ),
      );
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      process.env.TMPDIR = TMPDIR;
      if (TMPDIR === undefined) delete process.env.TMPDIR;
    }
  });

  test("is made in the test's own surroundings when none are given", async () => {
    const stack = new TerraformStack(Testing.app(), "lab");
    new TerraformOutput(stack, "answer", { value: 42 });
    expect(await planSnapshot(stack)).toEqual({ resources: {}, outputs: { answer: 42 } });
  });

  test("fails with Terraform's own words when the plan is refused", async () => {
    const stack = lab((scope) => {
      const role = "arn:aws:iam::123456789012:role/lab";
      new LambdaFunction(scope, "Function", {
        functionName: "lab",
        role,
        memorySize: 64,
        packageType: "Image",
        imageUri: "x",
      });
    });
    await expect(planSnapshot(stack, { env })).rejects.toThrow(
      /^terraform test must succeed, got exit code 1:\nexpected memory_size to be in the range \(128 - \d+\), got 64/,
    );
  });

  test("fails when there is no Terraform", async () => {
    const stack = lab(() => {});
    await expect(planSnapshot(stack, { env, terraform: "no-such-terraform" })).rejects.toThrow(
      "no-such-terraform must be installed, got no such program; see developer.hashicorp.com/terraform/install",
    );
  });
});
