import { Command } from "commander";
import { lazy } from "../../../constructs/shared/lazy";
import type { Project } from "../../../engine/project";
import { optionalWorkspace } from "../../words";

const models = lazy<typeof import("../../model/deployed-model")>(() => require("../../model/deployed-model"));
const state = lazy<typeof import("../../model/status/status")>(() => require("../../model/status/status"));
const texts = lazy<typeof import("../../model/status/status-text")>(() => require("../../model/status/status-text"));

/** `slipway model status`. */
export function statusCommand(project: () => Project): Command {
  return new Command("status")
    .description("Compare what is deployed of a model with its file, and list its last runs")
    .argument(...optionalWorkspace("name of the file in environments/model"))
    .option("--json", "print JSON: an object")
    .addHelpText(
      "after",
      `
Examples:
  slipway model status quetzal-paris
  slipway model status quetzal-paris --json

Compares the image, the function, the workflow and the tags; slipway plan compares everything else.
Exits with 0 if all are the same, and with 1 if any differs or cannot be looked up.`,
    )
    .action((workspace: string | undefined, options: { readonly json?: boolean }) =>
      printStatus(project(), workspace, options),
    );
}

async function printStatus(
  project: Project,
  workspace: string | undefined,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const model = await models.DeployedModel.of(project, workspace);
  try {
    const status = await state.statusOf(project, model);
    if (status.rows.some(({ differs }) => differs)) process.exitCode = 1;
    if (json) return console.log(JSON.stringify(texts.statusData(model, status), null, 2));
    console.log(texts.statusText(status));
  } finally {
    model.close();
  }
}
