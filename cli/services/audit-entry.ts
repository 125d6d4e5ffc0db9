import type { Colour } from "../../constructs/services/schema";

/** What was done to a platform. */
export interface Deed {
  readonly action:
    | "build"
    | "create node"
    | "deploy"
    | "destroy"
    | "destroy node"
    | "drain"
    | "promote"
    | "prune"
    | "recover"
    | "repair"
    | "resize node"
    | "restore"
    | "rollback"
    | "upgrade";
  /** Of what is done to a node. */
  readonly node?: string;
  /** What an image was built for: `nmpi-green`. */
  readonly built?: string;
  /** Of a restore: `db/nmpi`; of an upgrade: `db`. */
  readonly database?: string;
  /** Of a promotion, or of the way back. */
  readonly service?: string;
  readonly from?: Colour;
  readonly to?: Colour;
}

/** An entry of the record: a line at the beginning, and one of the same id at the end. */
export interface AuditEntry extends Deed {
  /** Absent of what earlier versions wrote: they had one line for each. */
  readonly id?: string;
  /** When it began. */
  readonly time: string;
  /** When it ended; absent in the line of the beginning. */
  readonly ended?: string;
  readonly user: string;
  /** The machine from which it was done. */
  readonly host?: string;
  /** What git had; absent where it has nothing. */
  readonly commit?: string;
  /** Whether the files were others than those of the commit. */
  readonly dirty?: boolean;
  readonly workspace: string;
  /** The images that were declared, by containers. */
  readonly images: Readonly<Record<string, string>>;
  /** `begun`: its end is not on record. `edited`: the file was changed, and not deployed. */
  readonly outcome: "begun" | "done" | "failed" | "edited";
}

/** The lines of a file, and the numbers of those that are none: a machine went off in the middle of one. */
export function entriesIn(text: string): { readonly entries: readonly AuditEntry[]; readonly broken: number[] } {
  const entries: AuditEntry[] = [];
  const broken: number[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "") continue;
    try {
      const entry = JSON.parse(line) as Partial<AuditEntry> | null;
      if (typeof entry?.time !== "string" || typeof entry.action !== "string") throw new Error("no entry");
      entries.push({ user: "", workspace: "", images: {}, outcome: "begun", ...entry } as AuditEntry);
    } catch {
      broken.push(index + 1);
    }
  }
  return { entries, broken };
}

/** Each entry once, the oldest first: its end in place of its beginning, wherever either was found. */
export function merged(entries: readonly AuditEntry[]): AuditEntry[] {
  const found = new Map<string, AuditEntry>();
  for (const entry of entries) {
    const id = entry.id ?? JSON.stringify(entry);
    if (found.get(id)?.outcome === "begun" || !found.has(id)) found.set(id, entry);
  }
  return [...found.values()].sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));
}
