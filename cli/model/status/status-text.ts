import { tableText, visibleCells, wrappedCells } from "../../table";
import type { DeployedModel } from "../deployed-model";
import { runData, runsText } from "../run/list";
import type { ModelStatus } from "./status";

/** Two such columns beside the others are within 120. */
const WIDEST = 38;

/** A status for a person. */
export function statusText({ rows, runs }: ModelStatus): string {
  const cells = rows.map(({ what, declared, deployed, differs }) =>
    wrappedCells(visibleCells([what, declared, deployed, differs ? "differs" : ""].map(withShortDigests)), WIDEST),
  );
  return `${tableText(["what", "file", "deployed", ""], cells)}\n\nlast runs\n${runsText(runs, false)}`;
}

/** As `slipway model image list` shows them. */
function withShortDigests(cell: string): string {
  return cell.replace(/(?<=\bsha256:[0-9a-f]{12})[0-9a-f]{52}\b/g, "");
}

/** The same for programs. */
export function statusData({ name, account, region }: DeployedModel, { rows, runs }: ModelStatus) {
  return { workspace: name, account, region, settings: rows, runs: runs.map(runData) };
}
