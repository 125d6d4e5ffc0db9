import { isOneAccount } from "./account";
import type { Addressed, Blocks } from "./blocks";
import { listOf } from "./conditions";
import { blocksOf } from "./document-data";
import { type Identity, isOf } from "./identity";
import { all, unknown, type Verdict, YES } from "./verdict";

/** A policy, and whether it belongs to who is asked about. */
export interface Bound {
  readonly is: Verdict;
  /** Its document; nothing for a policy that the stack does not have. */
  readonly document?: unknown;
  /** The ARN of a policy, or the name of a group, that the stack may not have. */
  readonly name?: string;
}

/** The policies of an identity, inline and attached, also those of a user's groups. */
export function attachedTo(blocks: Blocks, identity: Identity): Bound[] {
  const { kind, own, path, address = path } = identity;
  const places: unknown[] = [];
  const about = (type: string, attribute: string) => {
    const found = blocks
      .all(type)
      .map((each) => ({ ...each, is: isOf(blocks, identity, each, attribute) }))
      .filter(({ is }) => is.is !== false);
    places.push(...found.map(({ block }) => block.provider));
    return found;
  };
  const inline = about(`aws_iam_${kind}_policy`, kind).map(({ is, block }) => ({ is, policy: block.policy }));
  const written = blocksOf(own, "inline_policy", address).filter(({ policy }) => policy !== undefined);
  const arns = [
    ...about(`aws_iam_${kind}_policy_attachment`, kind).map(({ is, block }) => ({ is, arns: block.policy_arn })),
    ...about("aws_iam_policy_attachment", `${kind}s`).map(({ is, block }) => ({ is, arns: block.policy_arn })),
    ...about(`aws_iam_${kind}_policy_attachments_exclusive`, `${kind}_name`).map(({ is, block }) => ({
      is,
      arns: block.policy_arns,
    })),
    { is: YES, arns: own.managed_policy_arns ?? [] },
  ];
  const bound = [
    ...[...inline, ...written.map(({ policy }) => ({ is: YES, policy }))].map(({ is, policy }) => ({
      is,
      document: blocks.document(policy),
    })),
    ...arns.flatMap(({ is, arns: each }) =>
      listOf(each).map((arn): Bound => ({ is, name: arn, document: blocks.managed(arn) })),
    ),
    ...(kind === "user" ? groupsOf(blocks, about) : []),
  ];
  // What the stack does not make may be in any account that a provider has.
  const account =
    Object.keys(own).length > 0 ? YES : all(places.map((each) => isOneAccount(blocks.providers, each, places[0])));
  return account === YES ? bound : bound.map((each) => ({ ...each, is: all([each.is, oneOf(path, account)]) }));
}

/** In which of several accounts an identity is, nobody says. */
function oneOf(path: string, { why }: Verdict): Verdict {
  return unknown(why[0] ?? `which account ${path} is in: policies of that name are in several`);
}

function groupsOf(
  blocks: Blocks,
  about: (type: string, attribute: string) => (Addressed & { is: Verdict })[],
): Bound[] {
  const memberships = [
    ...about("aws_iam_user_group_membership", "user").map(({ is, block }) => ({ is, groups: block.groups })),
    ...about("aws_iam_group_membership", "users").map(({ is, block }) => ({ is, groups: block.group })),
  ];
  return memberships.flatMap(({ is, groups }) =>
    listOf(groups).flatMap((name) => {
      const found = groupOf(blocks, name);
      const own = found?.block ?? {};
      const names = [name, ...(own.name === undefined ? [] : [String(own.name)])];
      if (found !== undefined) names.push(`\${${found.address}.name}`, `\${${found.address}.id}`);
      const address = found === undefined ? {} : { address: found.address };
      const bound = attachedTo(blocks, { kind: "group", path: `the group ${name}`, names, own, ...address });
      const elsewhere = found === undefined ? [{ is, name }] : [];
      return [...bound.map((each) => ({ ...each, is: all([is, each.is]) })), ...elsewhere];
    }),
  );
}

/** The group that a text names, by reference or by its name; nothing where the stack does not make it. */
function groupOf(blocks: Blocks, text: string): Addressed | undefined {
  const referred = blocks.referred(text, "aws_iam_group", ["name", "id"]);
  return blocks.all("aws_iam_group").find(({ block }) => block === referred || block.name === text);
}

/** What is not known of a policy that the stack does not have. */
export function elsewhere(name: string): Verdict {
  return unknown(`what ${name} allows, which is not in the stack; give its document in managed`);
}
