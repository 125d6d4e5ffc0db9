import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import * as ecr from "@aws-sdk/client-ecr";
import * as iam from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as sfn from "@aws-sdk/client-sfn";

/** How an SDK client reaches an account. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Reads a model's resources back from the services they live in. */
export class Account {
  readonly s3: s3.S3Client;
  readonly ecr: ecr.ECRClient;
  readonly iam: iam.IAMClient;
  readonly lambda: lambda.LambdaClient;
  readonly sfn: sfn.SFNClient;
  readonly logs: CloudWatchLogsClient;

  constructor(settings: ClientSettings) {
    this.s3 = new s3.S3Client({ ...settings, forcePathStyle: true });
    this.ecr = new ecr.ECRClient(settings);
    this.iam = new iam.IAMClient(settings);
    this.lambda = new lambda.LambdaClient(settings);
    this.sfn = new sfn.SFNClient(settings);
    this.logs = new CloudWatchLogsClient(settings);
  }

  /** Names of a log's streams. */
  async logStreams(logGroupName: string): Promise<string[]> {
    const { logStreams = [] } = await this.logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    return logStreams.map(({ logStreamName = "" }) => logStreamName);
  }

  async bucket(Bucket: string) {
    const { TagSet = [] } = await this.s3.send(new s3.GetBucketTaggingCommand({ Bucket }));
    const { CORSRules = [] } = await this.s3.send(new s3.GetBucketCorsCommand({ Bucket }));
    // The provider sends each of these lists in an order of its own.
    const cors = CORSRules.map((rule) =>
      Object.fromEntries(
        Object.entries(rule).map(([key, value]) => [key, Array.isArray(value) ? value.sort() : value]),
      ),
    );
    return { tags: tagsOf(TagSet), cors };
  }

  async repository(name: string) {
    const found = await this.ecr.send(new ecr.DescribeRepositoriesCommand({ repositoryNames: [name] }));
    const { imageDetails = [] } = await this.ecr.send(new ecr.DescribeImagesCommand({ repositoryName: name }));
    const [repository] = found.repositories ?? [];
    const { repositoryArn: resourceArn } = repository ?? {};
    const { tags = [] } = await this.ecr.send(new ecr.ListTagsForResourceCommand({ resourceArn }));
    return {
      uri: repository?.repositoryUri,
      mutability: repository?.imageTagMutability,
      scanOnPush: repository?.imageScanningConfiguration?.scanOnPush,
      encryption: repository?.encryptionConfiguration?.encryptionType,
      tags: tagsOf(tags),
      images: imageDetails.map(({ imageTags = [] }) => imageTags),
    };
  }

  async function(FunctionName: string) {
    const found = await this.lambda.send(new lambda.GetFunctionCommand({ FunctionName }));
    const { Role, PackageType, Architectures, MemorySize, Timeout, EphemeralStorage, Environment } =
      found.Configuration ?? {};
    return {
      role: Role,
      packageType: PackageType,
      architectures: Architectures,
      memory: MemorySize,
      timeout: Timeout,
      storage: EphemeralStorage?.Size,
      variables: Environment?.Variables,
      image: found.Code?.ImageUri,
      tags: found.Tags,
    };
  }

  async logGroup(name: string) {
    const { logGroups = [] } = await this.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    const resourceArn = group?.arn?.replace(/:\*$/, "");
    const { tags } = await this.logs.send(new ListTagsForResourceCommand({ resourceArn }));
    return { days: group?.retentionInDays, tags };
  }

  async stateMachine(name: string) {
    const { stateMachines = [] } = await this.sfn.send(new sfn.ListStateMachinesCommand({}));
    const stateMachineArn = stateMachines.find((each) => each.name === name)?.stateMachineArn;
    const found = await this.sfn.send(new sfn.DescribeStateMachineCommand({ stateMachineArn }));
    const { tags = [] } = await this.sfn.send(new sfn.ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    return {
      arn: stateMachineArn,
      type: found.type,
      role: found.roleArn,
      definition: JSON.parse(found.definition ?? "null") as unknown,
      tags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    };
  }

  /** A role: its trust, its inline policies, and the managed ones by their names. */
  async role(RoleName: string) {
    const { Role } = await this.iam.send(new iam.GetRoleCommand({ RoleName }));
    const { PolicyNames = [] } = await this.iam.send(new iam.ListRolePoliciesCommand({ RoleName }));
    const { AttachedPolicies = [] } = await this.iam.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
    const inline: Record<string, unknown> = {};
    for (const PolicyName of PolicyNames) {
      const policy = await this.iam.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName }));
      inline[PolicyName] = documentOf(policy.PolicyDocument);
    }
    const attached = AttachedPolicies.map(({ PolicyName }) => PolicyName).sort();
    return { trust: documentOf(Role?.AssumeRolePolicyDocument), inline, attached, tags: Role?.Tags ?? [] };
  }

  async policy(PolicyArn: string) {
    const { Policy } = await this.iam.send(new iam.GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await this.iam.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return {
      description: Policy?.Description,
      document: documentOf(PolicyVersion?.Document),
      tags: Policy?.Tags ?? [],
    };
  }
}

function documentOf(text = "null"): unknown {
  return JSON.parse(decodeURIComponent(text));
}

function tagsOf(tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]) {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
