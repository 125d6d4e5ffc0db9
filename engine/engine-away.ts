import { engineAway } from "../constructs/shared/render/engine-away";
import type { TerraformEvent } from "./terraform-events";

/** Whether it is an error of a Docker engine that does not answer: Terraform says it once for each resource. */
export function isOfEngineAway({ diagnostic }: TerraformEvent): boolean {
  return diagnostic?.severity === "error" && engineAway(diagnostic.summary) !== undefined;
}

/** Says which Docker engines do not answer; undefined where Terraform says nothing of it. */
export function enginesAway(
  stack: string,
  events: readonly TerraformEvent[],
  { action, workspace }: { readonly action: string; readonly workspace: string },
): string | undefined {
  const said = events.filter(isOfEngineAway).flatMap(({ diagnostic }) => engineAway(diagnostic?.summary ?? "") ?? []);
  if (said.length === 0) return undefined;
  // The provider may write to an ssh that has just ended, and then knows no reason.
  const known = said.filter((each) => !/broken pipe/.test(each));
  const byPlace = new Map([...said, ...known].map((each) => [each.split(" must answer, got ")[0], each]));
  return [...byPlace.values()]
    .map((each) => `${stack}: ${each}, then run slipway ${action} ${workspace} again`)
    .join("\n");
}
