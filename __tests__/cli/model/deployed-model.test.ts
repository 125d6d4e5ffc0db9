import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { DeployedModel } from "../../../cli/model/deployed-model";
import { makeLive } from "../../../cli/model/image/live";
import { Project } from "../../../engine/project";
import { modelFile, TestProject } from "../../support/project";
import { FakeAws } from "./fake-aws";

const FUNCTION = "/2015-03-31/functions/quetzal-oslo";
const IMAGE = { tag: "v2", digest: `sha256:${"b".repeat(64)}` };

describe("a model in its account", () => {
  let project: TestProject;
  let aws: FakeAws;
  beforeEach(() => {
    project = new TestProject({ "environments/model/quetzal-oslo.ts": modelFile("quetzal-oslo") });
  });
  afterEach(async () => {
    project.remove();
    await aws.stop();
  });
  async function model(fake = new FakeAws()): Promise<DeployedModel> {
    aws = fake;
    await aws.start();
    return DeployedModel.of(Project.at(project.folder), undefined, { environment: aws.environment });
  }

  test("has its name, and the account of the credentials, in all that it is called", async () => {
    const found = await model();
    found.close();
    const { settings, environment: _, open: __, ...names } = found as unknown as Record<string, unknown>;
    expect(settings).toMatchObject({ profile: "parity" });
    expect(names).toEqual({
      account: "111122223333",
      callerArn: "arn:aws:iam::111122223333:user/lab",
      partition: "aws",
      name: "quetzal-oslo",
      file: "environments/model/quetzal-oslo.ts",
      region: "ca-central-1",
      bucketName: "quetzal-oslo",
      repositoryName: "quetzal-oslo",
      repositoryUrl: "111122223333.dkr.ecr.ca-central-1.amazonaws.com/quetzal-oslo",
      functionName: "quetzal-oslo",
      functionArn: "arn:aws:lambda:ca-central-1:111122223333:function:quetzal-oslo",
      logGroupName: "/aws/lambda/quetzal-oslo",
      stateMachineName: "quetzal-oslo",
      stateMachineArn: "arn:aws:states:ca-central-1:111122223333:stateMachine:quetzal-oslo",
    });
  });

  test("has one client for each service, and asks once whose the credentials are", async () => {
    const found = await model();
    expect(await found.lambda()).toBe(await found.lambda());
    expect(await found.lambda()).not.toBe(await found.sfn());
    found.close();
    expect(aws.asked).toEqual(["POST /"]);
  });

  test("is refused with credentials of another account, before anything else is asked", async () => {
    project.write("environments/model/quetzal-oslo.ts", modelFile("quetzal-oslo", 'accountId: "444455556666",'));
    await expect(model()).rejects.toThrow(
      new Error(
        'environments/model/quetzal-oslo.ts: accountId must be the account of your credentials, got "444455556666" with credentials of 111122223333; nothing was changed: use credentials of 444455556666',
      ),
    );
    expect(aws.asked).toEqual(["POST /"]);
  });

  test.each([
    [404, "ResourceNotFoundException", "must be there, got none; slipway deploy quetzal-oslo makes it"],
    [
      403,
      "AccessDeniedException",
      "must be open to your credentials, got a denial of lambda:GetFunction; slipway permissions quetzal-oslo --role builder prints the policy that this work needs",
    ],
    [
      403,
      "ExpiredTokenException",
      'must be asked with credentials that AWS accepts, got "because"; slipway doctor says what the shell has',
    ],
    [
      400,
      "InvalidParameterValueException",
      'must accept what it is asked, got "because" (InvalidParameterValueException)',
    ],
  ])("an answer %i %s is said in words", async (status, code, message) => {
    const found = await model(new FakeAws(() => ({ status, body: { __type: code, code, message: "because" } })));
    const client = await found.lambda();
    const asked = found.answered("the function quetzal-oslo", () =>
      client.send(new GetFunctionCommand({ FunctionName: "quetzal-oslo" })),
    );
    await expect(asked).rejects.toMatchObject({ message: `the function quetzal-oslo ${message}` });
    found.close();
  });

  test("what is no answer of AWS is thrown as it is", async () => {
    const found = await model();
    const own = new TypeError("own");
    await expect(found.answered("x", () => Promise.reject(own))).rejects.toBe(own);
  });

  test("a function whose update fails says why, and what it runs", async () => {
    const Configuration = { LastUpdateStatus: "Failed", LastUpdateStatusReason: "The image is for arm64." };
    const found = await model(
      new FakeAws((asked) =>
        asked === `GET ${FUNCTION}`
          ? { body: { Configuration, Code: { ImageUri: "x:v1", ResolvedImageUri: `x@${IMAGE.digest}` } } }
          : { body: Configuration },
      ),
    );
    await expect(makeLive(found, IMAGE)).rejects.toThrow(
      new Error(
        'the function quetzal-oslo must take the image v2, got "The image is for arm64."; it runs the image before',
      ),
    );
    found.close();
    expect(aws.asked).toContain(`PUT ${FUNCTION}/code`);
  });

  test("a function that runs another image in the end says so", async () => {
    const other = `sha256:${"c".repeat(64)}`;
    const Configuration = { LastUpdateStatus: "Successful" };
    const Code = { ImageUri: "x:v1", ResolvedImageUri: `x@${other}` };
    const found = await model(new FakeAws(() => ({ body: { Configuration, Code, ...Configuration } })));
    await expect(makeLive(found, IMAGE)).rejects.toThrow(
      new Error(
        `the function quetzal-oslo must run ${IMAGE.digest}, got ${other}; somebody else may have changed it: look again`,
      ),
    );
    found.close();
  });
});
