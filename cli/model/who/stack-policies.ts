import { partitionOf } from "../../../constructs/shared/regions";
import type { Block } from "../../../testing/block-at";
import { Blocks } from "../../../testing/policy/blocks";

/** A policy on a role, as a stack writes it; without a document, it is made elsewhere. */
export interface RolePolicy {
  readonly name: string;
  readonly document?: string;
}

/** A group of a user pool, as a stack writes it. */
export interface StackGroup {
  readonly name: string;
  /** Of its users, the name without its path. */
  readonly role: string;
  /** The lowest one of a user's groups counts. @default - it comes last */
  readonly precedence?: number;
  readonly users: readonly string[];
}

/** What a synthesized stack of models says about rights. */
export interface StackPolicies {
  /** Policies by the names of roles that signed-in users take on, or that others made. */
  readonly roles: ReadonlyMap<string, readonly RolePolicy[]>;
  /** Attached policies, by the names of the roles: another stack may make them. */
  readonly attached: ReadonlyMap<string, readonly string[]>;
  /** Documents by the names of policies. */
  readonly managed: ReadonlyMap<string, string>;
  readonly groups: readonly StackGroup[];
}

/** Whose roles are not those of functions and workflows. */
const OF_USERS = "cognito-identity.amazonaws.com";

/** Reads the policies out of a stack's JSON. References to the stack's own resources are put in. */
export function stackPolicies(json: Block): StackPolicies {
  const blocks = new Blocks(json);
  const text = (value: unknown) => literal(blocks, String(value));
  const services = blocks
    .all("aws_iam_role")
    .filter(({ block }) => !String(block.assume_role_policy).includes(OF_USERS))
    .map(({ block }) => String(block.name));
  const isOfUsers = (role: string) => !services.includes(role);
  const roles = new Map<string, RolePolicy[]>(
    blocks
      .all("aws_iam_role")
      .flatMap(({ block }) => (isOfUsers(String(block.name)) ? [[String(block.name), []]] : [])),
  );
  for (const { block } of blocks.all("aws_iam_role_policy")) {
    const role = text(block.role);
    if (!isOfUsers(role)) continue;
    roles.set(role, [...(roles.get(role) ?? []), { name: text(block.name), document: text(block.policy) }]);
  }
  const attached = new Map<string, string[]>();
  for (const { block } of blocks.all("aws_iam_role_policy_attachment")) {
    const [role, arn] = [text(block.role), text(block.policy_arn)];
    if (isOfUsers(role)) attached.set(role, [...(attached.get(role) ?? []), lastOf(arn)]);
  }
  const managed = blocks.all("aws_iam_policy").map(({ block }) => [String(block.name), text(block.policy)] as const);
  return { roles, attached, managed: new Map(managed), groups: groupsIn(blocks) };
}

function groupsIn(blocks: Blocks): StackGroup[] {
  const members = blocks.all("aws_cognito_user_in_group").map(({ block }) => block);
  return blocks.all("aws_cognito_user_group").map(({ block }) => ({
    name: String(block.name),
    role: lastOf(String(block.role_arn)),
    ...(typeof block.precedence === "number" && { precedence: block.precedence }),
    users: members
      .filter((each) => literal(blocks, String(each.group_name)) === block.name)
      .map(({ username }) => String(username)),
  }));
}

/** A text in which references to resources of the stack are what Terraform will put there. */
function literal(blocks: Blocks, text: string): string {
  return text.replace(/\$\{[\w-]+\.[\w-]+\.\w+\}/g, (reference) => {
    const found = blocks.reference(reference);
    if (found === undefined) return reference;
    const { type, attribute, block } = found;
    const name = String(block.bucket ?? block.name);
    if (attribute === "arn" && type === "aws_s3_bucket") return `arn:${partitionIn(blocks)}:s3:::${name}`;
    // Policies are told apart by their names.
    if (attribute === "arn" && type === "aws_iam_policy") return `arn:policy/${name}`;
    return ["name", "id", "bucket"].includes(attribute) ? name : reference;
  });
}

function partitionIn({ providers }: Blocks): string {
  return partitionOf(String(providers[0]?.region));
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
