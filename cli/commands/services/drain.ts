import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { type ChangeFlags, changeOptions } from "../../services/change-flags";
import { nameAfterWorkspace } from "../../words";

const drains = lazy<typeof import("../../services/drain")>(() => require("../../services/drain"));

/** `slipway services drain`. */
export function drainCommand(project: () => Project): Command {
  return new Command("drain")
    .description("Make the colours on other nodes live, so that a node can be restarted, resized or repaired")
    .argument(...nameAfterWorkspace("node"))
    .usage("[options] [workspace] <node>")
    .option("--auto-approve", "skip the approval prompt")
    .option("--no-deploy", "only change the file")
    .addHelpText(
      "after",
      `
Examples:
  slipway services drain ginormica
  slipway services drain platform ginormica --auto-approve

Each pair whose live colour is on the node gets its other colour, with the version that it has, if that is on another node. No
request is dropped. Exits with 1 if something on the node still gets requests, and says what: services that are no pair, pairs with
both colours there, and hosts that point to its front.`,
    )
    .action(async (words: readonly string[], flags: ChangeFlags) => {
      const left = await drains.drainNode(project(), words, changeOptions(flags));
      const node = words.at(-1);
      if (left.length === 0) return console.log(`nothing on ${node} gets requests`);
      process.exitCode = 1;
      console.log(`on ${node} these still get requests:`);
      for (const each of left) console.log(`  ${each}`);
    });
}
