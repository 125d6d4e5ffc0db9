import { eitherOf, isRecord, listOf, type Problem, partsOf, textMatching } from "../shared/rules";
import type { SecretCommand } from "../shared/secret-variable";
import { secretCommand } from "../shared/secret-variable-schema";
import * as z from "../shared/zod";
import { arnProblems, type Place } from "./access-schema";
import type { WorkflowRight } from "./definition/calls";
import { stepsProblems } from "./steps-schema";
import type { WorkflowStep } from "./workflow-steps";

/**
 * Who writes the state machine's definition: `external`, programs outside Terraform, whose text Terraform leaves alone;
 * a file in Amazon States Language; or the steps themselves, of which the definition is made.
 */
export type WorkflowDefinition = "external" | { readonly file: string } | { readonly steps: readonly WorkflowStep[] };

/** Settings of a model's state machine. */
export interface ModelWorkflowSettings {
  /** A file's path begins at the project's folder. @default "external" */
  readonly definition?: WorkflowDefinition;
  /** A function that the first step asks whether the caller may run the model. @default - none */
  readonly authorizerArn?: string;
  /**
   * What the machine may do beside calling functions that a definition names: the role gets these rights. A definition in a file that
   * needs one which is not here is refused.
   *
   * @default - it calls functions alone
   */
  readonly allow?: readonly WorkflowRight[];
}

/** What an environment file says of a model's state machine. */
export interface WorkflowEnvironment extends ModelWorkflowSettings {
  /**
   * Prints the token that the authorization step asks for, for `slipway model run`. It is in no state.
   *
   * @default - the variable SLIPWAY_MODEL_TOKEN, or none
   */
  readonly token?: SecretCommand;
}

/** The rules of {@link WorkflowEnvironment.token}. */
export const token = secretCommand("tokens/model");

const definitionFile = textMatching(/^[^\0]+$/, "must be a file's path", "it begins at the project's folder");
export const definition = eitherOf(
  [
    z.literal("external"),
    z.rulesOf<{ readonly file: string }>()({ file: definitionFile }),
    // Checked by what is between the settings: an authorizer takes a name.
    z.rulesOf<{ readonly steps: readonly WorkflowStep[] }>()({ steps: z.custom<readonly WorkflowStep[]>(() => true) }),
  ],
  'must be "external", { file: "…" } or { steps: [ … ] }',
  "external leaves the definition to programs outside Terraform",
);

const action = textMatching(/^[a-z0-9-]+:[A-Za-z*]+$/, "must be an action of IAM", 'for example "dynamodb:PutItem"');
const resource = textMatching(/^(\*|arn:[^\s]+)$/, "must be an ARN, or *", 'for example "arn:aws:s3:::other-bucket/*"');
export const allow = listOf(
  z.rulesOf<WorkflowRight>()({ actions: listOf(action, "actions"), resources: listOf(resource, "resources") }),
  "rights",
);

/** What is wrong with the steps of a workflow, if it has any. */
export function definitionProblems({ definition: asked, authorizerArn: authorizer }: ModelWorkflowSettings): Problem[] {
  if (!isRecord(asked) || !("steps" in asked)) return [];
  return stepsProblems(["definition", "steps"], partsOf(asked).steps, authorizer !== undefined);
}

export const authorizerArn = textMatching(
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]{1,64}$/,
  "must be the ARN of a Lambda function without a version",
  "for example arn:aws:lambda:ca-central-1:123456789012:function:api-auth",
);

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html */
export function authorizerProblems(arn: unknown, place: Place): Problem[] {
  const advice = "a state machine calls no function of another region";
  return arnProblems({ path: "authorizerArn", arn, rule: authorizerArn, service: "lambda", advice }, place);
}
