import { Command } from "commander";
import { lazy } from "../../constructs/shared/lazy";
import type { Output } from "../../engine/outputs";
import type { Project } from "../../engine/project";

const outputs = lazy<typeof import("../../engine/outputs")>(() => require("../../engine/outputs"));
const words = lazy<typeof import("../../constructs/shared/did-you-mean")>(() =>
  require("../../constructs/shared/did-you-mean"),
);

const hints = lazy<typeof import("../deploy/in-sandbox")>(() => require("../deploy/in-sandbox"));

interface OutputOptions {
  readonly json?: boolean;
  readonly raw?: boolean;
}

/** `slipway output`: what a deployment tells its users, from the state. */
export function outputCommand(project: () => Project): Command {
  return new Command("output")
    .description("Print the outputs of a workspace, from its state")
    .argument("<workspace>", "name of its file in environments/, without .ts; or of a state without a file")
    .argument("[name]", "print only this output, also if it is sensitive")
    .option("--json", "print JSON: an object of all values, or one value")
    .option("--raw", "print a text without quotes (for scripts)")
    .addHelpText(
      "after",
      `
Examples:
  slipway output quetzal-paris
  slipway output quetzal-paris bucket --raw
  slipway output quetzal-paris --json`,
    )
    .action(async (workspace: string, name: string | undefined, options: OutputOptions) => {
      if (options.raw && name === undefined) throw new Error("--raw must have the name of an output, got none; add it");
      const print = (line: string) => console.error(line);
      const all = await outputs.outputsOf(project(), workspace, { environment: process.env, print });
      if (name !== undefined) return console.log(oneOf(workspace, all, name, options));
      if (all.length === 0) print(`${workspace}: no outputs in its state; ${whereElse(project(), workspace)}`);
      if (options.json)
        return console.log(JSON.stringify(Object.fromEntries(all.map((each) => [each.name, open(each)])), null, 2));
      for (const each of all) console.log(`${each.name} = ${JSON.stringify(open(each))}`);
    });
}

/** What writes outputs, or where they are: a shell may not use the sandbox. */
function whereElse(project: Project, workspace: string): string {
  return hints.inSandboxAlone(project, workspace)
    ? 'the sandbox has a state of it: eval "$(npx slipway sandbox env)", then run it again'
    : "a deployment writes them";
}

/** A secret is printed only if somebody asks for it by its name. */
function open({ value, sensitive }: Output): unknown {
  return sensitive ? "(sensitive)" : value;
}

function oneOf(workspace: string, all: readonly Output[], name: string, { raw }: OutputOptions): string {
  const found = all.find((each) => each.name === name);
  if (found === undefined) {
    const known = all.map((each) => each.name);
    const advice = words.didYouMean(name, known) ?? `slipway output ${workspace} lists them`;
    if (known.length === 0)
      throw new Error(`${workspace}: ${name} must be an output, got none in its state; a deployment writes them`);
    throw new Error(`${workspace}: output must be one of ${known.join(", ")}, got "${name}"; ${advice}`);
  }
  if (!raw) return JSON.stringify(found.value);
  if (typeof found.value === "object") {
    throw new Error(`${workspace}: ${name} must be a text or a number for --raw, got an object; use --json`);
  }
  return String(found.value);
}
