import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { arnPrefix } from "../shared/arn";
import { checkSettings, missing } from "../shared/check-props";
import { grant } from "../shared/grant";
import type { Grantee } from "../shared/grantee";
import { keepLifecycle } from "../shared/kept-lifecycle";
import { omit } from "../shared/pick";
import { allow as allowed, policyDocument, serviceTrust } from "../shared/policy";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { optional } from "../shared/rules";
import { type Definition, definitionOf } from "./definition/schema";
import { name as nameRule } from "./names";
import { functionInvoke, workflowStartExecution } from "./permissions";
import { FIRST_DEFINITION } from "./render/definition";
import { modelTags } from "./render/tags";
import { problemsWithinRoles, type RoleSettings, roleRules } from "./role-schema";
import { roleConfig } from "./roles";
import { tags } from "./tags-schema";
import { allow, authorizerArn, definition, definitionProblems, type ModelWorkflowSettings } from "./workflow-schema";

/** Settings of a {@link ModelWorkflow}. */
export interface ModelWorkflowProps extends ProviderProps, RoleSettings, ModelWorkflowSettings {
  /** The model, which is the state machine's name. */
  readonly name: string;
  /** The function that runs the model's steps: a `ModelFunction`. A definition is checked against its limit where that is known. */
  readonly function: { readonly functionArn: string; readonly timeoutSeconds?: number };
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
    const held = { name: nameRule, ...optional({ definition, authorizerArn, allow, tags, ...roleRules }) };
    checkSettings(this, omit(props, "function"), held, (known) => [
      ...problemsWithinRoles(known),
      ...definitionProblems(known),
      ...missing(props, { function: "a ModelFunction" }),
    ]);
    const { name } = props;
    const assumeRolePolicy = serviceTrust("states.amazonaws.com");
    this.role = new IamRole(this, "Role", { ...roleConfig(props, `sfn-${name}-role`), assumeRolePolicy });
    const own = this.ownDefinition(props);
    this.invokePolicy = new IamRolePolicy(this, "InvokePolicy", {
      name: `LambdaInvoke-${name}`,
      role: this.role.name,
      policy: policyDocument(this.rights(props, own?.functions ?? [])),
    });
    this.resource = new SfnStateMachine(this, "Resource", {
      name,
      roleArn: this.role.arn,
      ...(own === undefined
        ? { definition: FIRST_DEFINITION, lifecycle: { ignoreChanges: ["definition"] } }
        : { definition: own.text }),
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

  /** The definition that is written here; none where it is external. */
  private ownDefinition(props: ModelWorkflowProps): Definition | undefined {
    const { definition: asked = "external", function: called, name, authorizerArn: authorizer, allow: rights } = props;
    if (asked === "external") return undefined;
    const { functionArn, timeoutSeconds } = called;
    const found = definitionOf(asked, {
      ...{ name, functionArn, isManaged: true, partition: partitionOf(functionArn) },
      ...{ functionTimeoutSeconds: timeoutSeconds, authorizerArn: authorizer, allow: rights },
    });
    if (found.problems.length > 0) {
      throw new Error(found.problems.map((problem) => `[${this.node.path}] ${problem}`).join("\n"));
    }
    return found;
  }

  private rights(
    { function: called, authorizerArn: authorizer, allow: rights = [] }: ModelWorkflowProps,
    others: readonly string[],
  ) {
    // A function by its name alone is one of the same account and region.
    const arnOf = (name: string) =>
      name.startsWith("arn:")
        ? name
        : Fn.join(":", [arnPrefix(called.functionArn), "function", name.replace(/^.*:function:/, "")]);
    const own = [called.functionArn, ...(authorizer === undefined ? [] : [authorizer])];
    return [
      ...functionInvoke([...own, ...others.map(arnOf)]),
      ...rights.map(({ actions, resources }) => allowed(actions, resources)),
    ];
  }
}

/** `aws`, or that of China or of the US government. */
function partitionOf(arn: string): string {
  return Token.isUnresolved(arn) ? Fn.element(Fn.split(":", arn), 1) : (arn.split(":")[1] ?? "aws");
}
