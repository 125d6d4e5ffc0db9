import { Command, Option } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import { SHELLS, type Shell, shellLines } from "../../../sandbox/shell";
import { currentShell, evaluation } from "../../sandbox/evaluation";

const settings = lazy<typeof import("../../../engine/providers/providers")>(() =>
  require("../../../engine/providers/providers"),
);
const variables = lazy<typeof import("../../../sandbox/environment")>(() => require("../../../sandbox/environment"));
const server = lazy<typeof import("../../../sandbox/server")>(() => require("../../../sandbox/server"));

/** `slipway sandbox env`. */
export function envCommand(project: string): Command {
  return new Command("env")
    .description("Print the variables that make a shell deploy to the sandbox instead of AWS")
    .addOption(
      new Option(
        "--shell <name>",
        "shell to print them for; zsh takes the lines of bash (default: the current shell)",
      ).choices(SHELLS),
    )
    .addHelpText(
      "after",
      `\nExamples:\n${SHELLS.map((shell) => `  ${shell.padEnd(12)}${evaluation(shell, true)}`).join("\n")}`,
    )
    .action(async ({ shell = currentShell() }: { readonly shell?: Shell }) => {
      const running = await server.runningSandbox(project);
      if (running === undefined) {
        throw new Error("the sandbox must run before a shell can use it, got none; start it: npx slipway sandbox up");
      }
      const environment = process.env;
      const { variables: providers } = await settings.providerSettings({
        project,
        environment,
        needed: ["hashicorp/aws"],
      });
      const { url, region } = running;
      const lines = shellLines(variables.sandboxVariables({ project, url, region, environment, providers }), shell);
      process.stdout.write(`${lines.join("\n")}\n`);
    });
}
