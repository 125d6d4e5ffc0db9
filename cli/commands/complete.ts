import { Command } from "commander";
import { withoutSubcommands } from "../group";

/** What bash takes as it stands: it would run what a file's name holds in $( ). */
const HARMLESS = /^[\w.-]+$/;
/** Arguments that name a workspace. */
const WORKSPACE = /^workspace$/;

/**
 * `slipway complete`, which the script of `slipway completion` calls.
 *
 * @param program makes the command whose words are completed
 * @param workspaces the names of the workspaces, without reading their files
 */
export function completeCommand(program: () => Command, workspaces: () => readonly string[]): Command {
  return new Command("complete")
    .description("Print completions for words (called by the completion script)")
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      const { default: describe } = await import("@bomb.sh/tab/commander");
      const all = program();
      for (const each of all.commands) if (!words.includes(each.name())) withoutSubcommands(each);
      const root = describe(all, { completionCommandName: "completion" });
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
}
