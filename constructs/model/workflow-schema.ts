import { eitherOf, type Problem, textMatching } from "../shared/rules";
import { secretIn } from "../shared/secret-detector";
import { secretProblem } from "../shared/secret-problems";
import type { SecretCommand } from "../shared/secret-variable";
import { secretCommand } from "../shared/secret-variable-schema";
import * as z from "../shared/zod";
import { arnProblems, type Place } from "./access-schema";

/**
 * Who writes the state machine's definition: `external`, programs outside Terraform, whose text Terraform leaves alone;
 * or a file in Amazon States Language.
 */
export type WorkflowDefinition = "external" | { readonly file: string };

/** Settings of a model's state machine. */
export interface ModelWorkflowSettings {
  /** A file's path begins at the project's folder. @default "external" */
  readonly definition?: WorkflowDefinition;
  /** A function that the first step asks whether the caller may run the model. @default - none */
  readonly authorizerArn?: string;
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
  [z.literal("external"), z.rulesOf<{ readonly file: string }>()({ file: definitionFile })],
  'must be "external" or { file: "…" }',
  "external leaves the definition to programs outside Terraform",
);

/** What is wrong with a definition's text beside what Amazon States Language says; a state machine shows its definition. */
export function definitionSecrets(text: string): string[] {
  return secretProblem("definition.file", secretIn(text), "let the function that needs it ask for it").map(
    ({ path, message }) => `${path} ${message}`,
  );
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
