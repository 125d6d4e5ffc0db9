import { withoutUndefined } from "../../../shared/render/without-undefined";
import { quantityValue } from "../../cluster/render/quantities";
import { pipelineName, pipelinesInOrder, repositoryName } from "../../workflow/render/dag";
import { combinationOf, isCron, isRepository } from "../../workflow/render/inputs";
import { commandOf, scriptOf } from "../../workflow/render/script";
import type {
  Input,
  MountedSecret,
  PachydermVersion,
  PipelineSettings,
  RepositoryInput,
  Resources,
  WorkflowSettings,
} from "../../workflow/settings";
import type {
  PachydermInput,
  PachydermRepository,
  PachydermResources,
  PachydermSecret,
  PachydermSpec,
  PachydermTransform,
} from "./pachyderm-spec";
import { triggerFields, workerFields } from "./worker-fields";

/** The specification of each pipeline of a workflow, each after those that it reads. The keys stand in one order. */
export function specsOf(workflow: WorkflowSettings, version: PachydermVersion): PachydermSpec[] {
  const order = pipelinesInOrder(workflow) ?? Object.keys(workflow.pipelines);
  return order.flatMap((name) => {
    const pipeline = workflow.pipelines[name];
    return pipeline === undefined ? [] : [specOf(workflow, name, pipeline, version)];
  });
}

/** A specification as a file has it. */
export function specText(spec: PachydermSpec): string {
  return `${JSON.stringify(spec, undefined, 2)}\n`;
}

function specOf(
  workflow: WorkflowSettings,
  name: string,
  settings: PipelineSettings,
  version: PachydermVersion,
): PachydermSpec {
  const { input, parallelism, idle, reprocess } = settings;
  const isSpout = "spout" in input;
  return withoutUndefined({
    pipeline: { name: pipelineName(workflow, name) },
    description: settings.description,
    transform: transformOf(settings),
    input: isSpout ? undefined : inputOf(workflow, input, version),
    spout: isSpout ? {} : undefined,
    parallelism_spec: parallelism === undefined ? undefined : { constant: parallelism },
    output_branch: settings.outputBranch,
    resource_requests: resourcesOf(settings.requests),
    resource_limits: resourcesOf(settings.limits),
    datum_timeout: secondsOf(settings.datumTimeoutSeconds),
    job_timeout: secondsOf(settings.jobTimeoutSeconds),
    datum_tries: settings.datumTries,
    scheduling_spec: schedulingOf(settings),
    ...(idle === undefined ? {} : { [version === "2" ? "autoscaling" : "standby"]: idle === "scale-to-zero" }),
    reprocess_spec: reprocess === undefined ? undefined : REPROCESS[reprocess],
    ...workerFields(settings, version),
  });
}

function schedulingOf({ nodeSelector, priorityClassName }: PipelineSettings): PachydermSpec["scheduling_spec"] {
  if (nodeSelector === undefined && priorityClassName === undefined) return undefined;
  return withoutUndefined({ node_selector: nodeSelector, priority_class_name: priorityClassName });
}

const REPROCESS = { "every-job": "every_job", "until-success": "until_success" } as const;

function transformOf(settings: PipelineSettings): PachydermTransform {
  const { image, script, environment, secrets, imagePullSecrets, acceptReturnCodes, user, workingDirectory } = settings;
  return withoutUndefined({
    image,
    cmd: commandOf(settings),
    stdin: script === undefined ? undefined : scriptOf(settings),
    err_cmd: settings.errorCommand,
    err_stdin: settings.errorScript,
    env: environment,
    secrets: secrets?.map(secretOf),
    image_pull_secrets: imagePullSecrets,
    accept_return_code: acceptReturnCodes,
    user,
    working_dir: workingDirectory,
  });
}

/** Pachyderm mounts all keys of a secret; one is named for a variable alone. */
function secretOf({ name, keys = [], mountPath, environmentVariable }: MountedSecret): PachydermSecret {
  return withoutUndefined({
    name,
    key: environmentVariable === undefined ? undefined : keys[0],
    mount_path: mountPath,
    env_var: environmentVariable,
  });
}

function inputOf(workflow: WorkflowSettings, input: Input, version: PachydermVersion): PachydermInput {
  if (isRepository(input)) {
    const repository = repositoryOf(workflow, input);
    return version === "1.7" ? { atom: repository } : { pfs: repository };
  }
  if (isCron(input)) {
    const { name, spec, overwrite } = input.cron;
    return { cron: withoutUndefined({ name, spec, overwrite }) };
  }
  const combination = combinationOf(input);
  const parts = (combination?.parts ?? []).map((part) => inputOf(workflow, part, version));
  return { [combination?.kind ?? "cross"]: parts } as unknown as PachydermInput;
}

function repositoryOf(workflow: WorkflowSettings, input: RepositoryInput): PachydermRepository {
  return withoutUndefined({
    repo: repositoryName(workflow, input.repo),
    glob: input.glob,
    branch: input.branch,
    name: input.as,
    lazy: input.lazy,
    group_by: input.groupBy,
    join_on: input.joinOn,
    outer_join: input.outerJoin,
    empty_files: input.emptyFiles,
    s3: input.s3,
    trigger: input.trigger === undefined ? undefined : triggerFields(input.trigger),
  });
}

/** Pachyderm takes processors as a number alone. */
function resourcesOf(resources: Resources | undefined): PachydermResources | undefined {
  if (resources === undefined) return undefined;
  const { cpu, memory, disk, gpu } = resources;
  return withoutUndefined({
    cpu: cpu === undefined ? undefined : quantityValue(cpu),
    memory,
    disk,
    gpu: gpu === undefined ? undefined : { type: gpu.type, number: gpu.number },
  });
}

function secondsOf(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : `${seconds}s`;
}
