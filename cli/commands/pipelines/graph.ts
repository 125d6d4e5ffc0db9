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
  readonly force?: boolean;
}

/** `slipway pipelines graph`. */
export function graphCommand(project: () => Project): Command {
  return new Command("graph")
    .description("Draw a workflow: which pipeline reads from which")
    .argument(...optionalWorkspace("name of the file in environments/pipelines"))
    .option("--workflow <name>", "name of the workflow; required if the file has several")
    .option("--svg <file>", "write a picture to this file, instead of drawing in the terminal")
    .option("--force", "overwrite an existing file")
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
