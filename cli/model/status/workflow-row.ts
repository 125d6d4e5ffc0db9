import { isDeepStrictEqual } from "node:util";
import { textOfTemplate } from "../../../constructs/shared/render/template-text";
import { isFirstDefinition, machineOf, statesOf } from "../run/machine";
import type { StatusRow } from "./row";

/**
 * Which definition a state machine has, beside the file's.
 *
 * @param declared as Terraform would get it; nothing where it leaves the definition alone
 * @param functionArn what stands for the function's in it
 */
export function workflowRow(declared: string | undefined, deployed: string, functionArn: string): StatusRow {
  const count = (text: string) => {
    const { length } = statesOf(machineOf(text));
    return length === 1 ? "1 state" : `${length} states`;
  };
  const what = "workflow";
  if (declared === undefined) {
    const isFirst = isFirstDefinition(machineOf(deployed));
    return {
      what,
      declared: "external",
      deployed: count(deployed) + (isFirst ? ": no steps yet" : ""),
      differs: false,
    };
  }
  const text = textOfTemplate(declared.replace(/\$\{aws_lambda_function\.[\w-]+\.arn\}/g, functionArn));
  const differs = !isDeepStrictEqual(machineOf(text), machineOf(deployed));
  return {
    what,
    declared: count(text),
    deployed: differs ? `${count(deployed)}, another definition` : count(deployed),
    differs,
  };
}
