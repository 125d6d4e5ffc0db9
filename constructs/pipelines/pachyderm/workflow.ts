import { Annotations, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../../shared/check-props";
import { ownName } from "../../shared/own-names";
import { requireProps } from "../../shared/props";
import { type ProviderProps, useProvider } from "../../shared/provider";
import { ApplyJob } from "../cluster/apply-job";
import * as cluster from "../cluster/schema";
import { declaredKeys } from "../cluster/secret-settings";
import type { DeclaredSecret } from "../cluster/settings";
import { problemsWithinWorkflow } from "../workflow/problems";
import { pipelineName, pipelinesReadBy } from "../workflow/render/dag";
import { workflowSettings as rules } from "../workflow/schema";
import type { WorkflowSettings } from "../workflow/settings";
import { warningsOfWorkflow } from "../workflow/warnings";
import { closeJobNetwork } from "./job-network";
import { jobName, type PachdPlace, pachctlStep } from "./pachctl-step";
import { commitScript, pipelineScript, repositoryScript } from "./render/pachctl-scripts";
import { specsOf, specText } from "./render/pachyderm";
import { pachydermRules } from "./schema";
import type { PachydermSettings } from "./settings";

/** Settings of a {@link Workflow}. */
export interface WorkflowProps extends WorkflowSettings, PachdPlace, ProviderProps {
  /** Secrets with their keys: what a pipeline mounts must be one of them. @default - not held against any */
  readonly declared?: readonly DeclaredSecret[];
  /** Committed to one of the repositories when it changed, which starts the pipelines that read it. @default - nothing is committed */
  readonly commit?: { readonly repository: string; readonly path: string; readonly text: string };
  /** What must be there before, such as secrets. @default - nothing */
  readonly dependsOn?: readonly TerraformResource[];
}

const SPEC = "spec.json";
const COMMITTED = "committed";

/**
 * Pipelines of Pachyderm. Each is created or updated by a job whose name carries the hash of its specification, so that a
 * deployment runs the jobs of those that changed, in the order in which they read each other.
 *
 * @see https://docs.pachyderm.com/latest/build-dags/pipeline-spec/
 */
export class Workflow extends Construct {
  /** The job of each pipeline. */
  readonly jobs: ReadonlyMap<string, ApplyJob>;
  private readonly props: WorkflowProps;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    requireProps(this, props);
    const { namespace, pachyderm, declared, commit: _, dependsOn = [], provider, ...settings } = props;
    useProvider(this, "kubernetes", provider);
    const more = { namespace: cluster.namespace, pachyderm: pachydermRules };
    const secrets = declared === undefined ? {} : { secrets: declaredKeys(declared, namespace) };
    const place: PachydermSettings = pachyderm;
    checkSettings(this, { ...settings, namespace, pachyderm: place }, { ...rules.shape, ...more }, () =>
      problemsWithinWorkflow(settings, { ...secrets, version: pachyderm?.version }),
    );
    for (const warning of warningsOfWorkflow(settings)) Annotations.of(this).addWarning(`warning: ${warning}`);
    ownName(this, { kind: "workflow", name: props.name });
    this.props = props;
    closeJobNetwork(this, jobName(props.name), props);
    const repositories = settings.repositories.map((name) =>
      this.job(`Repository-${name}`, `${props.name}-${name}`, repositoryScript(pachyderm.version, name), dependsOn),
    );
    this.jobs = this.pipelineJobs(settings, [...dependsOn, ...repositories.map(({ resource }) => resource)]);
    this.commit();
  }

  /** What depends on all pipelines depends on these. */
  get resources(): TerraformResource[] {
    return [...this.jobs.values()].map(({ resource }) => resource);
  }

  private pipelineJobs(settings: WorkflowSettings, before: readonly TerraformResource[]): Map<string, ApplyJob> {
    const { version } = this.props.pachyderm;
    const jobs = new Map<string, ApplyJob>();
    const named = new Map(Object.keys(settings.pipelines).map((name) => [pipelineName(settings, name), name]));
    for (const spec of specsOf(settings, version)) {
      const inCluster = spec.pipeline.name;
      const name = named.get(inCluster) as string;
      const pipeline = settings.pipelines[name] as WorkflowSettings["pipelines"][string];
      const read = pipelinesReadBy(settings, pipeline).map((each) => (jobs.get(each) as ApplyJob).resource);
      const script = pipelineScript(version, {
        ...{ name: inCluster, specFile: `/scripts/${SPEC}` },
        reprocess: pipeline.reprocessOnUpdate ?? false,
      });
      const files = { [SPEC]: specText(spec) };
      jobs.set(name, this.job(`Pipeline-${name}`, inCluster, script, [...before, ...read], files));
    }
    return jobs;
  }

  private commit(): void {
    const { commit, pachyderm } = this.props;
    if (commit === undefined) return;
    const { repository, path, text } = commit;
    const place = { repository, branch: "master", path };
    const script = commitScript(pachyderm.version, place, `/scripts/${COMMITTED}`);
    this.job(`Commit-${repository}`, `${this.props.name}-commit-${repository}`, script, this.resources, {
      [COMMITTED]: text,
    });
  }

  private job(
    id: string,
    name: string,
    script: string,
    dependsOn: readonly TerraformResource[],
    files: Readonly<Record<string, string>> = {},
  ): ApplyJob {
    return new ApplyJob(this, id, {
      name: jobName(name),
      namespace: this.props.namespace,
      instance: jobName(this.props.name),
      steps: [pachctlStep(this.props, script)],
      files,
      dependsOn,
    });
  }
}
