import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "./check-props";
import { type ProviderProps, useProvider } from "./provider";
import { textMatching } from "./rules";

const name = textMatching(
  /^[\w+=,.@-]{1,64}$/,
  "must be a role's name, 1 to 64 of letters, digits and _+=,.@-",
  "aws iam list-roles prints the names",
);
const arn = textMatching(
  /^arn:aws[\w-]*:iam::\d{12}:role\/([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
  "must be the ARN of a role",
  'for example "arn:aws:iam::123456789012:role/backend"',
);

/**
 * A role of IAM that exists and that another program, or another stack, manages: grants add inline policies to it, and change nothing
 * else. It must be in the account of the provider: the stack's without an alias, unless another is given. Nothing is looked up.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export class ExistingRole extends Construct {
  private constructor(
    scope: Construct,
    id: string,
    /** The role's name, without its path. */
    readonly name: string,
  ) {
    super(scope, id);
  }

  /**
   * By its name, without its path.
   *
   * @param roleName 1 to 64 characters; anything else is refused at synthesis
   */
  static fromName(scope: Construct, id: string, roleName: string, { provider }: ProviderProps = {}): ExistingRole {
    const role = new ExistingRole(scope, id, roleName);
    useProvider(role, "aws", provider);
    checkSettings(role, { name: roleName }, { name });
    return role;
  }

  /**
   * By its ARN.
   *
   * @param roleArn such as `arn:aws:iam::123456789012:role/lab/backend`, or a value that only Terraform knows; anything else is refused at
   * synthesis
   */
  static fromArn(scope: Construct, id: string, roleArn: string, { provider }: ProviderProps = {}): ExistingRole {
    const last = Token.isUnresolved(roleArn)
      ? Token.asString(Fn.element(Fn.reverse(Fn.split("/", roleArn)), 0))
      : roleArn.slice(roleArn.lastIndexOf("/") + 1);
    const role = new ExistingRole(scope, id, last);
    useProvider(role, "aws", provider);
    checkSettings(role, { arn: roleArn }, { arn });
    return role;
  }
}
