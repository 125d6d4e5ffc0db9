import type { DeclaredStack } from "../recovery/import-ids";
import type { Changes } from "./changes";

/**
 * Addresses of programs that Terraform would not run again though their trigger is created again: it sees a change only in what the
 * state still has. It would record the new values, and the program's work would be missing.
 */
export function missedTriggers({ resource = {} }: DeclaredStack, { created, changed }: Changes): string[] {
  const fresh = created.map(({ address }) => address);
  return changed.flatMap(({ address, type }) => {
    if (type !== "terraform_data") return [];
    const declared = resource[type]?.[address.slice(type.length + 1)] as
      | { readonly lifecycle?: { readonly replace_triggered_by?: readonly string[] } }
      | undefined;
    const triggers = declared?.lifecycle?.replace_triggered_by ?? [];
    return triggers.some((each) => fresh.some((one) => each === one || each.startsWith(`${one}.`))) ? [address] : [];
  });
}
