import { Command } from "commander";
import type { ServicesEnvironment } from "../../../constructs/services/schema";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const platforms = lazy<typeof import("../../services/platform")>(() => require("../../services/platform"));
const specs = lazy<typeof import("../../services/specs")>(() => require("../../services/specs"));
const state = lazy<typeof import("../../services/status")>(() => require("../../services/status"));
const strays = lazy<typeof import("../../services/strays")>(() => require("../../services/strays"));
const texts = lazy<typeof import("../../services/status-text")>(() => require("../../services/status-text"));

/** `slipway services list`. */
export function listCommand(project: () => Project): Command {
  return new Command("list")
    .description("List a platform's containers: image, health, traffic, and what differs from the file")
    .argument(...optionalWorkspace("name of the platform"))
    .option("--json", "print JSON: an array of objects")
    .addHelpText(
      "after",
      `
Examples:
  slipway services list
  slipway services list platform --json

Exits with 0 if everything runs as declared and is healthy, and with 1 otherwise.`,
    )
    .action(async (workspace: string | undefined, options: { readonly json?: boolean }) =>
      printList(project(), await platforms.platformOf(project(), workspace), options),
    );
}

/** Prints every container of a platform, and ends with 1 when one is not as it is declared, or not well. */
async function printList(
  project: Project,
  platform: ServicesEnvironment,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const declared = await specs.declaredSpecs(project, platform.name);
  const rows = await state.statusOf(platform, declared, await strays.straysNow(project, platform));
  if (rows.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
  if (json) return console.log(JSON.stringify(rows, null, 2));
  console.log(texts.statusText(rows));
}
