import { spawn } from "node:child_process";

/** How a program ended. */
export interface Ran {
  /** Its exit status; -1 when it could not be started or was killed. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without a shell and keeps what it prints. */
export function run(
  command: readonly string[],
  { environment }: { readonly environment: NodeJS.ProcessEnv },
): Promise<Ran> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: environment, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    const printed = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed.stderr += text;
    });
    child.on("error", (error) => resolve({ status: -1, stdout: "", stderr: error.message }));
    child.on("close", (status) => resolve({ status: status ?? -1, ...printed }));
  });
}
