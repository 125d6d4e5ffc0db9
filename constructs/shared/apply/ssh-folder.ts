import { mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

/**
 * Makes `~/.ssh` where it is missing. A shared connection has its socket there, and `ssh` makes the folder only to write a
 * host's key down. Its `~` is the home of the account, not HOME.
 */
export function makeSshFolder(home = userInfo().homedir): void {
  mkdirSync(join(home, ".ssh"), { recursive: true, mode: 0o700 });
}
