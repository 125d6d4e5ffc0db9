import { Command, InvalidArgumentError, Option } from "commander";
import type { Seed } from "../sandbox/seed-data";
import type { SandboxStatus } from "../sandbox/server";
import { SHELLS, type Shell, shellLines, usualShell } from "../sandbox/shell";

export interface SandboxCommandContext {
  /** The folder of cdktf.json. */
  readonly project: string;
  /** What the account must hold for the project's environments. */
  readonly seed: () => Promise<Seed>;
  /** The account that the environments name, if they do. */
  readonly accountId: () => Promise<string | undefined>;
}

/** `slipway sandbox`: an AWS on this machine to deploy to. */
export function sandboxCommand(context: SandboxCommandContext): Command {
  return new Command("sandbox")
    .description("Runs an AWS on this machine to deploy to: no account, no cost, nothing leaves the machine.")
    .addCommand(upCommand(context))
    .addCommand(downCommand(context))
    .addCommand(statusCommand(context))
    .addCommand(envCommand(context))
    .addHelpText(
      "after",
      `
Example:
  npx slipway sandbox up
  eval "$(npx slipway sandbox env)"
  npx slipway deploy quetzal-paris
  npx slipway sandbox down`,
    );
}

/** Loaded when a command needs it. */
const server = () => require("../sandbox/server") as typeof import("../sandbox/server");

interface UpOptions {
  readonly listen?: string;
  readonly port?: number;
  readonly account?: string;
}

function upCommand({ project, seed, accountId }: SandboxCommandContext): Command {
  return new Command("up")
    .description("Starts the sandbox and goes on with the account of the last time. One that runs is kept.")
    .option("--listen <addr>", "address to listen on (default: 127.0.0.1, only this machine)")
    .option("--port <n>", "port (default: the last one, else 4599 or the next free one)", portNumber)
    .option("--account <id>", "the account's id (default: what the environments name)", accountNumber)
    .addHelpText(
      "after",
      `
Examples:
  npx slipway sandbox up
  npx slipway sandbox up --port 4700 --account 123456789012`,
    )
    .action(async ({ listen, port, account }: UpOptions) => {
      const id = account ?? (await accountId());
      const running = await server().up({
        project,
        seed: await seed(),
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
          `warning: everybody who reaches ${running.listen} port ${running.port} can read and change this account: it checks no keys`,
        );
      }
      console.log(`next, in the shell that deploys:\n\n  ${evaluation(currentShell())}\n`);
    });
}

function downCommand({ project }: SandboxCommandContext): Command {
  return new Command("down")
    .description("Stops the sandbox. Its account stays on disk, and the next `up` goes on with it.")
    .option("--discard", "also throw away the account, and Terraform's state of what was deployed to it")
    .addHelpText("after", "\nExample:\n  npx slipway sandbox down --discard")
    .action(async ({ discard = false }: { readonly discard?: boolean }) => {
      const stopped = await server().down({ project, discard });
      console.log(stopped ? "the sandbox is stopped" : "no sandbox of this project runs");
      if (discard) console.log("its account and the state of what was deployed to it are thrown away");
    });
}

function statusCommand({ project }: SandboxCommandContext): Command {
  return new Command("status")
    .description("Says whether the sandbox runs, where, and what is kept on disk.")
    .option("--json", "as JSON")
    .addHelpText("after", "\nExample:\n  npx slipway sandbox status --json")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const found = await server().status({ project });
      if (json) console.log(JSON.stringify(found, null, 2));
      else for (const line of statusLines(found)) console.log(line);
    });
}

function statusLines({ running, kept, log }: SandboxStatus): string[] {
  const megabytes = kept && (kept.bytes / 1e6).toFixed(1);
  const disk = kept && `on disk   account ${kept.id}, ${megabytes} MB, saved ${kept.saved.toISOString()}`;
  if (running === undefined) return ["stopped", ...(disk ? [disk] : [])];
  return [
    `running   ${running.url}`,
    `account   ${running.account} (${running.region})`,
    `process   ${running.pid}, moto ${running.moto}`,
    ...(disk ? [disk] : []),
    `log       ${log}`,
  ];
}

function envCommand({ project }: SandboxCommandContext): Command {
  return new Command("env")
    .description("Prints what a shell evaluates to deploy to the sandbox instead of AWS.")
    .addOption(new Option("--shell <name>", "the shell's language (default: this shell's)").choices(SHELLS))
    .addHelpText(
      "after",
      `\nExamples:\n${SHELLS.map((shell) => `  ${shell.padEnd(12)}${evaluation(shell, true)}`).join("\n")}`,
    )
    .action(async ({ shell = currentShell() }: { readonly shell?: Shell }) => {
      const running = await server().runningSandbox(project);
      if (running === undefined) {
        throw new Error("the sandbox must run before a shell can use it, got none; start it: npx slipway sandbox up");
      }
      const { sandboxVariables } = require("../sandbox/environment") as typeof import("../sandbox/environment");
      const { providerSettings } =
        require("../engine/providers/providers") as typeof import("../engine/providers/providers");
      const environment = process.env;
      const { variables: providers } = await providerSettings({ project, environment, needed: ["hashicorp/aws"] });
      const { url, region } = running;
      const lines = shellLines(sandboxVariables({ project, url, region, environment, providers }), shell);
      process.stdout.write(`${lines.join("\n")}\n`);
    });
}

/** How a shell evaluates the lines of `env`. */
function evaluation(shell: Shell, named = shell !== "bash"): string {
  const env = `npx slipway sandbox env${named ? ` --shell ${shell}` : ""}`;
  const forms: Record<Shell, string> = {
    bash: `eval "$(${env})"`,
    fish: `${env} | source`,
    powershell: `${env} | Out-String | Invoke-Expression`,
    cmd: `${env} > "%TEMP%\\sandbox.cmd" && call "%TEMP%\\sandbox.cmd"`,
  };
  return forms[shell];
}

function currentShell(): Shell {
  return usualShell(process.env, process.platform);
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
