import { Argument, Command } from "commander";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
type Shell = (typeof SHELLS)[number];

/** `slipway completion`, which prints a script for a shell; the script calls `slipway complete`. */
export function completionCommand(): Command {
  return new Command("completion")
    .description("Print a shell script that completes commands, options and workspaces")
    .addArgument(new Argument("<shell>", "shell to print the script for").choices(SHELLS))
    .addHelpText(
      "after",
      `
Examples:
  eval "$(slipway completion bash)"             put it in ~/.bashrc; needs the package bash-completion
  source <(slipway completion zsh)              put it in ~/.zshrc, after compinit
  slipway completion fish | source              put it in ~/.config/fish/config.fish
  slipway completion powershell | Out-String | Invoke-Expression        put it in $PROFILE; needs PowerShell 7.3 or newer

The shell must find slipway: install it with npm install --global, or put node_modules/.bin on the PATH.`,
    )
    .action(async (shell: Shell) => {
      const { default: tab } = await import("@bomb.sh/tab");
      tab.setup("slipway", "slipway", shell);
    });
}
