import { createHash } from "node:crypto";
import {
  BatchCheckLayerAvailabilityCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from "@aws-sdk/client-ecr";
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { SFNClient, ValidateStateMachineDefinitionCommand } from "@aws-sdk/client-sfn";
import { up } from "../../sandbox/server";
import { environment, Temporary } from "./temporary";

jest.setTimeout(120_000);

const temporary = new Temporary();
const lambdaService = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
const trust = { Version: "2012-10-17", Statement: [lambdaService] };
const region = "ca-central-1";
let config: {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
};
let ecr: ECRClient;

beforeAll(async () => {
  const seed = { buckets: [{ name: "seeded", region }], roles: [{ name: "seeded", assumeRolePolicy: trust }] };
  const { url } = await up({ project: temporary.folder(), seed, environment, accountId: "111122223333" });
  config = { endpoint: url, region, credentials: { accessKeyId: "a", secretAccessKey: "b" }, maxAttempts: 1 };
  ecr = new ECRClient(config);
});
afterAll(() => temporary.remove());

const sha256 = (content: Buffer | string) => `sha256:${createHash("sha256").update(content).digest("hex")}`;

const layer = Buffer.from("a layer");
const image = Buffer.from("{}");
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  config: { mediaType: "application/vnd.docker.container.image.v1+json", size: image.length, digest: sha256(image) },
  layers: [
    { mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", size: layer.length, digest: sha256(layer) },
  ],
});

async function upload(repositoryName: string, blob: Buffer, digest = sha256(blob)) {
  const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
  const range = { partFirstByte: 0, partLastByte: blob.length - 1 };
  await ecr.send(new UploadLayerPartCommand({ repositoryName, uploadId, ...range, layerPartBlob: blob }));
  return ecr.send(new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [digest] }));
}

async function repositoryWithImage(repositoryName: string) {
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  for (const blob of [layer, image]) await upload(repositoryName, blob);
  return ecr.send(new PutImageCommand({ repositoryName, imageManifest: manifest, imageTag: "v1" }));
}

describe("ECR", () => {
  test("keeps a layer, and an image under its manifest's digest", async () => {
    const put = await repositoryWithImage("group/whole");
    expect(put.image?.imageId).toEqual({ imageDigest: sha256(manifest), imageTag: "v1" });
    const digests = { repositoryName: "group/whole", layerDigests: [sha256(layer), sha256("other")] };
    const { layers, failures } = await ecr.send(new BatchCheckLayerAvailabilityCommand(digests));
    expect(layers).toEqual([{ layerDigest: sha256(layer), layerAvailability: "AVAILABLE", layerSize: layer.length }]);
    expect(failures?.map(({ layerDigest, failureCode }) => [layerDigest, failureCode])).toEqual([
      [sha256("other"), "MissingLayerDigest"],
    ]);
  });

  test("refuses a layer with another digest", async () => {
    await ecr.send(new CreateRepositoryCommand({ repositoryName: "wrong" }));
    await expect(upload("wrong", layer, sha256("other"))).rejects.toMatchObject({
      name: "InvalidLayerException",
      message: `The layer digest calculated is ${sha256(layer)}`,
    });
  });

  test("refuses an image whose layers were not uploaded", async () => {
    await ecr.send(new CreateRepositoryCommand({ repositoryName: "empty" }));
    await upload("empty", image);
    const put = ecr.send(new PutImageCommand({ repositoryName: "empty", imageManifest: manifest, imageTag: "v1" }));
    await expect(put).rejects.toMatchObject({
      name: "LayersNotFoundException",
      message: `Layers with digests ['${sha256(layer)}'] required for pushing image into repository do not exist`,
    });
  });
});

describe("Lambda", () => {
  const Role = "arn:aws:iam::111122223333:role/seeded";
  const uri = (image: string) => `111122223333.dkr.ecr.${region}.amazonaws.com/${image}`;

  test("takes an image of a repository with a slash, and keeps what an update changes", async () => {
    await repositoryWithImage("group/function");
    const lambda = new LambdaClient(config);
    const FunctionName = "function";
    const Code = { ImageUri: uri("group/function:v1") };
    await lambda.send(new CreateFunctionCommand({ FunctionName, Role, PackageType: "Image", Code }));
    const made = await lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(made.Code?.ResolvedImageUri).toBe(uri(`group/function@${sha256(manifest)}`));
    expect(made.Configuration?.ImageConfigResponse).toBeUndefined();
    const changes = { EphemeralStorage: { Size: 2048 }, ImageConfig: { Command: ["main"] } };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...changes }));
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration?.EphemeralStorage).toEqual({ Size: 2048 });
    expect(Configuration?.ImageConfigResponse?.ImageConfig?.Command).toEqual(["main"]);
  });

  test("refuses an image that does not exist", async () => {
    const Code = { ImageUri: uri("nowhere:v1") };
    const made = new LambdaClient(config).send(
      new CreateFunctionCommand({ FunctionName: "none", Role, PackageType: "Image", Code }),
    );
    await expect(made).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: `Source image ${uri("nowhere:v1")} does not exist. Provide a valid source image.`,
    });
  });
});

test("S3 does not lock a bucket whose policy asks for TLS", async () => {
  const s3 = new S3Client(config);
  const Condition = { Bool: { "aws:SecureTransport": "false" } };
  const statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::seeded/*", Condition };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await s3.send(new PutBucketPolicyCommand({ Bucket: "seeded", Policy }));
  await s3.send(new PutObjectCommand({ Bucket: "seeded", Key: "a", Body: "text" }));
  const got = await s3.send(new GetObjectCommand({ Bucket: "seeded", Key: "a" }));
  expect(await got.Body?.transformToString()).toBe("text");
});

test("S3 encodes the names of versions where it is asked to", async () => {
  const s3 = new S3Client(config);
  const Key = "a folder/${more} %{if}.py";
  await s3.send(new PutObjectCommand({ Bucket: "seeded", Key, Body: "text" }));
  const names = async (more: object) => {
    const { Versions } = await s3.send(
      new ListObjectVersionsCommand({ Bucket: "seeded", Prefix: "a folder/", ...more }),
    );
    return Versions?.map((version) => version.Key);
  };
  expect(await names({})).toEqual([Key]);
  expect(await names({ EncodingType: "url" })).toEqual(["a%20folder/%24%7Bmore%7D%20%25%7Bif%7D.py"]);
});

test("Step Functions finds a target that does not exist, and a state that nothing reaches", async () => {
  const States = { A: { Type: "Pass", Next: "B" }, C: { Type: "Pass", End: true } };
  const definition = JSON.stringify({ StartAt: "A", States });
  const checked = await new SFNClient(config).send(new ValidateStateMachineDefinitionCommand({ definition }));
  expect(checked.result).toBe("FAIL");
  expect(checked.diagnostics?.map(({ location, message }) => [location, message])).toEqual([
    ["/States/A/Next", "Missing 'Next' target: B"],
    ["/States/C", 'State "C" is not reachable.'],
  ]);
});

test("what is not emulated is refused at once, in a way that SDKs do not try again", async () => {
  const answer = await fetch(`${config.endpoint}/restapis`, {
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/${region}/apigateway/aws4_request, x` },
  });
  expect(answer.status).toBe(501);
  expect(await answer.json()).toEqual({
    __type: "NotImplemented",
    message:
      "the sandbox could not answer GET /restapis: ModuleNotFoundError: No module named 'openapi_spec_validator'",
  });
});
