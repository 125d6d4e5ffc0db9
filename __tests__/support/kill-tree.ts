import { spawnSync } from "node:child_process";

/**
 * Kills a process and all that it has started, at once.
 *
 * @param spared those of them that live on, with what they have started
 */
export function killTree(pid: number, spared: readonly number[] = []): void {
  const { stdout } = spawnSync("ps", ["-e", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] => [
    parent,
    ...pairs.filter(([each, above]) => above === parent && !spared.includes(each)).flatMap(([each]) => below(each)),
  ];
  for (const each of below(pid)) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // It has ended with its parent.
    }
  }
}
