import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { arnPrefix } from "../shared/arn";
import { checkSettings, missing } from "../shared/check-props";
import { grant } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { keepLifecycle } from "../shared/kept-lifecycle";
import { omit } from "../shared/pick";
import { policyDocument, serviceTrust } from "../shared/policy";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { optional } from "../shared/rules";
import { name as nameRule } from "./names";
import { functionInvoke, workflowStartExecution } from "./permissions";
import { readDefinition } from "./read/definition";
import { FIRST_DEFINITION } from "./render/definition";
import { problemsWithinRoles, type RoleSettings, roleRules } from "./role-schema";
import { roleConfig } from "./roles";
import { modelTags } from "./tags";
import { tags } from "./tags-schema";
import { authorizerArn, definition, definitionSecrets, type WorkflowDefinition } from "./workflow-schema";

/** Settings of a {@link ModelWorkflow}. */
export interface ModelWorkflowProps extends ProviderProps, RoleSettings {
  /** The model, which is the state machine's name. */
  readonly name: string;
  /** The function that runs the model's steps: a `ModelFunction`. */
  readonly function: { readonly functionArn: string };
  /**
   * `external`: made with one empty step, then changed by programs outside Terraform. Or a file in Amazon States
   * Language, in which `${FunctionArn}`, `${AuthorizerArn}` and `${ModelName}` stand for this model's.
   *
   * @default "external"
   */
  readonly definition?: WorkflowDefinition;
  /** A function that a step asks whether the caller may run the model. @default - none */
  readonly authorizerArn?: string;
  /** Tags beside `cost:name`. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The state machine that runs a model's steps, of the type STANDARD, with its role.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export class ModelWorkflow extends Construct {
  readonly resource: SfnStateMachine;
  readonly role: IamRole;
  /** What lets it call the function and the authorizer. */
  readonly invokePolicy: IamRolePolicy;
  readonly stateMachineName: string;
  readonly stateMachineArn: string;

  constructor(scope: Construct, id: string, props: ModelWorkflowProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    const held = { name: nameRule, ...optional({ definition, authorizerArn, tags, ...roleRules }) };
    checkSettings(this, omit(props, "function"), held, (known) => [
      ...problemsWithinRoles(known),
      ...missing(props, { function: "a ModelFunction" }),
    ]);
    const { name } = props;
    const assumeRolePolicy = serviceTrust("states.amazonaws.com");
    this.role = new IamRole(this, "Role", { ...roleConfig(props, `sfn-${name}-role`), assumeRolePolicy });
    const authorizer = props.authorizerArn === undefined ? [] : [props.authorizerArn];
    this.invokePolicy = new IamRolePolicy(this, "InvokePolicy", {
      name: `LambdaInvoke-${name}`,
      role: this.role.name,
      policy: policyDocument(functionInvoke([props.function.functionArn, ...authorizer])),
    });
    this.resource = new SfnStateMachine(this, "Resource", {
      name,
      roleArn: this.role.arn,
      ...this.definitionOf(props),
      tags: modelTags(name, props.tags),
      dependsOn: [this.invokePolicy],
    });
    keepLifecycle(this.resource);
    this.stateMachineName = this.resource.name;
    this.stateMachineArn = this.resource.arn;
  }

  /** Lets a role start the model, as the API's role does, and follow and stop what it started. */
  grantStartExecution(grantee: Grantee): void {
    const executions = Fn.join(":", [arnPrefix(this.stateMachineArn), "execution", this.stateMachineName, "*"]);
    const statements = workflowStartExecution(this.stateMachineArn, executions);
    grant(this, { verb: "StartExecution", grantee, resourceName: this.stateMachineName, statements });
  }

  private definitionOf(props: ModelWorkflowProps) {
    const { definition = "external" } = props;
    if (definition === "external") {
      return { definition: FIRST_DEFINITION, lifecycle: { ignoreChanges: ["definition"] } };
    }
    const substitutions = {
      FunctionArn: props.function.functionArn,
      ModelName: props.name,
      ...(props.authorizerArn === undefined ? {} : { AuthorizerArn: props.authorizerArn }),
    };
    const { text, problems: found } = readDefinition(definition.file, substitutions);
    const problems = [...found, ...definitionSecrets(text)];
    if (problems.length > 0) {
      throw new Error(problems.map((problem) => `[${this.node.path}] ${problem}`).join("\n"));
    }
    return { definition: text };
  }
}
