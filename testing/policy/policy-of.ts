import type { IConstruct } from "constructs";
import { addressOf, type Block, blockOf, isElement, resolverOf } from "../elements";
import type { Template } from "../template";
import { attachedTo, Blocks, type Kind, managed } from "./attached";
import { Policy } from "./policy";

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

/** What a policy belongs to: a construct of a role, a user, a group or a bucket, one of another stack too. */
interface Owner {
  readonly kind: Kind | "bucket";
  /** Texts that stand for it in the stack. */
  readonly names: readonly string[];
  /** Its block, where the stack makes it. */
  readonly own: Block;
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
  const resolve = resolverOf(template.stack);
  const { kind, names, own } = ownerOf(template, owner);
  if (kind === "bucket") {
    const policies = blocks.all("aws_s3_bucket_policy").filter(({ bucket }) => names.includes(String(bucket)));
    const inline = own.policy === undefined ? [] : [own.policy];
    const documents = [...policies.map(({ policy }) => policy), ...inline].map((each) => blocks.document(each));
    return Policy.joined(documents, { resolve });
  }
  const { documents, elsewhere } = attachedTo(blocks, kind, names, own);
  const given = options.managed ?? {};
  const isGiven = (arn: string) => arn in given;
  const bound = own.permissions_boundary === undefined ? undefined : String(own.permissions_boundary);
  return Policy.joined([...documents, ...elsewhere.filter(isGiven).map((arn) => given[arn])], {
    resolve,
    elsewhere: elsewhere.filter((arn) => !isGiven(arn)),
    ...(bound === undefined ? {} : { boundary: boundary(blocks, bound, given) }),
  });
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
  return Policy.joined([document], { resolve: resolverOf(template.stack) });
}

function boundary(blocks: Blocks, arn: string, given: Readonly<Record<string, unknown>>): Policy {
  const document = arn in given ? given[arn] : managed(blocks, arn);
  return document === undefined ? Policy.joined([], { elsewhere: [arn] }) : Policy.joined([document], {});
}

const KINDS: Readonly<Record<string, Owner["kind"]>> = {
  aws_iam_role: "role",
  aws_iam_user: "user",
  aws_iam_group: "group",
  aws_s3_bucket: "bucket",
};

function ownerOf(template: Template, owner: IConstruct): Owner {
  const resolve = resolverOf(template.stack);
  const parts = owner as { readonly name?: string; readonly id?: string; readonly bucket?: string };
  const texts = (values: readonly unknown[]) =>
    values.filter((each) => each !== undefined).map((each) => String(resolve(each)));
  if (!isElement(owner)) {
    if (typeof parts.name === "string") return { kind: "role", names: texts([parts.name]), own: {} };
    throw new Error(
      `[${owner.node.path}] must be a role, a user, a group or a bucket, got a ${owner.constructor.name}; hand over its resource`,
    );
  }
  const [type = ""] = (addressOf(owner) ?? "").replace(/^data\./, "").split(".");
  const kind = KINDS[type];
  if (kind === undefined) {
    throw new Error(
      `[${owner.node.path}] must be a role, a user, a group or a bucket, got ${type || "no resource"}; use Policy.of for another document`,
    );
  }
  const own = owner.cdktfStack === template.stack ? blockOf(owner, template.json) : {};
  const written = kind === "bucket" ? own.bucket : own.name;
  return { kind, names: texts([kind === "bucket" ? parts.bucket : parts.name, parts.id, written]), own };
}
