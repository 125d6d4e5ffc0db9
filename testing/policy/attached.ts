import type { Block } from "../elements";
import { listOf } from "./conditions";
import { blocksOf, documentOf } from "./document-data";

/** What an identity of IAM is. */
export type Kind = "role" | "user" | "group";

/** The policies of an identity. */
export interface Attached {
  readonly documents: readonly unknown[];
  /** ARNs of policies that the stack does not have. */
  readonly elsewhere: readonly string[];
}

/** The blocks of a stack's JSON, by section and type. */
export class Blocks {
  constructor(private readonly json: Block) {}

  /** All resources of a type. */
  all(type: string): Block[] {
    return Object.values(this.section("resource", type));
  }

  /** The block that a text refers to by one attribute, such as `${aws_iam_policy.P.arn}`; nothing for another text. */
  referred(text: string, type: string, attributes: readonly string[], section = "resource"): Block | undefined {
    const [, from, id = "", attribute = ""] = /^\$\{(?:(data)\.)?[\w]+\.([\w-]+)\.(\w+)\}$/.exec(text) ?? [];
    const prefix = section === "data" ? `data.${type}.` : `${type}.`;
    if ((from ?? "resource") !== section || !text.startsWith(`\${${prefix}`)) return undefined;
    return attributes.includes(attribute) ? this.section(section, type)[id] : undefined;
  }

  /** A document: the text itself, or what a data source of the stack writes. */
  document(text: unknown): unknown {
    const data = this.referred(String(text), "aws_iam_policy_document", ["json", "minified_json"], "data");
    return data === undefined ? text : documentOf(data, String(text));
  }

  private section(section: string, type: string): Record<string, Block> {
    return (this.json as Record<string, Record<string, Record<string, Block>>>)[section]?.[type] ?? {};
  }
}

/**
 * The policies of an identity, inline and attached, also those of a user's groups.
 *
 * @param names texts that stand for its name
 * @param own its block, where the stack makes it
 */
export function attachedTo(blocks: Blocks, kind: Kind, names: readonly string[], own: Block): Attached {
  const isOf = (value: unknown) => value !== undefined && listOf(value).some((each) => names.includes(each));
  const inline = [
    ...blocks.all(`aws_iam_${kind}_policy`).filter((block) => isOf(block[kind])),
    ...blocksOf(own.inline_policy).filter(({ policy }) => policy !== undefined),
  ].map(({ policy }) => blocks.document(policy));
  const arns = [
    ...blocks
      .all(`aws_iam_${kind}_policy_attachment`)
      .filter((block) => isOf(block[kind]))
      .map((block) => block.policy_arn),
    ...blocks
      .all("aws_iam_policy_attachment")
      .filter((block) => isOf(block[`${kind}s`]))
      .map((block) => block.policy_arn),
    ...blocks
      .all(`aws_iam_${kind}_policy_attachments_exclusive`)
      .filter((block) => isOf(block[`${kind}_name`]))
      .flatMap((block) => listOf(block.policy_arns)),
    ...(own.managed_policy_arns === undefined ? [] : listOf(own.managed_policy_arns)),
  ].map(String);
  const attached = arns.map((arn) => ({ arn, policy: managed(blocks, arn) }));
  const groups = kind === "user" ? groupsOf(blocks, isOf) : [];
  return {
    documents: [
      ...inline,
      ...attached.filter(({ policy }) => policy !== undefined).map(({ policy }) => policy),
      ...groups.flatMap(({ documents }) => documents),
    ],
    elsewhere: [
      ...attached.filter(({ policy }) => policy === undefined).map(({ arn }) => arn),
      ...groups.flatMap(({ elsewhere }) => elsewhere),
    ],
  };
}

/** The document of a policy that the stack makes; nothing where it does not. */
export function managed(blocks: Blocks, arn: string): unknown {
  const block = blocks.referred(arn, "aws_iam_policy", ["arn", "id"]);
  return block === undefined ? undefined : blocks.document(block.policy);
}

function groupsOf(blocks: Blocks, isOf: (value: unknown) => boolean): Attached[] {
  const memberships = blocks.all("aws_iam_user_group_membership").filter(({ user }) => isOf(user));
  return memberships
    .flatMap(({ groups }) => listOf(groups))
    .map((name) => {
      const own = blocks.referred(name, "aws_iam_group", ["name", "id"]);
      const names = [name, ...(own?.name === undefined ? [] : [String(own.name)])];
      return attachedTo(blocks, "group", names, own ?? {});
    });
}
