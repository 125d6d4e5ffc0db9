import { arnsOf, bucketWork, OF, stateWork, type WorkPlace, type WorkRight } from "../../shared/render/work-rights";
import type { ModelEnvironment } from "../schema";

const ROLE_WORK = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:GetRole",
  "iam:GetRolePolicy",
  "iam:ListAttachedRolePolicies",
  "iam:ListInstanceProfilesForRole",
  "iam:ListRolePolicies",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
];
const POLICY_WORK = [
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:GetPolicy",
  "iam:GetPolicyVersion",
  "iam:ListEntitiesForPolicy",
  "iam:ListPolicyVersions",
];
const REPOSITORY_WORK = [
  "ecr:CreateRepository",
  "ecr:DeleteRepository",
  "ecr:GetRepositoryPolicy",
  "ecr:ListTagsForResource",
  "ecr:SetRepositoryPolicy",
  "ecr:TagResource",
  "ecr:UntagResource",
];
const IMAGES = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchDeleteImage",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeImages",
  "ecr:DescribeRepositories",
  "ecr:GetDownloadUrlForLayer",
  "ecr:InitiateLayerUpload",
  "ecr:ListImages",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];
const FUNCTION_WORK = [
  "lambda:CreateFunction",
  "lambda:DeleteFunction",
  "lambda:DeleteFunctionConcurrency",
  "lambda:PutFunctionConcurrency",
  "lambda:TagResource",
  "lambda:UntagResource",
  "lambda:UpdateFunctionConfiguration",
];
const FUNCTION_IMAGE = [
  "lambda:GetFunction",
  "lambda:GetFunctionConfiguration",
  "lambda:ListVersionsByFunction",
  "lambda:UpdateFunctionCode",
];
const LOG_WORK = [
  "logs:AssociateKmsKey",
  "logs:CreateLogGroup",
  "logs:DeleteLogGroup",
  "logs:DisassociateKmsKey",
  "logs:PutRetentionPolicy",
  "logs:TagResource",
  "logs:UntagResource",
];
const MACHINE_WORK = [
  "states:CreateStateMachine",
  "states:DeleteStateMachine",
  "states:ListStateMachineVersions",
  "states:TagResource",
  "states:UntagResource",
];
const BUCKET_SETTINGS = ["s3:PutBucketCORS", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"];
const SCENARIOS = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:GetObject",
  "s3:GetObjectVersion",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
];
const SCENARIO_LISTS = [
  "s3:GetBucketVersioning",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
];
const KEY_USE = ["kms:Decrypt", "kms:GenerateDataKey"];
const KEY_WORK = ["kms:CreateGrant", "kms:DescribeKey", "kms:Encrypt"];
/** Lambda looks them up as whoever makes a function in a VPC. */
const VPC = ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"];

/**
 * What work on a model needs. Where AWS asks for a right of no resource, or of a name that is not known before, it is given on all: of
 * functions, logs and machines only those that read.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#configuration-images-permissions
 */
export function modelRights(environment: ModelEnvironment, partition: string): WorkRight[] {
  const { name, region, accountId, backend } = environment;
  const place: WorkPlace = { partition, region, accountId };
  const arn = arnsOf(place);
  const bucket = `arn:${partition}:s3:::${name}`;
  const repository = `${arn("ecr")}repository/${name}`;
  const fn = `${arn("lambda")}function:${name}`;
  const log = `${arn("logs")}log-group:/aws/lambda/${name}`;
  const machine = `${arn("states")}stateMachine:${name}`;
  const executions = `${arn("states")}execution:${name}:*`;
  return [
    ...bucketWork(bucket, BUCKET_SETTINGS),
    { of: OF.deployer, actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"], resources: [`${bucket}/*`] },
    { of: OF.builder, actions: SCENARIOS, resources: [`${bucket}/*`] },
    { of: OF.both, actions: SCENARIO_LISTS, resources: [bucket] },
    { of: OF.builder, actions: ["s3:GetBucketTagging"], resources: [bucket] },
    { of: OF.deployer, actions: REPOSITORY_WORK, resources: [repository] },
    { of: OF.both, actions: IMAGES, resources: [repository] },
    { of: OF.builder, actions: ["ecr:ListTagsForResource"], resources: [repository] },
    { of: OF.deployer, actions: FUNCTION_WORK, resources: [fn] },
    { of: OF.both, actions: FUNCTION_IMAGE, resources: [fn, `${fn}:*`] },
    { of: OF.deployer, actions: LOG_WORK, resources: [log, `${log}:*`] },
    { of: OF.both, actions: ["logs:FilterLogEvents", "logs:ListTagsForResource"], resources: [log, `${log}:*`] },
    { of: OF.deployer, actions: MACHINE_WORK, resources: [machine, `${machine}:*`] },
    {
      of: OF.both,
      actions: ["states:DescribeStateMachine", "states:ListTagsForResource", "states:UpdateStateMachine"],
      resources: [machine],
    },
    { of: OF.builder, actions: ["states:ListExecutions", "states:StartExecution"], resources: [machine] },
    {
      of: OF.builder,
      actions: ["states:DescribeExecution", "states:GetExecutionHistory", "states:StopExecution"],
      resources: [executions],
    },
    { of: OF.both, actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      of: OF.deployer,
      actions: ["lambda:GetAccountSettings", "logs:DescribeLogGroups", "states:ValidateStateMachineDefinition"],
      resources: ["*"],
    },
    ...roleRights(environment, arn("iam")),
    ...keyRights(environment),
    ...(environment.compute.lambda.vpc === undefined ? [] : [{ of: OF.deployer, actions: VPC, resources: ["*"] }]),
    ...stateWork(backend, [name], partition),
  ];
}

function roleRights(environment: ModelEnvironment, iam: string): WorkRight[] {
  const { name, rolePath = "/", roleNamePrefix = "", access } = environment;
  const { rolePrefix = "users-", adminRoleName } = access ?? {};
  const role = (own: string) => `${iam}role${rolePath}${roleNamePrefix}${own}`;
  const [forFunction, forMachine] = [role(`lambda-${name}-role`), role(`sfn-${name}-role`)];
  const users = access === undefined ? [] : [role(`${rolePrefix}${name}`)];
  const policies = [`lambda_logging_${name}`, ...(access === undefined ? [] : [`s3_read_put_${name}`])];
  const pass = (to: string, resource: string): WorkRight => ({
    of: OF.deployer,
    actions: ["iam:PassRole"],
    resources: [resource],
    condition: { StringEquals: { "iam:PassedToService": to } },
  });
  return [
    { of: OF.deployer, actions: ROLE_WORK, resources: [forFunction, forMachine, ...users] },
    { of: OF.deployer, actions: POLICY_WORK, resources: policies.map((each) => `${iam}policy/${each}`) },
    pass("lambda.amazonaws.com", forFunction),
    pass("states.amazonaws.com", forMachine),
    ...(adminRoleName === undefined ? [] : [administratorsWork(iam, adminRoleName)]),
  ];
}

/** An inline policy on a role that exists, whose path a file does not say. */
export function administratorsWork(iam: string, roleName: string): WorkRight {
  const actions = ["iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"];
  return { of: OF.deployer, actions, resources: [`${iam}role/${roleName}`, `${iam}role/*/${roleName}`] };
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html */
function keyRights({ kmsKeyArn }: ModelEnvironment): WorkRight[] {
  if (kmsKeyArn === undefined) return [];
  return [
    { of: OF.both, actions: KEY_USE, resources: [kmsKeyArn] },
    { of: OF.deployer, actions: KEY_WORK, resources: [kmsKeyArn] },
  ];
}
