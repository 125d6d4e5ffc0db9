import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeImagesCommand, DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient, ListPoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { GetBucketCorsCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";

/** A thing in the account: what it is, its name, and what is worth knowing of it. */
export type Thing = readonly [kind: string, name: string, detail: string];

/** Everything in an account that bears a model's name, read back from its services. */
export async function thingsOf(model: string, endpoint: string, region: string): Promise<Thing[]> {
  const credentials = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };
  const settings = { endpoint, region, credentials };
  const lists = await Promise.all([
    buckets(new S3Client({ ...settings, forcePathStyle: true }), model),
    repositories(new ECRClient(settings), model),
    functions(new LambdaClient(settings), model),
    logGroups(new CloudWatchLogsClient(settings), model),
    stateMachines(new SFNClient(settings), model),
    rolesAndPolicies(new IAMClient(settings), model),
  ]);
  return lists.flat();
}

async function buckets(client: S3Client, model: string): Promise<Thing[]> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  if (!Buckets.some(({ Name }) => Name === model)) return [];
  const { CORSRules = [] } = await client.send(new GetBucketCorsCommand({ Bucket: model }));
  const origins = CORSRules.flatMap(({ AllowedOrigins = [] }) => AllowedOrigins);
  return [["bucket", model, `open to browsers at ${origins.length} origins`]];
}

async function repositories(client: ECRClient, model: string): Promise<Thing[]> {
  const { repositories: all = [] } = await client.send(new DescribeRepositoriesCommand({}));
  const found = all.find(({ repositoryName }) => repositoryName === model);
  if (found === undefined) return [];
  const { imageDetails = [] } = await client.send(new DescribeImagesCommand({ repositoryName: model }));
  const tags = imageDetails.flatMap(({ imageTags = [] }) => imageTags);
  return [["repository", found.repositoryUri ?? model, `images: ${tags.join(", ") || "none"}`]];
}

async function functions(client: LambdaClient, model: string): Promise<Thing[]> {
  const { Functions = [] } = await client.send(new ListFunctionsCommand({}));
  return Functions.filter(({ FunctionName }) => FunctionName === model).map(
    ({ MemorySize, Timeout, EphemeralStorage }) =>
      ["function", model, `${MemorySize} MiB, ${Timeout} s, /tmp ${EphemeralStorage?.Size} MiB`] as const,
  );
}

async function logGroups(client: CloudWatchLogsClient, model: string): Promise<Thing[]> {
  const logGroupNamePrefix = `/aws/lambda/${model}`;
  const { logGroups: found = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  return found
    .filter(({ logGroupName }) => logGroupName === logGroupNamePrefix)
    .map(({ retentionInDays }) => ["log", logGroupNamePrefix, `kept for ${retentionInDays} days`] as const);
}

async function stateMachines(client: SFNClient, model: string): Promise<Thing[]> {
  const { stateMachines: found = [] } = await client.send(new ListStateMachinesCommand({}));
  return found
    .filter(({ name }) => name === model)
    .map(({ stateMachineArn }) => ["workflow", model, `${stateMachineArn}`] as const);
}

async function rolesAndPolicies(client: IAMClient, model: string): Promise<Thing[]> {
  const { Roles = [] } = await client.send(new ListRolesCommand({}));
  const { Policies = [] } = await client.send(new ListPoliciesCommand({ Scope: "Local" }));
  const ofModel = (name = "") => name.includes(model);
  return [
    ...Roles.filter(({ RoleName }) => ofModel(RoleName)).map(({ RoleName }) => ["role", `${RoleName}`, ""] as const),
    ...Policies.filter(({ PolicyName }) => ofModel(PolicyName)).map(
      ({ PolicyName, AttachmentCount }) => ["policy", `${PolicyName}`, `on ${AttachmentCount} role`] as const,
    ),
  ];
}
