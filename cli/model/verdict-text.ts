import type { Obstacle } from "../../engine/adoption/advice";
import type { Verdict } from "../../engine/adoption/verdict";
import { placeText } from "../../engine/states/place";

/** Whether the workspace has nothing to adopt, and is not adopted. */
function isLeftAlone({ kind }: Verdict): boolean {
  return kind !== "old" && kind !== "adopted";
}

/** Whether its adoption would do more than move. */
function isInTheWay({ kind, obstacles }: Verdict): boolean {
  return kind === "old" && obstacles.length > 0;
}

/** The verdict in a table. */
export function verdictText({ kind, obstacles }: Pick<Verdict, "kind" | "obstacles">): string {
  switch (kind) {
    case "adopted":
      return "adopted already";
    case "empty":
      return "no state there";
    case "fargate":
      return "runs on Fargate: left alone";
    case "created":
      return "created by Slipway";
    case "other":
      return "not of the older modules: left alone";
    case "old": {
      const count = (...what: Obstacle["what"][]) => obstacles.filter((each) => what.includes(each.what)).length;
      const [added, changed, destroyed] = [count("add", "replace"), count("change"), count("destroy", "replace")];
      return `${added} to add, ${changed} to change, ${destroyed} to destroy`;
    }
  }
}

/** Why workspaces are not adopted: their plans would do more than move, or they were named and have nothing to adopt. */
export function refusalsOf(verdicts: readonly Verdict[], all: boolean): string[] {
  return verdicts.filter((each) => isInTheWay(each) || (isLeftAlone(each) && !all)).map(refusalOf);
}

function refusalOf({ workspace, kind, place, obstacles }: Verdict): string {
  const where = placeText(place);
  const rule = `${workspace}: its state must be one of the older modules`;
  switch (kind) {
    case "empty":
      return `${rule}, got none at ${where}; write the backend of the old code into its file`;
    case "fargate":
      return `${workspace}: it must run on Lambda alone to be adopted, got module.ecs in ${where}; leave it to the old code until Slipway has Fargate`;
    case "created":
      return `${rule}, got one that Slipway has created at ${where}; there is nothing to adopt`;
    case "other":
      return `${rule}, got other resources at ${where}; write the backend of the old code into its file`;
    default:
      return `${workspace}: its plan must move resources and do nothing else, got ${verdictText({ kind, obstacles })}; correct what is named above`;
  }
}

/** What would be done to a resource, how it differs, and what would make it equal. */
export function obstacleLine(workspace: string, { address, what, differences, advice }: Obstacle): string {
  const differing = differences.length === 0 ? "" : `, ${differences.join(", ")}`;
  return `${workspace}: ${what} ${address}${differing}; ${advice}`;
}
