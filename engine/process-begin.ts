import { readFileSync } from "node:fs";
import { isAlive, outputNow } from "./process";

/** When a process began, as its system says it; undefined where there is no such process, or it has ended. */
export function beginOf(pid: number): string | undefined {
  if (process.platform === "linux") return beginOnLinux(pid);
  if (process.platform === "win32") return isAlive(pid) ? "some time" : undefined;
  const { status, stdout } = outputNow(["ps", "-o", "stat=,lstart=", "-p", String(pid)]);
  const [state = "", ...begin] = stdout.trim().split(/\s+/);
  return status === 0 && !state.startsWith("Z") ? begin.join(" ") : undefined;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function beginOnLinux(pid: number): string | undefined {
  try {
    // The program's name, in brackets, may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    // One that has ended, and that nobody has asked how.
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
