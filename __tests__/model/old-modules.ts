import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { programHere } from "../../engine/program";
import type { DeployedProject } from "../support/deployed";

/** How the old code of a model is written. */
export interface OldCode {
  readonly generation: 1 | 2;
  /** Terraform's own words: `backend "local" { … }`. */
  readonly backend: string;
}

const BUCKET = `
variable "name" {}
variable "tags" {}
resource "aws_s3_bucket" "storage" {
  bucket = var.name
  tags   = var.tags
}
resource "aws_s3_bucket_cors_configuration" "storage" {
  bucket = aws_s3_bucket.storage.id
  cors_rule {
    allowed_headers = ["*"]
    allowed_methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
    allowed_origins = ["http://localhost:8081", "https://localhost:8081", "https://systragroup.github.io"]
    expose_headers = ["x-amz-server-side-encryption", "x-amz-meta-user_email", "x-amz-meta-checksum",
      "Access-Control-Allow-Origin", "x-amz-request-id", "x-amz-id-2", "ETag"]
    max_age_seconds = 3000
  }
}
`;

const REPOSITORY = `
variable "name" {}
variable "tags" {}
resource "aws_ecr_repository" "repository" {
  name                 = var.name
  image_tag_mutability = "MUTABLE"
  image_scanning_configuration {
    scan_on_push = false
  }
  encryption_configuration {
    encryption_type = "AES256"
  }
  tags = var.tags
}
output "url" { value = aws_ecr_repository.repository.repository_url }
`;

const FUNCTION = `
variable "name" {}
variable "tags" {}
variable "image" {}
variable "memory_size" {}
variable "time_limit" {}
variable "storage_size" {}
data "aws_caller_identity" "current" {}
resource "aws_iam_role" "iam_for_lambda" {
  name = "lambda-\${var.name}-role"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_cloudwatch_log_group" "log_group" {
  name              = "/aws/lambda/\${var.name}"
  retention_in_days = 14
  tags              = var.tags
}
resource "aws_iam_policy" "lambda_logging" {
  name        = "lambda_logging_\${var.name}"
  description = "IAM policy for logging from a lambda"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "logs:CreateLogGroup", Resource = "arn:aws:logs:ca-central-1:\${data.aws_caller_identity.current.account_id}:*" },
    { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "\${aws_cloudwatch_log_group.log_group.arn}:*" }] })
}
resource "aws_iam_role_policy_attachment" "lambda_logs" {
  role       = aws_iam_role.iam_for_lambda.name
  policy_arn = aws_iam_policy.lambda_logging.arn
}
resource "aws_iam_role_policy" "s3_policy" {
  name = "S3PutGetObject_\${var.name}"
  role = aws_iam_role.iam_for_lambda.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["s3:ListAllMyBuckets", "s3:GetBucketLocation"], Resource = "*" },
    { Effect = "Allow", Action = "s3:ListBucket", Resource = "arn:aws:s3:::\${var.name}" },
    { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = "arn:aws:s3:::\${var.name}/*" }] })
}
resource "aws_lambda_function" "test_lambda" {
  function_name = var.name
  role          = aws_iam_role.iam_for_lambda.arn
  package_type  = "Image"
  architectures = ["x86_64"]
  image_uri     = var.image
  memory_size   = var.memory_size
  timeout       = var.time_limit
  ephemeral_storage {
    size = var.storage_size
  }
  environment {
    variables = { BUCKET_NAME = var.name }
  }
  tags       = var.tags
  depends_on = [aws_iam_role_policy_attachment.lambda_logs, aws_cloudwatch_log_group.log_group]
}
output "arn" { value = aws_lambda_function.test_lambda.arn }
`;

const WORKFLOW = `
variable "name" {}
variable "tags" {}
variable "function" {}
resource "aws_iam_role" "iam_for_sfn" {
  name = "sfn-\${var.name}-role"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Principal = { Service = "states.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "s3_policy" {
  name = "LambdaInvoke-\${var.name}"
  role = aws_iam_role.iam_for_sfn.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    for arn in ["\${var.function}:*", var.function,
      "arn:aws:lambda:ca-central-1:142023388927:function:quetzal-api-auth:*",
      "arn:aws:lambda:ca-central-1:142023388927:function:quetzal-api-auth"] :
    { Effect = "Allow", Action = "lambda:InvokeFunction", Resource = arn }] })
}
resource "aws_sfn_state_machine" "sfn_state_machine" {
  name       = var.name
  role_arn   = aws_iam_role.iam_for_sfn.arn
  definition = jsonencode({ StartAt = "Hello", States = { Hello = { Type = "Pass", End = true } } })
  tags       = var.tags
  lifecycle {
    ignore_changes = [definition]
  }
}
`;

const USERS = `
variable "name" {}
locals {
  bucket = "arn:aws:s3:::\${var.name}"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "s3:ListBucket", Resource = local.bucket },
    { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = "\${local.bucket}/*" },
    { Effect = "Deny", Action = ["s3:PutObject", "s3:DeleteObject"], Resource = "\${local.bucket}/base/*" }] })
}
data "aws_iam_policy" "config" { name = "s3_read_quetzal_config" }
resource "aws_iam_role" "iam_for_user" {
  name = "Cognito_quetzal_pool_\${var.name}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Principal = { Federated = "cognito-identity.amazonaws.com" }
    Action    = "sts:AssumeRoleWithWebIdentity"
    Condition = {
      "ForAnyValue:StringEquals" = { "cognito-identity.amazonaws.com:aud" = "ca-central-1:b6298c0d-1089-4287-8770-4e9803847671" }
      "ForAnyValue:StringLike"   = { "cognito-identity.amazonaws.com:amr" = "authenticated" }
    } }] })
}
resource "aws_iam_policy" "user_s3_policy" {
  name        = "s3_read_put_\${var.name}"
  description = "IAM policy to access a model S3 bucket"
  policy      = local.policy
}
resource "aws_iam_role_policy_attachment" "user_s3_policy" {
  role       = aws_iam_role.iam_for_user.name
  policy_arn = aws_iam_policy.user_s3_policy.arn
}
resource "aws_iam_role_policy_attachment" "user_config_policy" {
  role       = aws_iam_role.iam_for_user.name
  policy_arn = data.aws_iam_policy.config.arn
}
resource "aws_iam_role_policy" "s3_policy" {
  name   = "inline_s3_read_put_\${var.name}"
  role   = "Cognito_quetzal_pool_admin"
  policy = local.policy
}
`;

function main({ generation, backend }: OldCode): string {
  const [count, at] = generation === 2 ? ["count = var.lambda_memory_size == 0 ? 0 : 1", "[0]"] : ["", ""];
  return `
terraform {
  ${backend}
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "quetzal_model_name" {}
variable "lambda_memory_size" { default = 4016 }
variable "lambda_time_limit" { default = 300 }
variable "lambda_storage_size" { default = 4016 }
locals { tags = { "cost:project" = "quetzal", "cost:name" = var.quetzal_model_name } }
provider "aws" { region = "ca-central-1" }
module "s3" {
  source = "./s3"
  name   = var.quetzal_model_name
  tags   = local.tags
}
module "ecr" {
  source = "./ecr"
  name   = var.quetzal_model_name
  tags   = local.tags
}
module "lambda" {
  ${count}
  source       = "./lambda"
  name         = var.quetzal_model_name
  tags         = local.tags
  image        = "\${module.ecr.url}:DUMMY"
  memory_size  = var.lambda_memory_size
  time_limit   = var.lambda_time_limit
  storage_size = var.lambda_storage_size
}
module "step_function" {
  ${count}
  source   = "./step_function"
  name     = var.quetzal_model_name
  tags     = local.tags
  function = module.lambda${at}.arn
}
module "user_role" {
  source = "./user_role"
  name   = var.quetzal_model_name
}
`;
}

/** What models were deployed with before: modules with the addresses of the older ones, and one Terraform workspace for each model. */
export class OldModels {
  /** @param folder in the project, where the code is */
  constructor(
    private readonly deployed: DeployedProject,
    private readonly folder: string,
    code: OldCode,
  ) {
    const files = {
      "main.tf": main(code),
      "s3/main.tf": BUCKET,
      "ecr/main.tf": REPOSITORY,
      "lambda/main.tf": FUNCTION,
      "step_function/main.tf": WORKFLOW,
      "user_role/main.tf": USERS,
    };
    for (const [path, text] of Object.entries(files)) deployed.project.write(`${folder}/${path}`, text);
  }

  init(): void {
    this.succeed("init", "-input=false", "-no-color");
  }

  /** @param push gets an image into the model's repository, as the old code's script did */
  async deploy(model: string, push: () => Promise<unknown>, ...settings: readonly string[]): Promise<void> {
    this.succeed("workspace", "new", model);
    const apply = ["apply", "-auto-approve", "-input=false", "-no-color", ...variables(model, settings)];
    await this.beside(model, ...apply, "-target=module.ecr");
    await push();
    await this.beside(model, ...apply);
  }

  plan(model: string, ...settings: readonly string[]) {
    this.succeed("workspace", "select", model);
    const args = ["plan", "-detailed-exitcode", "-input=false", "-no-color", ...variables(model, settings)];
    const { status, stdout, stderr } = this.deployed.run(programHere().command, args, this.folder);
    return { code: status, text: `${stdout}${stderr}` };
  }

  private succeed(...args: readonly string[]): void {
    const { status, stdout, stderr } = this.deployed.run(programHere().command, args, this.folder);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")}\n${stdout}${stderr}`);
  }

  /** In a workspace, while others are deployed: it waits for AWS most of the time. */
  private async beside(model: string, ...args: readonly string[]): Promise<void> {
    const cwd = join(this.deployed.project.folder, this.folder);
    await promisify(execFile)(programHere().command, args, {
      cwd,
      env: { ...this.deployed.environment, TF_WORKSPACE: model },
    });
  }
}

function variables(model: string, settings: readonly string[]): string[] {
  return [`quetzal_model_name=${model}`, ...settings].map((each) => `-var=${each}`);
}
