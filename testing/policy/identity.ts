import type { Block } from "../block-at";
import { isOneAccount } from "./account";
import type { Addressed, Blocks } from "./blocks";
import { listOf } from "./conditions";
import { matchesText } from "./text";
import { all, any, NO, unknown, type Verdict, YES } from "./verdict";

/** What a policy may belong to. */
export type Kind = "role" | "user" | "group" | "bucket";

/** A role, a user, a group or a bucket. */
export interface Identity {
  readonly kind: Kind;
  /** How messages name it. */
  readonly path: string;
  /** Texts that stand for it in the stack. */
  readonly names: readonly string[];
  /** Its block, where the stack makes it. */
  readonly own: Block;
  /** Its address, where the stack makes it. */
  readonly address?: string;
}

/**
 * Whether a block is there, and names an identity by an attribute: unknown where only Terraform knows it.
 *
 * @param attribute one name, or a list of names
 */
export function isOf(blocks: Blocks, identity: Identity, { address, block }: Addressed, attribute: string): Verdict {
  const value = block[attribute];
  if (value === undefined || value === null) return NO;
  const named = any(
    listOf(value).map((text) => {
      const is = isNamed(blocks, identity, text);
      return is.is === undefined
        ? unknown(`whether ${address} is about ${identity.path}, got ${attribute} ${text}`)
        : is;
    }),
  );
  // Names of buckets are those of the whole world.
  const isHere = Object.keys(identity.own).length > 0;
  const account =
    identity.kind !== "bucket" && isHere ? isOneAccount(blocks.providers, block.provider, identity.own.provider) : YES;
  return all([named, isThere(address, block), account]);
}

/** Whether a block makes a resource: not by a count of 0. */
function isThere(address: string, { count, for_each }: Block): Verdict {
  if (for_each !== undefined) return unknown(`how many ${address} there are, got a for_each`);
  if (count === undefined) return YES;
  if (/^\d+$/.test(String(count))) return Number(count) === 0 ? NO : YES;
  return unknown(`how many ${address} there are, got count ${String(count)}`);
}

function isNamed(blocks: Blocks, { kind, names, own, address }: Identity, text: string): Verdict {
  if (names.includes(text)) return YES;
  const type = kind === "bucket" ? "aws_s3_bucket" : `aws_iam_${kind}`;
  const [, other] = /^\$\{([\w-]+\.[\w-]+)[.[]/.exec(text) ?? [];
  // Two resources of one type are two roles.
  if (address !== undefined && other !== undefined && other !== address && other.startsWith(`${type}.`)) return NO;
  const name = literalName(blocks, text, type);
  const mine = names.find((each) => !each.includes("${"));
  if (mine !== undefined) return matchesText(name, mine, { wildcards: false });
  const prefix = generatedPrefix(own, kind);
  return prefix === undefined || name.includes("${") || name.startsWith(prefix) ? unknown("") : NO;
}

/** A name that a stack writes, where a text refers to it. */
function literalName(blocks: Blocks, text: string, type: string): string {
  const found = blocks.reference(text);
  const isName = found !== undefined && found.type.replace("data.", "") === type;
  const attribute = type === "aws_s3_bucket" ? "bucket" : "name";
  const name = isName && ["id", attribute].includes(found.attribute) ? found.block[attribute] : undefined;
  return name === undefined || name === null ? text : String(name);
}

/** How the name begins that Terraform makes for a resource without one; nothing where the stack does not make it. */
function generatedPrefix(own: Block, kind: Kind): string | undefined {
  const [name, prefix] = kind === "bucket" ? [own.bucket, own.bucket_prefix] : [own.name, own.name_prefix];
  if (Object.keys(own).length === 0 || name !== undefined) return undefined;
  const text = String(prefix ?? "terraform-");
  return text.includes("${") ? undefined : text;
}
