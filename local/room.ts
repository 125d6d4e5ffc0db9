import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { outputNow, startProcess } from "../engine/process";
import { RECORD } from "./process";
import { Strangers } from "./strangers";

/**
 * Lays this machine's folders into a new root, with a folder at `/pfs`, and stays there until its input ends. It runs where
 * mounts are private and the user counts as root: an ordinary user can make no `/pfs` elsewhere. The root gets an old date:
 * whatever is made in it later is newer.
 */
const KEEPER = `
set -e
root=$1 pfs=$2
mount -t tmpfs -o mode=755 tmpfs "$root"
for entry in /* /.[!.]*; do
  name=\${entry#/}
  if [ "$name" = pfs ] || [ ! -e "$entry" ]; then continue
  elif [ -L "$entry" ]; then ln -s "$(readlink "$entry")" "$root/$name"
  elif [ -d "$entry" ]; then mkdir "$root/$name" && mount --rbind "$entry" "$root/$name"
  elif [ -f "$entry" ]; then : > "$root/$name" && mount --bind "$entry" "$root/$name"
  fi
done
mkdir "$root/pfs"
mount --rbind "$pfs" "$root/pfs"
touch -t 200001010000 "$root"
exec chroot "$root" /bin/sh -c 'cd /pfs && echo ready && read end'
`;
const UNSHARE = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", KEEPER, "sh"];
/** Whoever a step runs as may write in /pfs. */
const PFS_MODE = 0o777;

/**
 * A mount namespace with a `/pfs` of its own, for one step after the other. To make one takes longer than most steps; so
 * the next step gets it too, as long as the last has left nothing in it.
 */
export class Room {
  /** The file that names the process of its step. */
  readonly record: string;
  private readonly pfs: string;
  private asMade = "";
  private strangers?: Strangers;

  private constructor(
    private readonly folder: string,
    private readonly keeper: ChildProcess,
  ) {
    this.record = join(folder, RECORD);
    this.pfs = join(folder, "pfs");
  }

  /** Nothing where this machine lets us have none: not every kernel does, and no other than Linux. */
  static async open(folder: string): Promise<Room | undefined> {
    for (const name of ["root", "pfs"]) mkdirSync(join(folder, name), { recursive: true });
    const keeper = startProcess([...UNSHARE, join(folder, "root"), join(folder, "pfs")], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const room = new Room(folder, keeper);
    const failed = new Promise<false>((done) => keeper.on("error", () => done(false)).on("exit", () => done(false)));
    keeper.stdin?.on("error", () => {});
    const isReady = keeper.stdout !== null && (await Promise.race([once(keeper.stdout, "data"), failed])) !== false;
    if (isReady) {
      room.strangers = new Strangers(keeper.pid ?? 0);
      room.asMade = room.state();
      return room;
    }
    room.close();
    return undefined;
  }

  /** What runs a command in it. */
  command(command: readonly string[], cwd: string): string[] {
    const join = ["nsenter", `--target=${this.keeper.pid}`, "--user", "--mount", "--root", "--wd"];
    const there = cwd === "/pfs" ? [] : ["sh", "-c", 'cd "$0" && exec "$@"', cwd];
    return [...join, "--preserve-credentials", ...there, ...command];
  }

  /** Whether this machine's programs for it do what they must. */
  canBeEntered(): boolean {
    return outputNow(this.command(["test", "-d", "/pfs"], "/pfs")).status === 0;
  }

  /** Gives it what a step is to see as `/pfs`. */
  furnish(pfs: string): void {
    chmodSync(this.pfs, PFS_MODE);
    moveAll(pfs, this.pfs);
  }

  /** Gives back what the step has made of it. */
  clear(pfs: string): void {
    chmodSync(this.pfs, PFS_MODE);
    moveAll(this.pfs, pfs);
  }

  /** Whether a step has left nothing: no process, no mount, nothing in the root. */
  isAsNew(): boolean {
    return this.keeper.exitCode === null && this.state() === this.asMade && this.strangers?.areGone() === true;
  }

  close(): void {
    this.keeper.kill("SIGKILL");
    for (const stream of [this.keeper.stdin, this.keeper.stdout]) stream?.destroy();
    this.keeper.unref();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private state(): string {
    const place = `/proc/${this.keeper.pid}`;
    const { mtimeMs, ctimeMs } = statSync(`${place}/root/`);
    return `${mtimeMs} ${ctimeMs} ${readFileSync(`${place}/mountinfo`, "utf8")}`;
  }
}

function moveAll(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    try {
      renameSync(join(from, name), join(to, name));
    } catch {
      // A step may have closed a folder, which must be open to be moved.
      chmodSync(join(from, name), PFS_MODE);
      renameSync(join(from, name), join(to, name));
    }
  }
}
