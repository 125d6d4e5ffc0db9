import { stripVTControlCharacters } from "node:util";

/** What Terraform did to a stack, in its own last line. */
export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

/** A lock of a state that somebody holds, as Terraform describes it. */
export interface Lock {
  readonly id: string;
  readonly who: string;
  readonly created: string;
}

/** A line of Terraform without colours. */
export function plainLine(line: string): string {
  return stripVTControlCharacters(line).replace(/\r/g, "");
}

/** A line of an error without the frame around it. */
export function bareLine(line: string): string {
  return line.replace(/^[│╷╵]\s?/, "");
}

const NOISE = [/: Refreshing state\.\.\./, /^(Terraform|OpenTofu) has compared/, /^found no differences/];

/** Whether a line tells a reader of a deployment nothing. */
export function isNoise(line: string): boolean {
  return line.trim() === "" || NOISE.some((pattern) => pattern.test(line));
}

/** Whether Terraform begins with a resource there. */
export function isBegin(line: string): boolean {
  return /: (Creating|Modifying|Destroying)\.\.\./.test(line);
}

/** Terraform's own last line, if it is there. */
export function countsOf(lines: readonly string[]): Counts | undefined {
  for (const line of [...lines].reverse()) {
    const applied = /Apply complete! Resources: .*?(\d+) added, (\d+) changed, (\d+) destroyed/.exec(line);
    if (applied) return { added: Number(applied[1]), changed: Number(applied[2]), destroyed: Number(applied[3]) };
    const destroyed = /Destroy complete! Resources: (\d+) destroyed/.exec(line);
    if (destroyed) return { added: 0, changed: 0, destroyed: Number(destroyed[1]) };
  }
  return undefined;
}

const EXISTS = /Error: .*(AlreadyOwnedByYou|AlreadyExists|already exists?|ResourceConflict)/i;

/** Addresses of resources that Terraform could not make because they exist, though no state knows them. */
export function existingOf(lines: readonly string[]): string[] {
  const errors = lines.flatMap((line, index) => (EXISTS.test(line) ? [index] : []));
  const addresses = errors.flatMap((index) => {
    const rest = lines.slice(index + 1, index + 12);
    return rest.flatMap((line) => /^[│\s]*with ([\w.[\]"-]+)/.exec(line)?.[1] ?? []).slice(0, 1);
  });
  return [...new Set(addresses)];
}

/** Addresses of resources that a plan would destroy, and that must stay. */
export function protectedOf(lines: readonly string[]): string[] {
  const text = lines.map((line) => line.replace(/^[│\s]+/, "")).join(" ");
  return [...text.matchAll(/Resource (\S+) has lifecycle\.prevent_destroy set/g)].map(([, address = ""]) => address);
}

/** Terraform's errors, from the first on; everything where it has told of none. */
export function reasonOf(lines: readonly string[]): string[] {
  const bare = lines.map(bareLine);
  const start = bare.findIndex((line) => /^\s*Error: /.test(line));
  return bare.slice(Math.max(0, start)).filter((line) => line.trim() !== "");
}

/** The lock that kept Terraform from a state, if one did. */
export function lockOf(lines: readonly string[]): Lock | undefined {
  const start = lines.findIndex((line) => line.includes("Error acquiring the state lock"));
  if (start < 0) return undefined;
  const field = (name: string) => {
    const pattern = new RegExp(`^[│\\s]*${name}:\\s+(.*?)\\s*$`);
    return lines.slice(start).flatMap((line) => pattern.exec(line)?.[1] ?? [])[0] ?? "";
  };
  return { id: field("ID"), who: field("Who"), created: field("Created") };
}

/** What to do about a lock. */
export function lockedMessage(stack: string, folder: string, lock: Lock): string {
  return (
    `${stack}: the state must be free, got a lock of ${lock.who || "somebody"} since ${lock.created}; ` +
    `wait for that run, or, when it is over, free it: terraform -chdir=${folder} force-unlock ${lock.id}`
  );
}
