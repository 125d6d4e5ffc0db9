import { problemsWithinWorkflow } from "../../../constructs/pipelines/workflow/problems";
import { workflowSettings } from "../../../constructs/pipelines/workflow/schema";
import { type Problem, problemsOf } from "../../../constructs/shared/rules";
import { CONTEXT, LOGD } from "./refused";

/** All that is said of the right workflow with some changes. */
export function said(changes: Readonly<Record<string, unknown>>, context: object = {}): string[] {
  const value = given({ ...LOGD, ...changes });
  return texts([...problemsOf(workflowSettings, value), ...problemsWithinWorkflow(value, { ...CONTEXT, ...context })]);
}

export function texts(problems: readonly Problem[]): string[] {
  return problems.map(({ path, message }) => `${path}${path === "" ? "" : " "}${message}`);
}

/** Without what is undefined, at every depth. */
export function given(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(given);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(kept.map(([key, part]) => [key, given(part)]));
}
