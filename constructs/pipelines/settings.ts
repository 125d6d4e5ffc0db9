import type { Backend } from "../shared/schema";
import type { PipelineSecret } from "./cluster/secret-settings";
import type { Removal } from "./cluster/settings";
import type { CpsignSettings } from "./cpsign/settings";
import type { MySqlSettings } from "./database/settings";
import type { ManagerPodSettings } from "./manager/settings";
import type { PachydermSettings } from "./pachyderm/settings";
import type { WorkflowSettings } from "./workflow/settings";

/** Modelling workflows on a cluster: what `environments/pipelines/<workspace>.ts` exports. */
export interface PipelinesEnvironment extends PipelinesSettings {
  readonly cluster: ClusterSettings;
  /** @default - a file of the project, `terraform.tfstate.d/<workspace>/terraform.tfstate` */
  readonly backend?: Backend;
}

/** Which cluster: never whichever is the current one by accident. */
export interface ClusterSettings {
  /** Of the kubeconfig, as `kubectl config get-contexts` names it. */
  readonly context: string;
  /** From the project's folder, or from `~/`. @default - KUBE_CONFIG_PATH, else ~/.kube/config */
  readonly kubeconfig?: string;
}

/** What is on the cluster. */
export interface PipelinesSettings {
  /** The workspace, and the file. */
  readonly name: string;
  /** Where the database and the manager are. */
  readonly namespace: string;
  /** `adopted`: it exists. `created`: it is made, and keeps pods to the strictest standard. @default "adopted" */
  readonly namespaceIs?: "adopted" | "created";
  /** Whether a namespace that was made here, with all that is in it, may go with the stack. @default "refused" */
  readonly removal?: Removal;
  readonly pachyderm: PachydermSettings;
  /** @default - none: the workflows have another one, or need none */
  readonly database?: Omit<MySqlSettings, "namespace">;
  /** Secrets of the pipelines by their names, in the namespace of Pachyderm's workers. @default - those of the database alone */
  readonly secrets?: Readonly<Record<string, PipelineSecret>>;
  /** @default - no manager's pod */
  readonly manager?: Omit<
    ManagerPodSettings,
    "namespace" | "pachyderm" | "pachdNamespace" | "pachdAddress" | "pipelineSetup"
  >;
  /** Pipelines that no workflow has any more, by their names in the cluster: they go, with all that they have written. One stands before those that it reads. @default - none: what is left out of the file stays */
  readonly deletes?: readonly string[];
  /** By their names, which come before those of their pipelines. */
  readonly workflows: Readonly<Record<string, Omit<WorkflowSettings, "name"> | CpsignWorkflowSettings>>;
}

/** A workflow whose pipelines train with CPSign. */
export interface CpsignWorkflowSettings {
  readonly cpsign: Omit<CpsignSettings, "name">;
  /** Whether a changed configuration is committed by a deployment, which begins a training. @default "by-hand": `slipway pipelines run` */
  readonly commit?: "deployed" | "by-hand";
}
