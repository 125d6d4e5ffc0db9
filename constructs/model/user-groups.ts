import { CognitoUserGroup } from "@cdktf/provider-aws/lib/cognito-user-group";
import { CognitoUserInGroup } from "@cdktf/provider-aws/lib/cognito-user-in-group";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { given } from "../shared/given";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { partitionOf } from "../shared/regions";
import { optional, type Problem } from "../shared/rules";
import { accountId, region } from "../shared/schema";
import { AccessRegistryFile } from "./access-registry";
import { modelPolicyName } from "./access-schema";
import { AdminPolicy } from "./admin-policy";
import * as rules from "./groups-schema";
import { registryEntries } from "./registry-entries";

/** Settings of {@link ModelUserGroups}. */
export interface ModelUserGroupsProps
  extends ProviderProps,
    Omit<rules.AccessEnvironment, "kind" | "name" | "backend" | "otherModels"> {}

/**
 * Who may use which models: groups of a Cognito user pool with their roles and users, models' policies on those roles, the
 * administrators' one policy, and the file from which the front end knows who sees what. Pool, users and roles exist.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html
 */
export class ModelUserGroups extends Construct {
  constructor(scope: Construct, id: string, props: ModelUserGroupsProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "aws", props.provider);
    const { provider: _, ...settings } = props;
    const { userPoolId, groups, ...others } = rules.accessRules;
    const each = { region, accountId, userPoolId, groups, ...optional(others) };
    checkSettings(this, settings, each, (known): Problem[] => rules.problemsWithinGroups(known));
    const partition = partitionOf(props.region);
    const space = new Construct(this, "Groups");
    for (const [name, group] of Object.entries(props.groups))
      this.group(new Construct(space, `Group-${name}`), name, group, props);
    const { administrators, registry } = props;
    if (administrators !== undefined) new AdminPolicy(this, "Administrators", { ...administrators, partition });
    if (registry !== undefined) {
      new AccessRegistryFile(this, "Registry", { ...registry, entries: registryEntries(props) });
    }
  }

  private group(space: Construct, name: string, group: rules.UserGroup, props: ModelUserGroupsProps): void {
    const { rolePrefix = rules.USERS_PREFIX, userPoolId, region: here, accountId: account } = props;
    const { roleName = `${rolePrefix}${name}`, precedence, users = [], models = [], origin } = group;
    const iam = `arn:${partitionOf(here)}:iam::${account}`;
    const made = new CognitoUserGroup(space, "Resource", {
      name,
      userPoolId,
      roleArn: `${iam}:role/${roleName}`,
      ...given({ precedence }),
    });
    if (origin === "adopted") made.importFrom(`${userPoolId}/${name}`);
    for (const username of users) {
      new CognitoUserInGroup(space, `User-${username}`, { userPoolId, groupName: made.name, username });
    }
    const role = roleName.slice(roleName.lastIndexOf("/") + 1);
    for (const model of models) {
      const policyArn = `${iam}:policy/${modelPolicyName(model)}`;
      new IamRolePolicyAttachment(space, `Model-${model}`, { role, policyArn });
    }
  }
}
