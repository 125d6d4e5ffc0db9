import { Command } from "commander";
import type { WorkflowSettings } from "../../../constructs/pipelines/schema";
import { lazy } from "../../../constructs/shared/lazy";
import { shown } from "../../../constructs/shared/shown";
import type { Project } from "../../../engine/project";
import { isThere, writeText } from "../../out";
import { optionalWorkspace } from "../../words";

const graphs = lazy<typeof import("../../../constructs/pipelines/workflow/render/graph")>(() =>
  require("../../../constructs/pipelines/workflow/render/graph"),
);
const workspaces = lazy<typeof import("../../../engine/workspace-named")>(() =>
  require("../../../engine/workspace-named"),
);
const environments = lazy<typeof import("../../pipelines/environment")>(() => require("../../pipelines/environment"));

interface GraphOptions {
  readonly svg?: string;
  readonly workflow?: string;
  readonly force: boolean;
}

/** `slipway pipelines graph`. */
export function graphCommand(project: () => Project): Command {
  return new Command("graph")
    .description("Draws a workflow: who reads what of whom.")
    .argument(...optionalWorkspace("the file's name"))
    .option("--workflow <name>", "the workflow; needed where the file has several")
    .option("--svg <file>", "as a picture, into a file")
    .option("--force", "writes over a file that is there", false)
    .addHelpText("after", "\nExamples:\n  slipway pipelines graph logd\n  slipway pipelines graph logd --svg logd.svg")
    .action((workspace: string | undefined, options: GraphOptions) => {
      const environment = workspaces.namedEnvironment(project(), "pipelines", workspace);
      drawGraph(environments.workflowNamed(environment, options.workflow), options);
    });
}

/** Draws a workflow: in the terminal, or as a picture in a file. */
function drawGraph(workflow: WorkflowSettings, { svg, force }: GraphOptions): void {
  if (svg === undefined) {
    process.stdout.write(graphs.graphText(workflow));
    return;
  }
  if (isThere("--svg", "file", svg) && !force) {
    throw new Error(`--svg must be a new file, got ${shown(svg)}; name another, or add --force`);
  }
  writeText("--svg", svg, graphs.graphSvg(workflow));
  console.log(`${svg} written`);
}
