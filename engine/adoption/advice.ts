import type { Change } from "../plan/changes";
import type { StackPlan } from "../plan/stack-plan";

/** What keeps a plan from being nothing but moves, and what would make it equal. */
export interface Obstacle {
  readonly address: string;
  readonly what: "add" | "change" | "replace" | "destroy";
  /** The attributes that differ, as deployed and as the file has it: `memory_size: 8032 -> 4016`. */
  readonly differences: readonly string[];
  readonly advice: string;
}

/** Which setting of the file an attribute comes from. */
const SETTINGS: readonly (readonly [address: RegExp, attribute: RegExp, setting: string])[] = [
  [/^aws_lambda_function\./, /^memory_size\b/, "compute.lambda.memoryMiB"],
  [/^aws_lambda_function\./, /^timeout\b/, "compute.lambda.timeoutSeconds"],
  [/^aws_lambda_function\./, /^ephemeral_storage\b/, "compute.lambda.storageMiB"],
  [/^aws_lambda_function\./, /^image_uri\b/, "image"],
  [/^aws_cloudwatch_log_group\./, /^retention_in_days\b/, "logRetentionDays"],
  [/^aws_sfn_state_machine\./, /^definition\b/, "workflow.definition"],
  [/_Workflow_InvokePolicy_/, /^policy\b/, "workflow.authorizerArn"],
  [/_Bucket_Cors_/, /^/, "corsOrigins"],
  [/_Access_Role_/, /^assume_role_policy\b/, "access.identityPoolId"],
  [/_Access_Role_/, /^(name|id|arn)\b/, "access.rolePrefix"],
  [/_Access_AdminPolicy_/, /^(role|id)\b/, "access.adminRoleName"],
  [/./, /^tags(_all)?\b/, "tags"],
];

/** Which setting makes a resource that the old modules always made. */
const MADE_BY: readonly (readonly [address: RegExp, setting: string])[] = [
  [/_Bucket_Cors_/, "corsOrigins"],
  [/_Access_SharedPolicies_/, "access.sharedPolicies"],
  [/_Access_AdminPolicy_/, "access.adminRoleName"],
  [/_Access_/, "access"],
];

const OLD_PLAN = 'plan it with the old code first, which must say "No changes"';

/** Everything in a plan but moves and outputs. */
export function obstaclesOf({ created, changed, replaced, destroyed, imported, forgotten }: StackPlan): Obstacle[] {
  const all = (what: Obstacle["what"], changes: readonly Change[]) => changes.map((each) => obstacle(what, each));
  return [
    ...all("add", [...created, ...imported]),
    ...all("change", changed),
    ...all("replace", replaced),
    ...all("destroy", [...destroyed, ...forgotten]),
  ];
}

function obstacle(what: Obstacle["what"], { address, differences }: Change): Obstacle {
  const setting = MADE_BY.find(([of]) => of.test(address))?.[1];
  if (what === "add") return { address, what, differences, advice: leaveOut(setting) };
  if (what === "destroy") return { address, what, differences, advice: set(setting) };
  const advice = [...new Set(differences.map((each) => adviceFor(address, each)))].join("; ");
  return { address, what, differences, advice: advice === "" ? OLD_PLAN : advice };
}

function leaveOut(setting: string | undefined): string {
  return setting === undefined ? OLD_PLAN : `leave ${setting} out, or what it has beyond the old modules`;
}

function set(setting: string | undefined): string {
  return setting === undefined ? "it is not one of the older modules'; move it to another state" : `set ${setting}`;
}

function adviceFor(address: string, difference: string): string {
  const setting = SETTINGS.find(([of, attribute]) => of.test(address) && attribute.test(difference))?.[2];
  if (setting === undefined) return OLD_PLAN;
  const before = /^[^:]+: (\S+) -> \S+$/.exec(difference)?.[1];
  if (setting === "image" || setting === "workflow.definition") return `set ${setting} to "external"`;
  if (/^compute|^logRetentionDays/.test(setting) && before !== undefined) return `set ${setting} to ${before}`;
  return `set ${setting} to what is deployed`;
}
