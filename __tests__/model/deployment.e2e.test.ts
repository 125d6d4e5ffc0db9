import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { BatchGetImageCommand, DeleteRepositoryCommand, PutImageCommand } from "@aws-sdk/client-ecr";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { UpdateStateMachineCommand } from "@aws-sdk/client-sfn";
import { DeployedProject } from "../support/deployed";
import { CDKTF } from "../support/project";
import { Account } from "./account";

const MODELS = resolve(__dirname, "../../environments/model");
const file = (name: string) => readFileSync(join(MODELS, `${name}.ts`), "utf8");

const PARIS = "arn:aws:s3:::quetzal-paris";
const TAGS = { "cost:project": "quetzal", "cost:name": "quetzal-paris" };
const FUNCTION = "arn:aws:lambda:ca-central-1:123456789012:function:quetzal-paris";
const AUTHORIZER = "arn:aws:lambda:ca-central-1:142023388927:function:quetzal-api-auth";
const USERS = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: "s3:ListBucket", Resource: PARIS },
    { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: `${PARIS}/*` },
    { Effect: "Deny", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: `${PARIS}/base/*` },
  ],
};

const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
});

describe("Quetzal's models, deployed", () => {
  const deployed = new DeployedProject({
    "environments/model/_quetzal.ts": file("_quetzal"),
    "environments/model/quetzal-paris.ts": file("quetzal-paris"),
    "environments/model/quetzal-test.ts": file("quetzal-test"),
  });
  let account: Account;

  const edit = (workspace: string, before: string, after: string) => {
    const path = `environments/model/${workspace}.ts`;
    const text = deployed.project.read(path);
    expect(text).toContain(before);
    deployed.project.write(path, text.replace(before, after));
  };

  beforeAll(async () => {
    await deployed.start(undefined, []);
    account = new Account(deployed.client);
  });
  afterAll(() => deployed.stop());

  // What follows is one story: each test goes on where the one before it ended.

  test("a plain cdktf deploy makes eighteen resources, also where there is only a mirror of the provider", async () => {
    const { status, stdout } = deployed.run(process.execPath, [CDKTF, "deploy", "quetzal-paris", "--auto-approve"]);
    expect(stdout).toContain("Apply complete! Resources: 18 added, 0 changed, 0 destroyed.");
    expect(status).toBe(0);
    // What follows is not about the provider's plugin.
    await deployed.startProvider();
  });

  test("a second plan finds nothing to do, and so does a second deployment", async () => {
    deployed.expectNothingToDo("quetzal-paris");
    expect(await deployed.deploy("quetzal-paris")).toEqual({ added: 0, changed: 0, destroyed: 0 });
  });

  test("the bucket is what it was with plain Terraform", async () => {
    expect(await account.bucket("quetzal-paris")).toEqual({
      tags: TAGS,
      cors: [
        {
          AllowedHeaders: ["*"],
          AllowedMethods: ["DELETE", "GET", "HEAD", "POST", "PUT"],
          AllowedOrigins: ["http://localhost:8081", "https://localhost:8081", "https://systragroup.github.io"],
          ExposeHeaders: [
            "Access-Control-Allow-Origin",
            "ETag",
            "x-amz-id-2",
            "x-amz-meta-checksum",
            "x-amz-meta-user_email",
            "x-amz-request-id",
            "x-amz-server-side-encryption",
          ],
          MaxAgeSeconds: 3000,
        },
      ],
    });
  });

  test("the repository is what it was, with a first image", async () => {
    expect(await account.repository("quetzal-paris")).toEqual({
      uri: "123456789012.dkr.ecr.ca-central-1.amazonaws.com/quetzal-paris",
      mutability: "MUTABLE",
      scanOnPush: false,
      encryption: "AES256",
      tags: TAGS,
      images: [["DUMMY"]],
    });
  });

  test("the function is what it was", async () => {
    expect(await account.function("quetzal-paris")).toEqual({
      role: "arn:aws:iam::123456789012:role/lambda-quetzal-paris-role",
      packageType: "Image",
      architectures: ["x86_64"],
      memory: 4016,
      timeout: 300,
      storage: 4016,
      variables: { BUCKET_NAME: "quetzal-paris" },
      image: "123456789012.dkr.ecr.ca-central-1.amazonaws.com/quetzal-paris:DUMMY",
      tags: TAGS,
    });
    expect(await account.logGroup("/aws/lambda/quetzal-paris")).toEqual({ days: 14, tags: TAGS });
  });

  test("the function's role is what it was", async () => {
    expect(await account.role("lambda-quetzal-paris-role")).toEqual({
      trust: trust("lambda.amazonaws.com"),
      inline: {
        "S3PutGetObject_quetzal-paris": {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], Resource: "*" },
            { Effect: "Allow", Action: "s3:ListBucket", Resource: PARIS },
            { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource: `${PARIS}/*` },
          ],
        },
      },
      attached: ["lambda_logging_quetzal-paris"],
      tags: [],
    });
    const log = "arn:aws:logs:ca-central-1:123456789012:log-group:/aws/lambda/quetzal-paris";
    expect(await account.policy("arn:aws:iam::123456789012:policy/lambda_logging_quetzal-paris")).toEqual({
      description: "IAM policy for logging from a lambda",
      document: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: "logs:CreateLogGroup", Resource: "arn:aws:logs:ca-central-1:123456789012:*" },
          { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${log}:*` },
        ],
      },
      tags: [],
    });
  });

  test("the workflow is what it was", async () => {
    const { definition, ...machine } = await account.stateMachine("quetzal-paris");
    expect(machine).toEqual({
      arn: "arn:aws:states:ca-central-1:123456789012:stateMachine:quetzal-paris",
      type: "STANDARD",
      role: "arn:aws:iam::123456789012:role/sfn-quetzal-paris-role",
      tags: TAGS,
    });
    expect(definition).toMatchObject({ States: { HelloWorld: { Type: "Pass", End: true } } });
    const invoke = (Resource: string) => ({ Effect: "Allow", Action: "lambda:InvokeFunction", Resource });
    expect(await account.role("sfn-quetzal-paris-role")).toEqual({
      trust: trust("states.amazonaws.com"),
      inline: {
        "LambdaInvoke-quetzal-paris": {
          Version: "2012-10-17",
          Statement: [invoke(`${FUNCTION}:*`), invoke(FUNCTION), invoke(`${AUTHORIZER}:*`), invoke(AUTHORIZER)],
        },
      },
      attached: [],
      tags: [],
    });
  });

  test("the users' access is what it was", async () => {
    expect(await account.role("Cognito_quetzal_pool_quetzal-paris")).toEqual({
      trust: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: "cognito-identity.amazonaws.com" },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              "ForAnyValue:StringEquals": {
                "cognito-identity.amazonaws.com:aud": "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671",
              },
              "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
            },
          },
        ],
      },
      inline: {},
      attached: ["s3_read_put_quetzal-paris", "s3_read_quetzal_config"],
      tags: [],
    });
    expect(await account.policy("arn:aws:iam::123456789012:policy/s3_read_put_quetzal-paris")).toEqual({
      description: "IAM policy to access a model S3 bucket",
      document: USERS,
      tags: [],
    });
    const { inline } = await account.role("Cognito_quetzal_pool_admin");
    expect(inline).toEqual({ "inline_s3_read_put_quetzal-paris": USERS });
  });

  test("a repository that somebody has deleted is made again, with its first image", async () => {
    await account.ecr.send(new DeleteRepositoryCommand({ repositoryName: "quetzal-paris", force: true }));
    expect(await deployed.deploy("quetzal-paris")).toMatchObject({ added: 2, destroyed: 1 });
    expect((await account.repository("quetzal-paris")).images).toEqual([["DUMMY"]]);
    deployed.expectNothingToDo("quetzal-paris");
  });

  test("another image and another definition, brought from outside, are left alone", async () => {
    const repositoryName = "quetzal-paris";
    const first = new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: "DUMMY" }] });
    const { images = [] } = await account.ecr.send(first);
    // The same image written another way has another digest.
    const imageManifest = JSON.stringify(JSON.parse(images[0]?.imageManifest ?? ""), null, 1);
    await account.ecr.send(new PutImageCommand({ repositoryName, imageTag: "v2", imageManifest }));
    const ImageUri = "123456789012.dkr.ecr.ca-central-1.amazonaws.com/quetzal-paris:v2";
    await account.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "quetzal-paris", ImageUri }));
    const { arn: stateMachineArn } = await account.stateMachine("quetzal-paris");
    const definition = JSON.stringify({ StartAt: "Own", States: { Own: { Type: "Succeed" } } });
    await account.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    deployed.expectNothingToDo("quetzal-paris");
    expect((await account.function("quetzal-paris")).image).toBe(ImageUri);
  });

  test("a workflow is pushed once it was looked at and approved, and is left alone by Terraform", async () => {
    const workflow = (...args: string[]) => deployed.slipway("model", "workflow", ...args);
    const steps = (FunctionName: string, Next?: string) => ({
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName },
      ...(Next === undefined ? { End: true } : { Next }),
    });
    const uploaded = {
      StartAt: "Ask",
      States: { Ask: steps("${AuthorizerArn}", "Run"), Run: steps("${FunctionArn}") },
    };
    const filled = { StartAt: "Ask", States: { Ask: steps(AUTHORIZER, "Run"), Run: steps(FUNCTION) } };
    deployed.project.write("paris/step-functions.json", JSON.stringify(uploaded));
    const folder = ["quetzal-paris", "--folder", "paris"];
    const unapproved = workflow("push", ...folder);
    expect(unapproved.status).toBe(2);
    expect(unapproved.stdout).toContain('-  "StartAt": "Own",\n+  "StartAt": "Ask",\n');
    expect((await account.stateMachine("quetzal-paris")).definition).toMatchObject({ StartAt: "Own" });
    expect(workflow("push", ...folder, "--auto-approve").stdout).toMatch(
      /^quetzal-paris: paris\/step-functions\.json pushed; runs that have begun go on as before$/m,
    );
    expect((await account.stateMachine("quetzal-paris")).definition).toEqual(filled);
    expect(workflow("push", ...folder).stdout).toMatch(/^quetzal-paris: nothing to push; /);
    expect(workflow("pull", ...folder).stdout).toBe(
      "quetzal-paris: paris/step-functions.json has the definition of the state machine quetzal-paris already\n",
    );
    const edited = JSON.stringify({ ...uploaded, Comment: "edited" });
    deployed.project.write("paris/step-functions.json", edited);
    const kept = workflow("pull", ...folder);
    expect(kept.status).toBe(2);
    expect(kept.stderr).toBe(
      "paris/step-functions.json must be as deployed or not there, got another definition; --force overwrites it\n",
    );
    expect(deployed.project.read("paris/step-functions.json")).toBe(edited);
    expect(workflow("pull", ...folder, "--force").status).toBe(0);
    // A folder that is not there is made, with those above it.
    expect(workflow("pull", "quetzal-paris", "--folder", "new/paris").status).toBe(0);
    expect(JSON.parse(deployed.project.read("new/paris/step-functions.json"))).toEqual(uploaded);
    expect(JSON.parse(deployed.project.read("paris/step-functions.json"))).toEqual(uploaded);
    expect(workflow("show", "quetzal-paris", "--deployed").stdout).toBe(
      "Ask (quetzal-api-auth)\nRun (quetzal-paris)\n",
    );
    deployed.expectNothingToDo("quetzal-paris");
  });

  test("more memory changes the function, and nothing else", async () => {
    edit("quetzal-paris", "memoryMiB: 4016", "memoryMiB: 8032");
    expect(await deployed.deploy("quetzal-paris")).toEqual({ added: 0, changed: 1, destroyed: 0 });
    expect((await account.function("quetzal-paris")).memory).toBe(8032);
    deployed.expectNothingToDo("quetzal-paris");
  });

  test("an image that the file names is deployed, and stays", async () => {
    edit("quetzal-paris", 'profile: "parity",', 'profile: "parity",\n  image: { tag: "v9" },');
    const planned = deployed.slipway("plan", "quetzal-paris");
    expect(planned.stderr).toMatch(
      /^quetzal-paris: image "v9" must be in the repository quetzal-paris, got no such image;/m,
    );
    expect(planned.status).toBe(1);
    edit("quetzal-paris", '{ tag: "v9" }', '{ tag: "DUMMY" }');
    expect(await deployed.deploy("quetzal-paris")).toEqual({ added: 0, changed: 1, destroyed: 0 });
    expect((await account.function("quetzal-paris")).image).toMatch(/\/quetzal-paris:DUMMY$/);
    deployed.expectNothingToDo("quetzal-paris");
  });

  test("a definition from a file is deployed, with the function put in, and stays; so is one of steps", async () => {
    const steps = { StartAt: "Run", States: { Run: { Type: "Task", Resource: "${FunctionArn}", End: true } } };
    const workflowRow = () => {
      const { stdout } = deployed.slipway("model", "status", "quetzal-paris", "--json");
      const { settings } = JSON.parse(stdout) as { readonly settings: readonly { readonly what: string }[] };
      return settings.find(({ what }) => what === "workflow");
    };
    deployed.project.write("steps.json", JSON.stringify(steps));
    edit(
      "quetzal-paris",
      'profile: "parity",',
      'profile: "parity",\n  workflow: { ...quetzal.workflow, definition: { file: "steps.json" } },',
    );
    expect(await deployed.deploy("quetzal-paris")).toEqual({ added: 0, changed: 1, destroyed: 0 });
    expect((await account.stateMachine("quetzal-paris")).definition).toEqual({
      StartAt: "Run",
      States: { Run: { Type: "Task", Resource: FUNCTION, End: true } },
    });
    deployed.expectNothingToDo("quetzal-paris");
    expect(workflowRow()).toEqual({ what: "workflow", declared: "1 state", deployed: "1 state", differs: false });
    edit("quetzal-paris", '{ file: "steps.json" }', '{ steps: [{ name: "Run", notebook: "notebooks/run.ipynb" }] }');
    expect(await deployed.deploy("quetzal-paris")).toEqual({ added: 0, changed: 1, destroyed: 0 });
    expect((await account.stateMachine("quetzal-paris")).definition).toMatchObject({
      StartAt: "Authorization",
      States: {
        Authorization: { Parameters: { FunctionName: AUTHORIZER }, Next: "Run" },
        Run: {
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: FUNCTION },
          TimeoutSeconds: 310,
        },
      },
    });
    deployed.expectNothingToDo("quetzal-paris");
    expect(workflowRow()).toMatchObject({ differs: false });
  });

  test("a second workspace comes while the first changes, and goes, and neither disturbs the other", async () => {
    // The function, and its steps with it: they wait for its end.
    edit("quetzal-paris", "timeoutSeconds: 300", "timeoutSeconds: 301");
    expect(await Promise.all([deployed.deploy("quetzal-test"), deployed.deploy("quetzal-paris")])).toEqual([
      { added: 18, changed: 0, destroyed: 0 },
      { added: 0, changed: 2, destroyed: 0 },
    ]);
    const before = [await account.function("quetzal-paris"), await account.role("Cognito_quetzal_pool_quetzal-paris")];
    expect(await deployed.destroy("quetzal-test")).toEqual({ added: 0, changed: 0, destroyed: 18 });
    deployed.expectNothingToDo("quetzal-paris");
    expect([await account.function("quetzal-paris"), await account.role("Cognito_quetzal_pool_quetzal-paris")]).toEqual(
      before,
    );
  });

  test("what holds objects or images is not destroyed, and nothing else is, until that is said", async () => {
    await account.s3.send(new PutObjectCommand({ Bucket: "quetzal-paris", Key: "base/a.csv", Body: "a,b\n" }));
    const { status, stdout, stderr } = deployed.slipway("destroy", "quetzal-paris", "--auto-approve");
    expect(stdout).toContain("  quetzal-paris holds 1 object (4 B)\n");
    expect(stderr).toMatch(
      /got quetzal-paris with 1 object \(4 B\); quetzal-paris with 1 image \(.*\); nothing was changed/,
    );
    expect(status).toBe(1);
    deployed.expectNothingToDo("quetzal-paris");
    const forced = deployed.slipway("destroy", "quetzal-paris", "--auto-approve", "--empty");
    expect(forced.stderr).toContain("write --yes-destroy quetzal-paris");
    const other = deployed.slipway("destroy", "quetzal-paris", "--yes-destroy", "quetzal-test");
    expect(other.stderr).toContain('must be "quetzal-paris", the workspace, got "quetzal-test"; nothing was changed');
    expect([forced.status, other.status]).toEqual([1, 1]);
  });

  test("--retain leaves it, also in the state, and a deployment brings the model back", async () => {
    const said = deployed.succeed("destroy", "quetzal-paris", "--retain", "--yes-destroy", "quetzal-paris");
    expect(said).toMatch(
      /^quetzal-paris destroyed: 0 added, 0 changed, 13 destroyed; what it kept is still in the state$/m,
    );
    expect(said).toMatch(/^ {2}= keep {6}aws_s3_bucket\.Model_Bucket_\w+: may hold data$/m);
    expect(said).not.toMatch(/^Warning|^Outputs/m);
    const again = deployed.succeed("destroy", "quetzal-paris", "--retain", "--yes-destroy", "quetzal-paris");
    expect(again).toMatch(/^quetzal-paris: nothing is left to destroy but what --retain keeps$/m);
    await expect(account.function("quetzal-paris")).rejects.toThrow("Function not found");
    expect((await account.repository("quetzal-paris")).images.sort()).toEqual([["DUMMY"], ["v2"]]);
    await account.s3.send(new HeadObjectCommand({ Bucket: "quetzal-paris", Key: "base/a.csv" }));
    expect(await deployed.deploy("quetzal-paris")).toEqual({ added: 13, changed: 0, destroyed: 0 });
    deployed.expectNothingToDo("quetzal-paris");
    expect((await account.function("quetzal-paris")).memory).toBe(8032);
  });

  test("--empty takes it away with everything else, also more than one answer of S3 names", async () => {
    const put = (index: number) =>
      account.s3.send(new PutObjectCommand({ Bucket: "quetzal-paris", Key: `many/${index}`, Body: "x" }));
    // As many at a time as the client has connections.
    for (let first = 0; first < 1100; first += 50)
      await Promise.all(Array.from({ length: 50 }, (_, index) => put(first + index)));
    const said = deployed.succeed("destroy", "quetzal-paris", "--empty", "--yes-destroy", "quetzal-paris");
    expect(said).toMatch(/^quetzal-paris destroyed: 0 added, 0 changed, 18 destroyed$/m);
    await expect(account.repository("quetzal-paris")).rejects.toThrow("does not exist");
    await expect(account.function("quetzal-paris")).rejects.toThrow("Function not found");
    await expect(account.role("lambda-quetzal-paris-role")).rejects.toThrow("not found");
    expect((await account.role("Cognito_quetzal_pool_admin")).inline).toEqual({});
    await expect(account.bucket("quetzal-paris")).rejects.toThrow();
  });

  test("nothing asked for a right that slipway permissions does not list", async () => {
    await deployed.expectListedRights({ sandbox: "deployer" });
  });
});
