import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";

const server = lazy<typeof import("../../../sandbox/server")>(() => require("../../../sandbox/server"));

/** `slipway sandbox down`. */
export function downCommand(project: string): Command {
  return new Command("down")
    .description("Stops the sandbox. Its account stays on disk, and the next `up` goes on with it.")
    .option("--discard", "also throw away the account, and Terraform's state of what was deployed to it")
    .addHelpText("after", "\nExample:\n  npx slipway sandbox down --discard")
    .action(async ({ discard = false }: { readonly discard?: boolean }) => {
      const stopped = await server.down({ project, discard });
      console.log(stopped ? "the sandbox is stopped" : "no sandbox of this project runs");
      if (discard) console.log("its account and the state of what was deployed to it are thrown away");
    });
}
