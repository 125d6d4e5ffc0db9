import type { WorkflowSettings } from "../../../constructs/pipelines/workflow/settings";
import wide from "../../stacks/environments/pipelines/wide-pipelines-workers";

/** The workflow of the test environment that has every setting of workers. */
export function workersFile(): { readonly workflow: WorkflowSettings } {
  return { workflow: { ...wide.workflows.workers, name: "workers" } };
}
