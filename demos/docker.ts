import { outputNow } from "../engine/process";
import { say } from "./steps";

/** What the command `docker` prints. */
export function docker(...args: readonly string[]): string {
  const { status, stdout, stderr } = outputNow(["docker", ...args]);
  if (status !== 0) throw new Error(`docker ${args.join(" ")} must succeed, got ${status}: ${stderr.trim()}`);
  return stdout;
}

/** Pulls an image that the engine lacks. @param advice how to name another */
export function pullImage(name: string, advice: string): void {
  if (outputNow(["docker", "image", "inspect", name]).status !== 0) {
    say(`${name} is pulled`);
    const { status, stderr } = outputNow(["docker", "pull", "--quiet", name]);
    if (status !== 0) {
      const reason = stderr.trim().split("\n").at(-1);
      throw new Error(
        `${name} must be on the engine, or in a registry that answers, got: ${reason}\nname another: ${advice}`,
      );
    }
  }
  say(`${name} is there`);
}
