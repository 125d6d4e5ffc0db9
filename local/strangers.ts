import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** After so long numbers of processes may have come again. */
const KNOWN_MILLISECONDS = 1_000;
/** So often it looks again while processes come and go. */
const LOOKS = 5;

/**
 * Tells whether a step has left a process that sees its `/pfs`. Its group is killed at its end; what has left the group is
 * found by its mounts, even in namespaces that it has made for itself.
 */
export class Strangers {
  private readonly own = readlinkSync("/proc/self/ns/mnt");
  private readonly first: ReadonlySet<string>;
  /** The device and the folder that are mounted at `/pfs`. */
  private readonly mark: string;
  private pids: ReadonlySet<string>;
  private at = performance.now();

  /** @param keeper stays in the mount namespace */
  constructor(private readonly keeper: number) {
    this.first = new Set(pidsNow());
    this.pids = this.first;
    const [, mark = ""] = /^\S+ \S+ (\S+ \S+) \/pfs /m.exec(mountsOf(`${keeper}`)) ?? [];
    this.mark = ` ${mark} `;
  }

  areGone(): boolean {
    const now = performance.now();
    const seen = new Set(now - this.at < KNOWN_MILLISECONDS ? this.pids : []).add(`${this.keeper}`);
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const all = pidsNow();
      const fresh = all.filter((pid) => !seen.has(pid));
      const found = fresh.map((pid) => this.kindOf(pid));
      if (found.includes("stranger")) return false;
      if (!found.includes("ended")) {
        this.pids = new Set(all);
        this.at = now;
        return true;
      }
      // One that has ended may have started another meanwhile.
      for (const pid of fresh) seen.add(pid);
    }
    return false;
  }

  private kindOf(pid: string): "stranger" | "other" | "ended" {
    try {
      if (readlinkSync(`/proc/${pid}/ns/mnt`) === this.own) return "other";
      return mountsOf(pid).includes(this.mark) ? "stranger" : "other";
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EACCES" && code !== "EPERM") return "ended";
      // Agents for keys hide what they are; those of others are none of ours.
      return isOurs(pid) && !this.first.has(pid) ? "stranger" : "other";
    }
  }
}

function pidsNow(): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

function mountsOf(pid: string): string {
  return readFileSync(`/proc/${pid}/mountinfo`, "utf8");
}

function isOurs(pid: string): boolean {
  try {
    const [, user] = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return user === `${process.getuid?.()}`;
  } catch {
    return false;
  }
}
