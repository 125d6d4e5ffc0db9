import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { missing, refuse } from "../shared/check-props";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import type { CpsignSettings } from "./cpsign/settings";
import type { MySql } from "./database/my-sql";
import type { ManagerPod } from "./manager/manager-pod";
import type { Workflow } from "./pachyderm/workflow";
import { Pipelines } from "./pipelines";
import type { CpsignWorkflowSettings, PipelinesSettings } from "./settings";

/** Settings of a {@link CpsignWorkflow}. */
export interface CpsignWorkflowProps
  extends ProviderProps,
    CpsignSettings,
    Pick<CpsignWorkflowSettings, "commit">,
    Pick<PipelinesSettings, "namespace" | "pachyderm" | "database" | "manager"> {
  /** Secrets that are made here, by their names. @default - none: somebody else makes them */
  readonly clusterSecrets?: PipelinesSettings["secrets"];
  /** What must be there before, such as the namespace. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

/**
 * A model that CPSign trains: its database, its secrets, its pipelines, and a pod to manage them from. Another one beside it
 * has names of its own, and leaves out what it shares.
 *
 * @example
 * new CpsignWorkflow(this, "LogD", {
 *   name: "LogD", namespace: "labinf", pachyderm: { version: "2" },
 *   configuration, images: { ingestion: "…", cpsign: "…", upload: "…" },
 * });
 */
export class CpsignWorkflow extends Construct {
  readonly database?: MySql;
  readonly manager?: ManagerPod;
  readonly workflow: Workflow;

  constructor(scope: Construct, id: string, props: CpsignWorkflowProps) {
    super(scope, id);
    requireProps(this, props);
    refuse(this, missing(props, { name: "the workflow's name" }));
    const { name, namespace, pachyderm, database, manager, clusterSecrets, commit, dependsOn, provider, ...cpsign } =
      props;
    useProvider(this, "kubernetes", provider);
    const pipelines = new Pipelines(this, "Pipelines", {
      ...{ name: name.toLowerCase(), namespace, pachyderm },
      ...(database !== undefined && { database }),
      ...(manager !== undefined && { manager }),
      ...(clusterSecrets !== undefined && { secrets: clusterSecrets }),
      ...(dependsOn !== undefined && { dependsOn }),
      workflows: { [name]: { cpsign, ...(commit !== undefined && { commit }) } },
    });
    if (pipelines.database !== undefined) this.database = pipelines.database;
    if (pipelines.manager !== undefined) this.manager = pipelines.manager;
    this.workflow = pipelines.workflows.get(name) as Workflow;
  }
}
