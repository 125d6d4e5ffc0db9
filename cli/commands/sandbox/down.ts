import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import { programHere } from "../../../engine/program";

const server = lazy<typeof import("../../../sandbox/server")>(() => require("../../../sandbox/server"));

/** `slipway sandbox down`. */
export function downCommand(project: string): Command {
  return new Command("down")
    .description("Stop the sandbox; its account stays on disk for the next start")
    .option("--discard", `also delete the account, and ${programHere().product}'s state of everything deployed to it`)
    .addHelpText("after", "\nExamples:\n  npx slipway sandbox down --discard")
    .action(async ({ discard = false }: { readonly discard?: boolean }) => {
      const stopped = await server.down({ project, discard });
      console.log(stopped ? "the sandbox is stopped" : "this project has no running sandbox");
      if (discard) console.log("its account and the state of everything deployed to it are deleted");
    });
}
