import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../../shared/check-props";
import { requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { ApplyJob } from "../cluster/apply-job";
import * as cluster from "../cluster/schema";
import { deletes } from "../workflow/schema";
import { closeJobNetwork } from "./job-network";
import { jobName, type PachdPlace, pachctlStep } from "./pachctl-step";
import { deletionScript } from "./render/pachctl-scripts";
import { pachydermRules } from "./schema";
import type { PachydermSettings } from "./settings";

/** Settings of {@link DeletedPipelines}. */
export interface DeletedPipelinesProps extends PachdPlace, ProviderProps {
  /** By their names in the cluster; a pipeline stands before those that it reads. */
  readonly pipelines: readonly string[];
  /** What must be there before, such as the pipelines that no longer read them. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

/** Pipelines that are taken away, with all that they have written: what a workflow no longer has stays else. */
export class DeletedPipelines extends Construct {
  constructor(scope: Construct, id: string, props: DeletedPipelinesProps) {
    super(scope, id);
    requireProps(this, props);
    const { dependsOn = [], provider, ...settings } = props;
    useProvider(this, "kubernetes", provider);
    const rules = { pipelines: deletes, namespace: cluster.namespace, pachyderm: pachydermRules };
    const { pipelines, namespace, pachyderm } = settings;
    const place: PachydermSettings = pachyderm;
    checkSettings(this, { ...settings, pachyderm: place }, rules);
    closeJobNetwork(this, jobName("deleted"), settings);
    let before = dependsOn;
    for (const pipeline of pipelines) {
      const job = new ApplyJob(this, `Deletion-${pipeline}`, {
        name: jobName(`delete-${pipeline}`),
        namespace,
        instance: jobName("deleted"),
        steps: [pachctlStep(settings, deletionScript(pachyderm.version, pipeline))],
        dependsOn: before,
      });
      before = [job.resource];
    }
  }
}
