import { shown } from "../../constructs/shared/shown";

/** Refuses what was given beside an option that leaves no room for it. */
export function refuseBeside(option: string, others: Readonly<Record<string, string | true | undefined>>): void {
  const found = Object.entries(others).filter(([, value]) => value !== undefined);
  if (found.length === 0) return;
  const got = found.map(([name, value]) => (value === true ? name : `${name} ${shown(value)}`)).join(", ");
  const names = found.map(([name]) => name).join(", ");
  throw new Error(`${names} must be left out beside ${option}, got ${got}; take one out`);
}
