import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type AccessEnvironment, adoptedStack, Model, type ModelEnvironment } from "../constructs/model";
import { stackAwsProvider } from "../constructs/shared/aws-provider";
import { stackBackend } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { consoleOf } from "../constructs/shared/console";
import { given } from "../constructs/shared/given";
import { omit, pick } from "../constructs/shared/pick";
import type { StackMaker } from "../constructs/shared/stack-maker";
import { stackOutput } from "../constructs/shared/stack-output";
import { checkWorkspaceName } from "../constructs/shared/workspace-name";
import { ModelAccessStack } from "./model-stack-access";

/** Settings of a {@link ModelStack}. */
export interface ModelStackProps {
  readonly environment: ModelEnvironment;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** One model's workspace: backend, provider, the model, and where to find it. The id is the workspace's name. */
export class ModelStack extends TerraformStack {
  readonly model: Model;
  private readonly isAdopted: boolean;

  constructor(scope: Construct, workspace: string, { environment, stateFolder }: ModelStackProps) {
    super(scope, workspace);
    markLoaded(this);
    const { name, region, accountId, backend, compute, workflow, adopt } = environment;
    checkWorkspaceName(workspace, name);
    stackBackend(this, { workspace, stateFolder, ...given({ backend }) });
    stackAwsProvider(this, { region, ...given({ accountId }) });
    const { profile, image, corsOrigins, access, logRetentionDays, tags, lifecycleRules, kmsKeyArn } = environment;
    const roles = pick(environment, "permissionsBoundaryArn", "rolePath", "roleNamePrefix");
    this.model = new Model(this, "Model", {
      name,
      profile,
      ...compute.lambda,
      ...roles,
      ...(kmsKeyArn !== undefined && { kmsKey: { arn: kmsKeyArn } }),
      ...given({
        image,
        corsOrigins,
        lifecycleRules,
        access,
        logRetentionDays,
        tags,
        ...omit(workflow ?? {}, "token"),
      }),
    });
    this.outputs(region);
    this.isAdopted = adopt !== undefined;
  }

  /** Commands rehearse an adoption by the same function. */
  override toTerraform(): object {
    const json = super.toTerraform() as object;
    return this.isAdopted ? adoptedStack(json) : json;
  }

  private outputs(region: string): void {
    const { bucket, repository, function: fn, workflow } = this.model;
    const home = consoleOf(region);
    const log = encodeURIComponent(encodeURIComponent(fn.logGroupName)).replaceAll("%", "$");
    stackOutput(this, "bucket", "The model's scenarios", bucket.bucketName);
    stackOutput(this, "repository_url", "Where the model's images are pushed", repository.repositoryUrl);
    stackOutput(this, "function", "The function that runs the model", fn.functionName);
    stackOutput(this, "state_machine_arn", "The workflow that starts the model", workflow.stateMachineArn);
    if (home === undefined) return;
    stackOutput(this, "console", "The model in the AWS console", {
      bucket: `${home}/s3/buckets/${bucket.bucketName}?region=${region}`,
      function: `${home}/lambda/home?region=${region}#/functions/${fn.functionName}`,
      log: `${home}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${log}`,
      workflow: `${home}/states/home?region=${region}#/statemachines/view/${workflow.stateMachineArn}`,
    });
  }
}

/** The stack of a model, or of those who may use models. */
export const stacks: StackMaker<ModelEnvironment | AccessEnvironment> = (scope, found, stateFolder) => {
  const { workspace, environment } = found;
  if ("kind" in environment) return [new ModelAccessStack(scope, workspace, { environment, stateFolder })];
  return [new ModelStack(scope, workspace, { environment, stateFolder })];
};
