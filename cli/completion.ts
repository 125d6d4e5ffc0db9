import { Argument, Command } from "commander";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
type Shell = (typeof SHELLS)[number];

/** What bash takes as it stands: it would run what a file's name holds in $( ). */
const HARMLESS = /^[\w.-]+$/;
/** Arguments that name a workspace. */
const WORKSPACE = /^workspace$/;

/**
 * `slipway completion`, which prints a script for a shell, and `slipway complete`, which that script calls.
 *
 * @param program makes the command whose words are completed
 * @param workspaces the names of the workspaces, without reading their files
 */
export function completionCommands(program: () => Command, workspaces: () => readonly string[]): [Command, Command] {
  const completion = new Command("completion")
    .description("Prints a script that completes commands, options and workspaces in a shell.")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
Examples:
  eval "$(slipway completion bash)"             in ~/.bashrc; needs the package bash-completion
  source <(slipway completion zsh)              in ~/.zshrc, behind compinit
  slipway completion fish | source              in ~/.config/fish/config.fish
  slipway completion powershell | Out-String | Invoke-Expression        in $PROFILE, of PowerShell 7.3 or newer

The shell must find slipway itself: npm install --global, or node_modules/.bin on the PATH.`,
    )
    .action(async (shell: Shell) => {
      const { default: tab } = await import("@bomb.sh/tab");
      tab.setup("slipway", "slipway", shell);
    });
  const complete = new Command("complete")
    .description("Prints what may follow words, for the script.")
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      const { default: describe } = await import("@bomb.sh/tab/commander");
      const root = describe(program(), { completionCommandName: "completion" });
      for (const command of root.commands.values()) {
        for (const [name, argument] of command.arguments) {
          if (!WORKSPACE.test(name)) continue;
          argument.handler = (add) => {
            for (const workspace of workspaces().filter((each) => HARMLESS.test(each))) add(workspace, "");
          };
        }
      }
      root.parse([...words]);
    });
  return [completion, complete];
}
