import type { Counts } from "../../engine/terraform-events";

/** What was done to all stacks: "18 added, 0 changed, 0 destroyed"; what was imported stands first. */
export function total(counts: readonly Counts[]): string {
  const sum = (key: keyof Counts) => counts.reduce((result, count) => result + (count[key] ?? 0), 0);
  const imported = sum("imported");
  const rest = `${sum("added")} added, ${sum("changed")} changed, ${sum("destroyed")} destroyed`;
  return imported === 0 ? rest : `${imported} imported, ${rest}`;
}
