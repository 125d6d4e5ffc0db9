import { isDeepStrictEqual } from "node:util";
import { partsOf } from "../../../constructs/shared/rules";
import { counted } from "../../../engine/holdings/holding";
import { isFirstDefinition, type Machine, machineOf, statesOf } from "../run/machine";
import type { StatusRow } from "./row";

/**
 * Which definition a state machine has, beside the file's.
 *
 * @param declared as AWS would get it; nothing where Terraform leaves the definition alone
 */
export function workflowRow(declared: unknown, deployed: string): StatusRow {
  const machine = machineOf(deployed);
  const count = (each: Machine) => counted(statesOf(each).length, "state");
  const what = "workflow";
  if (declared === undefined) {
    const note = isFirstDefinition(machine) ? ": no steps yet" : "";
    return { what, declared: "external", deployed: `${count(machine)}${note}`, differs: false };
  }
  const differs = !isDeepStrictEqual(declared, machine);
  return {
    what,
    declared: count(partsOf(declared) as Machine),
    deployed: differs ? `${count(machine)}, another definition` : count(machine),
    differs,
  };
}
