import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { arnPrefix } from "../shared/arn";
import { given } from "../shared/given";
import { policyDocument, serviceTrust } from "../shared/policy";
import { bucketForFunction, keyDecrypt, logWrite, networkInterfaces } from "./permissions";
import type { RoleSettings } from "./role-schema";
import { roleConfig } from "./roles";

/** What a function's role is made of. */
export interface FunctionRoleParts extends RoleSettings {
  /** The model. */
  readonly name: string;
  readonly retentionDays: number;
  readonly tags: Record<string, string>;
  readonly bucket?: { readonly bucketArn: string; readonly kmsKeyArn?: string };
  /** Of the function's variables and its log. */
  readonly kmsKeyArn?: string;
  readonly isInVpc: boolean;
}

/** A function's role, its log, and what it may do. */
export interface FunctionRole {
  readonly role: IamRole;
  readonly logGroup: CloudwatchLogGroup;
  readonly loggingPolicy: IamPolicy;
  readonly bucketPolicy?: IamRolePolicy;
  readonly vpcPolicy?: IamRolePolicy;
  /** What must be there before the function. */
  readonly before: readonly ITerraformDependable[];
}

/** Makes a function's role and its log below the function: a first call would make a log that is kept for ever. */
export function functionRole(scope: Construct, parts: FunctionRoleParts): FunctionRole {
  const { name, retentionDays: retentionInDays, tags, bucket, kmsKeyArn } = parts;
  const assumeRolePolicy = serviceTrust("lambda.amazonaws.com");
  const role = new IamRole(scope, "Role", { ...roleConfig(parts, `lambda-${name}-role`), assumeRolePolicy });
  const logGroup = new CloudwatchLogGroup(scope, "LogGroup", {
    name: `/aws/lambda/${name}`,
    retentionInDays,
    ...given({ kmsKeyId: kmsKeyArn }),
    tags,
  });
  const loggingPolicy = new IamPolicy(scope, "LoggingPolicy", {
    name: `lambda_logging_${name}`,
    description: "IAM policy for logging from a lambda",
    policy: policyDocument(logWrite(logGroup.arn, arnPrefix(logGroup.arn))),
  });
  const logging = new IamRolePolicyAttachment(scope, "LoggingAttachment", {
    role: role.name,
    policyArn: loggingPolicy.arn,
  });
  const inline = (id: string, policyName: string, statements: Parameters<typeof policyDocument>[0]) =>
    new IamRolePolicy(scope, id, { name: policyName, role: role.name, policy: policyDocument(statements) });
  const bucketPolicy =
    bucket && inline("BucketPolicy", `S3PutGetObject_${name}`, bucketForFunction(bucket.bucketArn, bucket.kmsKeyArn));
  // Lambda makes no function in a VPC whose role may not make network interfaces.
  const vpcPolicy = parts.isInVpc
    ? inline("VpcPolicy", `VpcNetworkInterfaces_${name}`, networkInterfaces())
    : undefined;
  if (kmsKeyArn !== undefined) inline("KeyPolicy", `DecryptWithKey_${name}`, keyDecrypt(kmsKeyArn));
  const before = [logGroup, logging, ...(vpcPolicy === undefined ? [] : [vpcPolicy])];
  return { role, logGroup, loggingPolicy, before, ...given({ bucketPolicy, vpcPolicy }) };
}
