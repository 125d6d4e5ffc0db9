import { allow, deny, type PolicyStatement } from "../shared/policy";

const LIST = ["s3:ListBucket"];
const READ = ["s3:GetObject"];
const READ_WRITE = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];

/** Reads a model's files. */
export function bucketRead(bucketArn: string): PolicyStatement[] {
  return [allow(LIST, [bucketArn]), allow(READ, [`${bucketArn}/*`])];
}

/** Reads, writes and removes a model's files. */
export function bucketReadWrite(bucketArn: string): PolicyStatement[] {
  return [allow(LIST, [bucketArn]), allow(READ_WRITE, [`${bucketArn}/*`])];
}

/** What the model's function may do with the bucket. */
export function bucketForFunction(bucketArn: string): PolicyStatement[] {
  return [allow(["s3:ListAllMyBuckets", "s3:GetBucketLocation"], ["*"]), ...bucketReadWrite(bucketArn)];
}

/**
 * What a model's users may do with the bucket: everything but change the scenario `base`.
 * The back end reads the bucket's name from the second statement and the locked scenario from the third.
 */
export function bucketForUsers(bucketArn: string): PolicyStatement[] {
  return [...bucketReadWrite(bucketArn), deny(["s3:PutObject", "s3:DeleteObject"], [`${bucketArn}/base/*`])];
}

/** Writes to one log group; `accountPrefix` is its ARN up to the account. */
export function logWrite(logGroupArn: string, accountPrefix: string): PolicyStatement[] {
  return [
    allow(["logs:CreateLogGroup"], [`${accountPrefix}:*`]),
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroupArn}:*`]),
  ];
}

/** Calls functions, any version of them, each in two statements of its own. */
export function functionInvoke(functionArns: readonly string[]): PolicyStatement[] {
  return functionArns.flatMap((arn) => [`${arn}:*`, arn]).map((arn) => allow(["lambda:InvokeFunction"], [arn]));
}

/** Gives a function another image: what a deployment outside Terraform does. */
export function functionUpdateImage(functionArn: string): PolicyStatement[] {
  const actions = ["lambda:UpdateFunctionCode", "lambda:GetFunction", "lambda:GetFunctionConfiguration"];
  return [allow(actions, [functionArn])];
}

const SIGN_IN = allow(["ecr:GetAuthorizationToken"], ["*"]);
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"];
const PUSH = ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"];

/** Pulls images. */
export function repositoryPull(repositoryArn: string): PolicyStatement[] {
  return [SIGN_IN, allow(PULL, [repositoryArn])];
}

/** Pulls and pushes images. */
export function repositoryPullPush(repositoryArn: string): PolicyStatement[] {
  return [SIGN_IN, allow([...PULL, ...PUSH], [repositoryArn])];
}

/** Starts a state machine and follows and stops its executions. `executionsArn` matches those. */
export function workflowStartExecution(stateMachineArn: string, executionsArn: string): PolicyStatement[] {
  return [
    allow(["states:StartExecution", "states:ListExecutions", "states:DescribeStateMachine"], [stateMachineArn]),
    allow(["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"], [executionsArn]),
  ];
}
