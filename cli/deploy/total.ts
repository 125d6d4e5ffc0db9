import type { Counts } from "../../engine/terraform-events";

/** What was done to all stacks: "18 added, 0 changed, 0 destroyed"; what was imported stands first. */
export function total(counts: readonly Counts[]): string {
  const imported = sum(counts, "imported");
  const rest = `${sum(counts, "added")} added, ${sum(counts, "changed")} changed, ${sum(counts, "destroyed")} destroyed`;
  return imported === 0 ? rest : `${imported} imported, ${rest}`;
}

/** One number of all stacks. */
export function sum(counts: readonly Counts[], key: keyof Counts): number {
  return counts.reduce((result, count) => result + (count[key] ?? 0), 0);
}
