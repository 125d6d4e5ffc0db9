import { Command, InvalidArgumentError } from "commander";
import type { Workspace } from "../../../app/load";
import { lazy } from "../../../constructs/shared/lazy";
import { currentShell, evaluation } from "../../sandbox/evaluation";

const seeds = lazy<typeof import("../../../sandbox/seed")>(() => require("../../../sandbox/seed"));
const server = lazy<typeof import("../../../sandbox/server")>(() => require("../../../sandbox/server"));

interface UpOptions {
  readonly listen?: string;
  readonly port?: number;
  readonly account?: string;
}

/** `slipway sandbox up`. */
export function upCommand(project: string, workspaces: () => readonly Workspace[]): Command {
  return new Command("up")
    .description("Start the sandbox, with the account that the last run left on disk")
    .option("--listen <addr>", "address to listen on (default: 127.0.0.1, only this machine)")
    .option("--port <n>", "port to listen on (default: the last one, else 4599 or the next free one)", portNumber)
    .option(
      "--account <id>",
      "account id, 12 digits (default: as in the environment files, else the last one, else 123456789012)",
      accountNumber,
    )
    .addHelpText(
      "after",
      `
Examples:
  npx slipway sandbox up
  npx slipway sandbox up --port 4700 --account 123456789012

A sandbox that is already running keeps running.`,
    )
    .action(async ({ listen, port, account }: UpOptions) => {
      const id = account ?? seeds.accountOf(workspaces());
      const running = await server.up({
        project,
        seed: seeds.seedOf(workspaces()),
        ...(listen !== undefined && { listen }),
        ...(port !== undefined && { port }),
        ...(id !== undefined && { accountId: id }),
        say: (line) => console.log(line),
      });
      console.log(
        `the sandbox ${running.started ? "answers" : "runs already"} at ${running.url} (account ${running.account}, ${running.region})`,
      );
      if (!isLoopback(running.listen)) {
        console.error(
          `warning: anyone who can reach ${running.listen} port ${running.port} can read and change this account: the sandbox checks no keys`,
        );
      }
      console.log(`next, in the shell that deploys:\n\n  ${evaluation(currentShell())}\n`);
    });
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1" || address === "localhost";
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError(`port must be 1 to 65535, got ${text}`);
}

function accountNumber(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError(`account must be 12 digits, got ${text}`);
}
