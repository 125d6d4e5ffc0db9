import type { Workspace } from "../../app/load";
import { secretSources } from "../../constructs/shared/secret-sources";
import { shown } from "../../constructs/shared/shown";
import { isExported } from "../../engine/secret-commands/command-secrets";
import { type Finding, programFile, type Surroundings } from "./finding";

/** Programs that print secrets, and which of them are not installed. None is run. */
export function secrets({ environment, folder }: Surroundings, workspaces: readonly Workspace[]): Finding[] {
  const name = "secrets";
  const all = workspaces.flatMap(({ file, environment: settings }) =>
    secretSources(settings).map((source) => ({ file, ...source })),
  );
  const wanted = all.filter((each) => !isExported(each.name, environment));
  if (wanted.length === 0) {
    const found = all.length === 0 ? "no command prints one" : "the shell has all that commands print";
    return [{ name, state: "unneeded", found }];
  }
  const programs = [...new Set(wanted.map(({ command: [program = ""] }) => program))];
  const missing = programs.filter(
    (program) => programFile(program, environment, process.platform, folder) === undefined,
  );
  if (missing.length === 0) return [{ name, state: "ok", found: programs.map(shown).join(", ") }];
  return missing.map((program) => {
    const own = wanted.filter(({ command }) => command[0] === program);
    const variables = [...new Set(own.map((each) => each.name))];
    const files = [...new Set(own.map(({ file }) => file))];
    const found = `no ${shown(program)} on the PATH, which prints ${variables.join(", ")} for ${files.join(", ")}`;
    return { name, state: "warning", found, remedy: `install it, or export ${variables.join(", ")} to deploy` };
  });
}
