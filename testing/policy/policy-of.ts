import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { addressOf, blockOf, isElement, resolverOf } from "../elements";
import type { Template } from "../template";
import { attachedTo, type Bound } from "./attached";
import { Blocks } from "./blocks";
import { type Identity, isOf, type Kind } from "./identity";
import { knownIn } from "./known";
import { Policy } from "./policy";
import { YES } from "./verdict";

/** What is known beside a stack. */
export interface PolicyOptions {
  /**
   * Documents of policies that are attached and that the stack does not make, by ARN: a text of JSON, or its value. Without one whose
   * answer counts, the question is an error that names its ARN.
   *
   * @default - none
   */
  readonly managed?: Readonly<Record<string, unknown>>;
}

/**
 * What a role, a user or a group may do in a stack: its inline policies, those that are attached to it, and its boundary; those of a
 * user's groups too. Of a bucket, its bucket policy. Anything else is an error; `Policy.of` takes any document.
 *
 * @param owner a binding's construct, such as `IamRole`, one of another stack too; or what has a role's `name`, such as `ExistingRole`
 * @example expect(policyOf(template, role).allows("s3:GetObject", `${bucket.arn}/*`)).toBe(true)
 */
export function policyOf(template: Template, owner: IConstruct, options: PolicyOptions = {}): Policy {
  const blocks = new Blocks(template.json);
  const around = { resolve: resolverOf(template.stack), known: knownIn(template.stack, template.json) };
  const identity = ownerOf(template, owner);
  const { own } = identity;
  if (identity.kind === "bucket") {
    const policies = blocks
      .all("aws_s3_bucket_policy")
      .map((each) => ({ is: isOf(blocks, identity, each, "bucket"), policy: each.block.policy }))
      .filter(({ is }) => is.is !== false);
    const inline = own.policy === undefined ? [] : [{ is: YES, policy: own.policy }];
    const bound = [...policies, ...inline].map(({ is, policy }) => ({ is, document: blocks.document(policy) }));
    const policy = Policy.joined(bound, around);
    if (policy.statements.every((each) => "Resource" in each || "NotResource" in each)) return policy;
    throw new Error(
      `[${identity.path}] a bucket's policy must have Resource or NotResource in each statement, got none`,
    );
  }
  const given = options.managed ?? {};
  const known = ({ name = "", document, is }: Bound): Bound =>
    Object.hasOwn(given, name) ? { is, document: given[name] } : { is, name, document };
  const bounds = own.permissions_boundary;
  const bound = (name: string) => ({ is: YES, name, document: blocks.managed(name) });
  const boundary =
    bounds === undefined || bounds === null ? {} : { boundary: Policy.joined([known(bound(String(bounds)))], around) };
  return Policy.joined(attachedTo(blocks, identity).map(known), { ...around, ...boundary });
}

/**
 * Who may assume a role of a stack.
 *
 * @example expect(trustOf(template, role).allows("sts:AssumeRole", { principal: { Service: "lambda.amazonaws.com" } })).toBe(true)
 */
export function trustOf(template: Template, role: IConstruct): Policy {
  const { own } = ownerOf(template, role);
  if (own.assume_role_policy === undefined) {
    throw new Error(
      `${role.node.path} must be a role that ${template.stack.node.path} makes, got no assumeRolePolicy; take the template of its stack`,
    );
  }
  const document = new Blocks(template.json).document(own.assume_role_policy);
  return Policy.joined([{ is: YES, document }], {
    resolve: resolverOf(template.stack),
    known: knownIn(template.stack, template.json),
  });
}

const KINDS: Readonly<Record<string, Kind>> = {
  aws_iam_role: "role",
  aws_iam_user: "user",
  aws_iam_group: "group",
  aws_s3_bucket: "bucket",
};

function ownerOf(template: Template, owner: IConstruct): Identity {
  const resolve = resolverOf(template.stack);
  const parts = owner as Readonly<Partial<Record<"name" | "nameInput" | "id" | "bucket" | "bucketInput", string>>>;
  const { path } = owner.node;
  const texts = (values: readonly unknown[]) =>
    values.filter((each) => each !== undefined).map((each) => String(resolve(each)));
  const stack = TerraformStack.of(owner);
  if (stack !== template.stack && stack.dependsOn(template.stack)) {
    throw new Error(
      `[${path}] must be of ${template.stack.node.path}, got one of ${stack.node.path}, which depends on it; take the template of ${stack.node.path}`,
    );
  }
  if (!isElement(owner)) {
    if (typeof parts.name === "string") return { kind: "role", path, names: texts([parts.name]), own: {} };
    throw new Error(
      `[${owner.node.path}] must be a role, a user, a group or a bucket, got a ${owner.constructor.name}; hand over its resource`,
    );
  }
  const fqn = addressOf(owner) ?? "";
  const [type = ""] = fqn.replace(/^data\./, "").split(".");
  const kind = KINDS[type];
  if (kind === undefined) {
    throw new Error(
      `[${owner.node.path}] must be a role, a user, a group or a bucket, got ${type || "no resource"}; use Policy.of for another document`,
    );
  }
  const isHere = owner.cdktfStack === template.stack;
  const own = isHere ? blockOf(owner, template.json) : {};
  const written =
    kind === "bucket" ? [parts.bucket, parts.bucketInput, own.bucket] : [parts.name, parts.nameInput, own.name];
  const address = isHere && !fqn.startsWith("data.") ? { address: fqn } : {};
  return { kind, path, names: texts([...written, parts.id]), own, ...address };
}
