import type { DeclaredSecret } from "../cluster/settings";
import { configurationRepository, configurationText, cpsignWorkflow } from "../cpsign/render/cpsign";
import { secretsMade } from "../database/render/mysql-contents";
import { specsOf, specText } from "../pachyderm/render/pachyderm";
import type { CpsignWorkflowSettings, PipelinesSettings } from "../settings";
import type { WorkflowSettings } from "../workflow/settings";

/** One of the workflows of an environment. */
export type AnyWorkflow = PipelinesSettings["workflows"][string];

export function isCpsign(workflow: AnyWorkflow): workflow is CpsignWorkflowSettings {
  return "cpsign" in workflow;
}

/** The pipelines of a workflow, whichever way they are described. */
export function workflowOf(name: string, workflow: AnyWorkflow): WorkflowSettings {
  return isCpsign(workflow) ? cpsignWorkflow({ ...workflow.cpsign, name }) : { ...workflow, name };
}

/** All workflows of an environment. */
export function workflowsOf({ workflows }: Pick<PipelinesSettings, "workflows">): WorkflowSettings[] {
  return Object.entries(workflows).map(([name, each]) => workflowOf(name, each));
}

/** What is committed to start a workflow. */
export interface Configuration {
  readonly workflow: string;
  readonly repository: string;
  readonly text: string;
}

/** The configurations of the workflows that have one. */
export function configurationsOf({ workflows }: Pick<PipelinesSettings, "workflows">): Configuration[] {
  return Object.entries(workflows).flatMap(([workflow, each]) =>
    isCpsign(each)
      ? [
          {
            workflow,
            repository: configurationRepository({ ...each.cpsign, name: workflow }),
            text: configurationText(each.cpsign.configuration),
          },
        ]
      : [],
  );
}

/** The namespace of Pachyderm's workers. */
export function pachdNamespaceOf({ namespace, pachyderm }: Pick<PipelinesSettings, "namespace" | "pachyderm">): string {
  return pachyderm.namespace ?? namespace;
}

/** All secrets that a file declares: those that its database makes, and the others in each of the two namespaces. */
export function declaredSecrets(
  settings: Pick<PipelinesSettings, "namespace" | "pachyderm" | "database" | "secrets">,
): DeclaredSecret[] {
  const { namespace, database, secrets = {} } = settings;
  const made = database === undefined ? [] : secretsMade({ ...database, namespace });
  const namespaces = [...new Set([namespace, pachdNamespaceOf(settings)])];
  const others = Object.entries(secrets).flatMap(([name, { keys }]) =>
    namespaces.map((each) => ({ name, namespace: each, keys })),
  );
  return [...made, ...others];
}

/** The specifications of all workflows as files, which the manager has in /pipeline-setup. */
export function setupFiles(settings: PipelinesSettings): Record<string, string> {
  const all = workflowsOf(settings).flatMap((workflow) => specsOf(workflow, settings.pachyderm.version));
  return Object.fromEntries(all.map((spec) => [`${spec.pipeline.name}.json`, specText(spec)]));
}
