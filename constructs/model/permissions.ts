import { allow, deny, type PolicyStatement } from "../shared/policy";

const LIST = ["s3:ListBucket"];
const READ = ["s3:GetObject"];
const READ_WRITE = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];

const DECRYPT = ["kms:Decrypt"];
const ENCRYPT_DECRYPT = ["kms:Decrypt", "kms:GenerateDataKey"];

/** Uses the key of what is encrypted with one. */
function keyUse(actions: readonly string[], kmsKeyArn: string | undefined): PolicyStatement[] {
  return kmsKeyArn === undefined ? [] : [allow(actions, [kmsKeyArn])];
}

/** Reads what is encrypted with a key. */
export function keyDecrypt(kmsKeyArn: string): PolicyStatement[] {
  return keyUse(DECRYPT, kmsKeyArn);
}

/** Reads a model's files. */
export function bucketRead(bucketArn: string, kmsKeyArn?: string): PolicyStatement[] {
  return [allow(LIST, [bucketArn]), allow(READ, [`${bucketArn}/*`]), ...keyUse(DECRYPT, kmsKeyArn)];
}

/** Reads, writes and removes a model's files. */
export function bucketReadWrite(bucketArn: string, kmsKeyArn?: string): PolicyStatement[] {
  return [allow(LIST, [bucketArn]), allow(READ_WRITE, [`${bucketArn}/*`]), ...keyUse(ENCRYPT_DECRYPT, kmsKeyArn)];
}

/** What the model's function may do with the bucket. */
export function bucketForFunction(bucketArn: string, kmsKeyArn?: string): PolicyStatement[] {
  return [allow(["s3:ListAllMyBuckets", "s3:GetBucketLocation"], ["*"]), ...bucketReadWrite(bucketArn, kmsKeyArn)];
}

/**
 * What a model's users may do with the bucket: everything but change the scenario `base`.
 * The back end reads the bucket's name from the second statement and the locked scenario from the third.
 */
export function bucketForUsers(bucketArn: string, kmsKeyArn?: string): PolicyStatement[] {
  return [
    ...bucketReadWrite(bucketArn),
    deny(["s3:PutObject", "s3:DeleteObject"], [`${bucketArn}/base/*`]),
    ...keyUse(ENCRYPT_DECRYPT, kmsKeyArn),
  ];
}

/**
 * The same of several buckets, in one policy, for administrators. The back end takes lists in the place of one bucket.
 */
export function bucketsForUsers(bucketArns: readonly string[], kmsKeyArns: readonly string[]): PolicyStatement[] {
  return [
    allow(LIST, bucketArns),
    allow(
      READ_WRITE,
      bucketArns.map((arn) => `${arn}/*`),
    ),
    deny(
      ["s3:PutObject", "s3:DeleteObject"],
      bucketArns.map((arn) => `${arn}/base/*`),
    ),
    ...(kmsKeyArns.length === 0 ? [] : [allow(ENCRYPT_DECRYPT, kmsKeyArns)]),
  ];
}

/** Writes to one log group; `accountPrefix` is its ARN up to the account. */
export function logWrite(logGroupArn: string, accountPrefix: string): PolicyStatement[] {
  return [
    allow(["logs:CreateLogGroup"], [`${accountPrefix}:*`]),
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [`${logGroupArn}:*`]),
  ];
}

/**
 * Makes and removes the network interfaces of a function in a VPC. No resource is known before they are made.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export function networkInterfaces(): PolicyStatement[] {
  const actions = [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ];
  return [allow(actions, ["*"])];
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
