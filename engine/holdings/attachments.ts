import type { PulledResource } from "../pulled-state";

/** Who has rights in IAM. */
export type Principal = "role" | "user" | "group";

/** What belongs to a principal: a managed policy by its ARN, or what has a name of its own. */
export type Belonging = "policy" | "inline policy" | "instance profile";

/** What the resources of a state attach to roles, users and groups: what else is attached, somebody else has attached. */
export class Attachments {
  private readonly all: ReadonlySet<string>;

  constructor(resources: readonly PulledResource[]) {
    this.all = new Set(resources.flatMap(attachedBy));
  }

  has(principal: Principal, name: string, belonging: Belonging, its: string): boolean {
    return this.all.has(key(principal, name, belonging, its));
  }
}

/** `3 attachments that this workspace did not make (policy ReadOnlyAccess, …)`. */
export function attachmentsText(names: readonly string[]): string {
  const count = `${names.length} attachment${names.length === 1 ? "" : "s"}`;
  return `${count} that this workspace did not make (${names.join(", ")})`;
}

/** Neither names nor ARNs have blanks. */
function key(...words: readonly string[]): string {
  return words.join(" ");
}

function attachedBy({ type, attributes }: PulledResource): string[] {
  const { policy_arn: policy, name } = attributes;
  const listed = (value: unknown) => (Array.isArray(value) ? value : []).map(String);
  const on = (principal: Principal, belonging: Belonging, its: unknown) =>
    key(principal, String(attributes[principal]), belonging, String(its));
  switch (type) {
    case "aws_iam_role_policy_attachment":
      return [on("role", "policy", policy)];
    case "aws_iam_user_policy_attachment":
      return [on("user", "policy", policy)];
    case "aws_iam_group_policy_attachment":
      return [on("group", "policy", policy)];
    case "aws_iam_policy_attachment":
      return (["role", "user", "group"] as const).flatMap((principal) =>
        listed(attributes[`${principal}s`]).map((each) => key(principal, each, "policy", String(policy))),
      );
    case "aws_iam_role_policy":
      return [on("role", "inline policy", name)];
    case "aws_iam_instance_profile":
      return [on("role", "instance profile", name)];
    default:
      return [];
  }
}
