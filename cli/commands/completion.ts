import { Argument, Command } from "commander";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
type Shell = (typeof SHELLS)[number];

/** `slipway completion`, which prints a script for a shell; the script calls `slipway complete`. */
export function completionCommand(): Command {
  return new Command("completion")
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
}
