import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkProps } from "../shared/check-props";
import * as cluster from "./cluster-schema";
import { pachctlJob } from "./pachctl-job";
import { pachydermRules } from "./pachyderm-schema";
import { deletionScript } from "./render/pachctl-scripts";
import type { PachydermSettings } from "./settings";
import { deletes } from "./workflow-schema";

/** Settings of {@link DeletedPipelines}. */
export interface DeletedPipelinesProps {
  /** By their names in the cluster; a pipeline stands before those that it reads. */
  readonly pipelines: readonly string[];
  /** Where `pachd` is, and the jobs that speak with it. */
  readonly namespace: string;
  readonly pachyderm: Omit<PachydermSettings, "namespace">;
  /** What must be there before, such as the pipelines that no longer read them. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

/** Pipelines that are taken away, with all that they have written: what a workflow no longer has stays else. */
export class DeletedPipelines extends Construct {
  constructor(scope: Construct, id: string, props: DeletedPipelinesProps) {
    super(scope, id);
    const { dependsOn = [], ...settings } = props;
    const rules = { pipelines: deletes, namespace: cluster.namespace, pachyderm: pachydermRules };
    const { pipelines, namespace, pachyderm } = settings;
    const place: PachydermSettings = pachyderm;
    checkProps(this, { ...settings, pachyderm: place }, rules);
    let before = dependsOn;
    for (const pipeline of pipelines) {
      const script = deletionScript(pachyderm.version, pipeline);
      const parts = { name: `delete-${pipeline}`, instance: "deleted", namespace, pachyderm, script };
      before = [pachctlJob(this, `Deletion-${pipeline}`, { ...parts, dependsOn: before }).resource];
    }
  }
}
