import { configurationsOf } from "../../constructs/pipelines/render/workflows";
import type { PipelinesEnvironment, WorkflowSettings } from "../../constructs/pipelines/schema";
import { given } from "../../constructs/shared/given";
import { readText } from "../out";

/** What is committed to start a workflow, and where. */
export interface Committed {
  /** Of the configuration that the environment has, else the workflow's first; nothing when it has none of its own. */
  readonly repository?: string;
  /** The user's file, or the configuration that the environment has; nothing when there is neither. */
  readonly text?: string;
}

/** @param file the user's, in the place of the environment's own */
export function committedTo(environment: PipelinesEnvironment, workflow: WorkflowSettings, file?: string): Committed {
  const own = configurationsOf(environment).find((each) => each.workflow === workflow.name);
  const repository = own?.repository ?? workflow.repositories[0];
  const text = file === undefined ? own?.text : readText("--config", file);
  return given({ repository, text });
}
