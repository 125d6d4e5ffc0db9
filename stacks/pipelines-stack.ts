import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Pipelines, type PipelinesEnvironment, stackKubernetesProvider } from "../constructs/pipelines";
import { stackBackend } from "../constructs/shared/backend";
import { markLoaded } from "../constructs/shared/check-props";
import { given } from "../constructs/shared/given";
import type { StackMaker } from "../constructs/shared/stack-maker";
import { stackOutput } from "../constructs/shared/stack-output";
import { fromStackFolder } from "../constructs/shared/stack-path";
import { checkWorkspaceName } from "../constructs/shared/workspace-name";

/** Settings of a {@link PipelinesStack}. */
export interface PipelinesStackProps {
  readonly environment: PipelinesEnvironment;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** Workflows on one cluster: backend, provider, everything of the environment, and what there is. */
export class PipelinesStack extends TerraformStack {
  readonly pipelines: Pipelines;

  constructor(scope: Construct, id: string, { environment, stateFolder }: PipelinesStackProps) {
    super(scope, id);
    markLoaded(this);
    const { backend, cluster, ...settings } = environment;
    checkWorkspaceName(id, settings.name);
    stackBackend(this, { workspace: id, stateFolder, ...given({ backend }) });
    const { context, kubeconfig } = cluster;
    const configPath = kubeconfig && fromStackFolder(this, kubeconfig);
    stackKubernetesProvider(this, { context, ...given({ configPath }) });
    this.pipelines = new Pipelines(this, "Pipelines", settings);
    const names = [...this.pipelines.workflows].map(([name, { jobs }]) => [name, [...jobs.keys()]]);
    stackOutput(this, "pipelines", "The pipelines of each workflow", Object.fromEntries(names));
  }
}

/** The stack of workflows on one cluster. */
export const stacks: StackMaker<PipelinesEnvironment> = (scope, { workspace, environment }, stateFolder) => [
  new PipelinesStack(scope, workspace, { environment, stateFolder }),
];
