import { type Shell, usualShell } from "../../sandbox/shell";

/** How a shell evaluates the lines of `env`. */
export function evaluation(shell: Shell, named = shell !== "bash"): string {
  const env = `npx slipway sandbox env${named ? ` --shell ${shell}` : ""}`;
  const forms: Record<Shell, string> = {
    bash: `eval "$(${env})"`,
    fish: `${env} | source`,
    powershell: `${env} | Out-String | Invoke-Expression`,
    cmd: `${env} > "%TEMP%\\sandbox.cmd" && call "%TEMP%\\sandbox.cmd"`,
  };
  return forms[shell];
}

/** The shell that a person has, by its variables. */
export function currentShell(): Shell {
  return usualShell(process.env, process.platform);
}
