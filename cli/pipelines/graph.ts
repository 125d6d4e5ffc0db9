import type { WorkflowSettings } from "../../constructs/pipelines/schema";
import { graphSvg, graphText } from "../../constructs/pipelines/workflow/render/graph";
import { shown } from "../../constructs/shared/shown";
import { isThere, writeText } from "../out";

/** Options of `slipway pipelines graph`. */
export interface GraphOptions {
  readonly svg?: string;
  readonly workflow?: string;
  readonly force: boolean;
}

/** Draws a workflow: in the terminal, or as a picture in a file. */
export function drawGraph(workflow: WorkflowSettings, { svg, force }: GraphOptions): void {
  if (svg === undefined) {
    process.stdout.write(graphText(workflow));
    return;
  }
  if (isThere("--svg", "file", svg) && !force) {
    throw new Error(`--svg must be a new file, got ${shown(svg)}; name another, or add --force`);
  }
  writeText("--svg", svg, graphSvg(workflow));
  console.log(`${svg} written`);
}
