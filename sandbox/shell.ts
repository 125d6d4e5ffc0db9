import { basename } from "node:path";
import { quotedWord } from "../constructs/shared/render/shell-word";
import type { Variables } from "../engine/variables";

export const SHELLS = ["bash", "fish", "powershell", "cmd"] as const;
export type Shell = (typeof SHELLS)[number];

interface Syntax {
  set(name: string, value: string): string;
  unset(name: string): string;
}

const SYNTAX: Readonly<Record<Shell, Syntax>> = {
  bash: {
    set: (name, value) => `export ${name}=${quotedWord(value)}`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) => `set -gx ${name} '${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    // It takes typographic quotes for plain ones.
    set: (name, value) => `$env:${name} = '${value.replace(/['\u2018-\u201b]/g, "$&$&")}'`,
    unset: (name) => `$env:${name} = $null`,
  },
  cmd: {
    set: (name, value) => `set "${name}=${inBatchFile(value)}"`,
    unset: (name) => `set "${name}="`,
  },
};

/** One line a variable, to be evaluated by the shell (by cmd: as a batch file). */
export function shellLines(variables: Variables, shell: Shell): string[] {
  const { set, unset } = SYNTAX[shell];
  return Object.entries(variables).map(([name, value]) => {
    if (value !== undefined && /[\r\n]/.test(value)) {
      throw new Error(
        `${name} must be one line for a shell, got ${JSON.stringify(value)}; move the project to a folder without line breaks`,
      );
    }
    return value === undefined ? unset(name) : set(name, value);
  });
}

/** The shell that most likely runs the command. */
export function usualShell(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Shell {
  const shell = basename(environment.SHELL ?? "");
  if (shell === "fish") return "fish";
  if (shell === "pwsh") return "powershell";
  if (shell !== "" || platform !== "win32") return "bash";
  // Only cmd sets it.
  return environment.PROMPT === undefined ? "powershell" : "cmd";
}

/** A batch file doubles `%`; a quote in the value ends cmd's quoting, and the next one begins it again. */
function inBatchFile(value: string): string {
  let quoted = true;
  return [...value]
    .map((character) => {
      if (character === '"') quoted = !quoted;
      if (character === "%") return "%%";
      return !quoted && /[&|<>^()]/.test(character) ? `^${character}` : character;
    })
    .join("");
}
