import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { ECRClient } from "@aws-sdk/client-ecr";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { ModelEnvironment } from "../../constructs/model/schema";
import { lazy } from "../../constructs/shared/lazy";
import { awsCaller } from "../../engine/aws-caller";
import { awsSettings } from "../../engine/aws-settings";
import { namingOperations } from "../../engine/denied";
import type { Project } from "../../engine/project";
import { namedEnvironment } from "../../engine/workspace-named";
import { awsAnswered } from "./aws-answer";

const objects = lazy<typeof import("../../constructs/shared/apply/bucket/objects")>(() =>
  require("../../constructs/shared/apply/bucket/objects"),
);

/** How a {@link DeployedModel} is found. */
export interface DeployedModelOptions {
  /** The variables with the credentials, or with the profile, and with the sandbox's address. @default - this process's */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * A model in its account, for commands that work there without Terraform. Nothing is synthesized, and no state is read: all that is
 * deployed has the model's name.
 */
export class DeployedModel {
  /** What its file exports. */
  readonly settings: ModelEnvironment;
  /** The model, which is its workspace too. */
  readonly name: string;
  /** Its file, from the project's folder, for messages. */
  readonly file: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** The bucket with its scenarios. */
  readonly bucketName: string;
  /** Where its images are. */
  readonly repositoryName: string;
  /** `123456789012.dkr.ecr.ca-central-1.amazonaws.com/quetzal-paris`, without a tag. */
  readonly repositoryUrl: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly logGroupName: string;
  readonly stateMachineName: string;
  readonly stateMachineArn: string;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly open = new Map<string, { destroy(): void }>();

  private constructor(
    file: string,
    settings: ModelEnvironment,
    /** Twelve digits; that of the credentials. */
    readonly account: string,
    /** Whose the credentials are. */
    readonly callerArn: string,
    environment: NodeJS.ProcessEnv,
  ) {
    const { name, region } = settings;
    const [, partition = "aws"] = callerArn.split(":");
    this.settings = settings;
    this.partition = partition;
    this.file = file;
    this.environment = environment;
    this.name = name;
    this.region = region;
    this.bucketName = name;
    this.repositoryName = name;
    const host = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    this.repositoryUrl = `${account}.dkr.ecr.${region}.${host}/${name}`;
    this.functionName = name;
    this.functionArn = `arn:${partition}:lambda:${region}:${account}:function:${name}`;
    this.logGroupName = `/aws/lambda/${name}`;
    this.stateMachineName = name;
    this.stateMachineArn = `arn:${partition}:states:${region}:${account}:stateMachine:${name}`;
  }

  /**
   * The model of a workspace. Credentials of another account than its file names are refused, before anything is asked or changed.
   *
   * @param workspace @default - the only one of the project
   */
  static async of(
    project: Project,
    workspace: string | undefined,
    { environment = process.env }: DeployedModelOptions = {},
  ): Promise<DeployedModel> {
    const workspaces = project.workspaces();
    const settings = namedEnvironment(project, "model", workspace, workspaces);
    const { file } = project.workspace(settings.name, workspaces);
    const { account = "", arn } = await awsAnswered({ what: "the account of your credentials", environment }, () =>
      awsCaller(environment, settings.region),
    );
    if (settings.accountId !== undefined && settings.accountId !== account) {
      throw new Error(
        `${file}: accountId must be the account of your credentials, got "${settings.accountId}" with credentials of ${account}; ` +
          `nothing was changed: use credentials of ${settings.accountId}`,
      );
    }
    return new DeployedModel(file, settings, account, arn, environment);
  }

  async ecr(): Promise<ECRClient> {
    const { ECRClient } = await import("@aws-sdk/client-ecr");
    return this.client("ECR", (settings) => new ECRClient(settings));
  }

  async lambda(): Promise<LambdaClient> {
    const { LambdaClient } = await import("@aws-sdk/client-lambda");
    return this.client("LAMBDA", (settings) => new LambdaClient(settings));
  }

  async sfn(): Promise<SFNClient> {
    const { SFNClient } = await import("@aws-sdk/client-sfn");
    return this.client("SFN", (settings) => new SFNClient(settings));
  }

  async logs(): Promise<CloudWatchLogsClient> {
    const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
    return this.client("CLOUDWATCH_LOGS", (settings) => new CloudWatchLogsClient(settings));
  }

  async s3(): Promise<S3Client> {
    const { region, environment } = this;
    return this.client("S3", (settings) => objects.s3Client({ region }, environment, settings));
  }

  /**
   * Asks AWS about one of the model's resources. A refusal becomes a message: no credentials, a right that is missing, or a resource
   * that is not there, which `slipway deploy` makes.
   *
   * @param what for the message, such as `the function quetzal-paris`
   */
  answered<T>(what: string, work: () => Promise<T>): Promise<T> {
    return awsAnswered({ what, environment: this.environment, deploys: this.name }, work);
  }

  /** Ends its clients' connections. */
  close(): void {
    for (const client of this.open.values()) client.destroy();
  }

  /** One for each service: another one would look for credentials again. */
  private client<T extends { destroy(): void; readonly middlewareStack: unknown }>(
    service: Parameters<typeof awsSettings>[0],
    make: (settings: ReturnType<typeof awsSettings>) => T,
  ): T {
    const client =
      this.open.get(service) ?? namingOperations(make(awsSettings(service, this.environment, this.region)));
    this.open.set(service, client);
    return client as T;
  }
}
