import type { Block } from "../block-at";
import { listOf } from "./conditions";
import { unknown, type Verdict, verdict, YES } from "./verdict";

/** What a provider's settings may differ in, in one account. */
const NOT_OF_ACCOUNT = ["alias", "region", "default_tags", "ignore_tags", "max_retries", "//"];

/**
 * Whether two providers of a stack are of one account: unknown where their settings do not say it.
 *
 * @param providers the settings of a stack's providers of AWS
 * @param one a provider as a resource names it, `aws.other`; the provider without an alias where it names none
 */
export function isOneAccount(providers: readonly Block[], one: unknown, other: unknown): Verdict {
  if (aliasOf(one) === aliasOf(other)) return YES;
  const [a, b] = [one, other].map((name) => providers.find(({ alias }) => alias === aliasOf(name)) ?? {}) as [
    Block,
    Block,
  ];
  const [first, second] = [accountOf(a), accountOf(b)];
  if (first !== undefined && second !== undefined) return verdict(first === second);
  if (settings(a) === settings(b)) return YES;
  return unknown(
    `whether ${String(one ?? "aws")} and ${String(other ?? "aws")} are of one account; give both providers allowed_account_ids`,
  );
}

function aliasOf(provider: unknown): string | undefined {
  return typeof provider === "string" ? provider.split(".")[1] : undefined;
}

/** The account that a provider says: of the role that it assumes, or the only one that it may touch. */
function accountOf({ assume_role, allowed_account_ids = [] }: Block): string | undefined {
  const [role] = [assume_role].flat() as ({ readonly role_arn?: unknown } | undefined)[];
  const [only = "", ...more] = listOf(allowed_account_ids);
  const own = more.length === 0 && /^\d{12}$/.test(only) ? only : undefined;
  return /^arn:[\w-]+:iam::(\d{12}):/.exec(String(role?.role_arn))?.[1] ?? own;
}

function settings(provider: Block): string {
  const own = Object.entries(provider).filter(([key]) => !NOT_OF_ACCOUNT.includes(key));
  return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)));
}
