import { shellWord } from "../../../shared/render/shell-word";
import { canonicalQuantity } from "../../cluster/render/quantities";
import { pipelinesInOrder, pipelinesReadBy, plainName } from "../../workflow/render/dag";
import { isCron, leavesOf } from "../../workflow/render/inputs";
import { commandOf, scriptOf } from "../../workflow/render/script";
import type { MountedSecret, PipelineSettings, Resources, WorkflowSettings } from "../../workflow/settings";
import { type ArgoArtifact, type ArgoDatum, datumsOf, keyOf, listingScript } from "./argo-inputs";

/** What Argo Workflows is told beside the workflow. */
export interface ArgoOptions {
  /** @default - the one in which it is applied */
  readonly namespace?: string;
  /** May make what Argo's executor needs. @default - the namespace's own */
  readonly serviceAccountName?: string;
  /** Has `sh` and `sed`, and lists what a glob matches. @default "busybox:1.37.0" */
  readonly listingImage?: string;
}

/** Something that Kubernetes is given. */
export interface ArgoManifest {
  readonly apiVersion: "argoproj.io/v1alpha1";
  readonly kind: "WorkflowTemplate" | "CronWorkflow";
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

type Template = Readonly<Record<string, unknown>> & { readonly name: string };

const SECURITY = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
/** Pachyderm's own. */
const TRIES = 3;

/**
 * The same workflow for Argo Workflows. Repositories and outputs lie in the bucket of Argo's artifact repository, below
 * the parameter `prefix`.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/workflow-templates/
 */
export function argoManifests(workflow: WorkflowSettings, options: ArgoOptions = {}): ArgoManifest[] {
  const name = plainName(workflow.name);
  const schedules = Object.values(workflow.pipelines).flatMap(({ input }) =>
    leavesOf(input).flatMap((leaf) => (isCron(leaf.input) ? [leaf.input.cron.spec] : [])),
  );
  const metadata = { name, ...(options.namespace === undefined ? {} : { namespace: options.namespace }) };
  const apiVersion = "argoproj.io/v1alpha1";
  const template: ArgoManifest = {
    apiVersion,
    kind: "WorkflowTemplate",
    metadata,
    spec: templateSpec(workflow, options),
  };
  if (schedules.length === 0) return [template];
  const spec = {
    schedules: [...new Set(schedules)],
    concurrencyPolicy: "Forbid",
    workflowSpec: { workflowTemplateRef: { name } },
  };
  return [template, { apiVersion, kind: "CronWorkflow", metadata, spec }];
}

function templateSpec(workflow: WorkflowSettings, options: ArgoOptions) {
  const order = pipelinesInOrder(workflow) ?? Object.keys(workflow.pipelines);
  const pipelines = order.flatMap((name): [string, PipelineSettings][] => {
    const pipeline = workflow.pipelines[name];
    return pipeline === undefined ? [] : [[name, pipeline]];
  });
  const pullSecrets = [...new Set(pipelines.flatMap(([, { imagePullSecrets = [] }]) => imagePullSecrets))];
  const { serviceAccountName } = options;
  return {
    entrypoint: "workflow",
    ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
    ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
    arguments: { parameters: [{ name: "prefix", value: workflow.name }] },
    templates: [
      { name: "workflow", dag: { tasks: pipelines.flatMap(([name, each]) => tasksOf(workflow, name, each)) } },
      ...pipelines.flatMap(([name, each]) => templatesOf(workflow, name, each, options)),
    ],
  };
}

/** A union's parts are tasks of their own, which write into one folder. */
function taskNames(workflow: WorkflowSettings, name: string): string[] {
  const { input } = workflow.pipelines[name] ?? {};
  const count = input === undefined ? 1 : datumsOf(workflow, input).length;
  return count === 1
    ? [plainName(name)]
    : Array.from({ length: count }, (_, index) => `${plainName(name)}-${index + 1}`);
}

function tasksOf(workflow: WorkflowSettings, name: string, pipeline: PipelineSettings) {
  const dependencies = pipelinesReadBy(workflow, pipeline).flatMap((each) => taskNames(workflow, each));
  return taskNames(workflow, name).map((task) => ({
    name: task,
    template: task,
    ...(dependencies.length === 0 ? {} : { dependencies }),
  }));
}

function templatesOf(
  workflow: WorkflowSettings,
  name: string,
  pipeline: PipelineSettings,
  { listingImage = "busybox:1.37.0" }: ArgoOptions,
): Template[] {
  const names = taskNames(workflow, name);
  return datumsOf(workflow, pipeline.input).flatMap((datum, index) => {
    const task = names[index] ?? plainName(name);
    if (datum.patterns.length === 0) return [stepTemplate(workflow, name, task, pipeline, datum)];
    return [
      fanOutTemplate(task, pipeline, datum),
      listingTemplate(`${task}-list`, datum, listingImage),
      stepTemplate(workflow, name, `${task}-datum`, pipeline, datum),
    ];
  });
}

/** Lists the datums, and runs the step for each. */
function fanOutTemplate(name: string, { parallelism = 1 }: PipelineSettings, { patterns }: ArgoDatum): Template {
  const parameters = patterns.map(({ parameter }) => ({ name: parameter, value: `{{item.${parameter}}}` }));
  return {
    name,
    parallelism,
    dag: {
      tasks: [
        { name: "list", template: `${name}-list` },
        {
          name: "datum",
          template: `${name}-datum`,
          dependencies: ["list"],
          withParam: "{{tasks.list.outputs.result}}",
          arguments: { parameters },
        },
      ],
    },
  };
}

function listingTemplate(name: string, { patterns }: ArgoDatum, image: string): Template {
  const artifacts = patterns.map(({ parameter, folder, key }) => ({ name: parameter, path: folder, s3: { key } }));
  return {
    name,
    securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: "RuntimeDefault" } },
    inputs: { artifacts },
    script: {
      image,
      command: ["sh"],
      source: listingScript(patterns),
      resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "256Mi" } },
      securityContext: SECURITY,
    },
  };
}

function stepTemplate(
  workflow: WorkflowSettings,
  pipeline: string,
  name: string,
  settings: PipelineSettings,
  { artifacts, patterns }: ArgoDatum,
): Template {
  const { datumTries = TRIES, datumTimeoutSeconds, nodeSelector, secrets = [], user } = settings;
  const inputs = {
    ...(patterns.length === 0 ? {} : { parameters: patterns.map(({ parameter }) => ({ name: parameter })) }),
    ...(artifacts.length === 0 ? {} : { artifacts }),
  };
  const mounted = secrets.filter(({ mountPath }) => mountPath !== undefined);
  return {
    name,
    ...(datumTimeoutSeconds === undefined ? {} : { activeDeadlineSeconds: datumTimeoutSeconds }),
    ...(datumTries === 1 ? {} : { retryStrategy: { limit: `${datumTries - 1}`, retryPolicy: "Always" } }),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    securityContext: { ...userOf(user), seccompProfile: { type: "RuntimeDefault" } },
    inputs,
    outputs: {
      artifacts: [{ name: "out", path: "/pfs/out", archive: { none: {} }, s3: { key: keyOf(workflow, pipeline) } }],
    },
    volumes: [
      { name: "out", emptyDir: {} },
      ...mounted.map((secret, index) => ({ name: `secret${index}`, secret: { secretName: secret.name } })),
    ],
    ...programOf(settings, mounted, artifacts),
  };
}

/** Pachyderm tells a script where an input's datum lies by a variable with the input's name. */
function inputVariables(artifacts: readonly ArgoArtifact[]) {
  return artifacts.flatMap(({ path, s3 }) => {
    const [, folder] = /^\/pfs\/([A-Za-z_]\w*)(?=[/{]|$)/.exec(path) ?? [];
    return folder === undefined || s3 === undefined ? [] : [{ name: folder, value: path }];
  });
}

function programOf(settings: PipelineSettings, mounted: readonly MountedSecret[], artifacts: readonly ArgoArtifact[]) {
  const { image, environment = {}, secrets = [], requests, limits, workingDirectory, script } = settings;
  const variables = secrets.filter(({ environmentVariable }) => environmentVariable !== undefined);
  const env = [
    ...inputVariables(artifacts),
    ...Object.entries(environment).map(([name, value]) => ({ name, value })),
    ...variables.map(({ name, keys = [], environmentVariable }) => ({
      name: environmentVariable,
      valueFrom: { secretKeyRef: { name, key: keys[0] } },
    })),
  ];
  const container = {
    image,
    command: script === undefined ? commandOf(settings) : readerOf(settings),
    ...(env.length === 0 ? {} : { env }),
    ...(workingDirectory === undefined ? {} : { workingDir: workingDirectory }),
    ...(requests === undefined && limits === undefined
      ? {}
      : { resources: { ...quantities("requests", requests), ...quantities("limits", limits) } }),
    securityContext: SECURITY,
    volumeMounts: [
      { name: "out", mountPath: "/pfs/out" },
      ...mounted.map(({ mountPath }, index) => ({ name: `secret${index}`, mountPath, readOnly: true })),
    ],
  };
  return script === undefined
    ? { container }
    : { script: { ...container, source: `${scriptOf(settings).join("\n")}\n` } };
}

/** Argo gives a script as a file, behind the command; a program of Pachyderm reads it as its input. A shell does either. */
function readerOf(settings: PipelineSettings): readonly string[] {
  if (settings.command === undefined) return commandOf(settings);
  return ["sh", "-c", `exec ${settings.command.map(shellWord).join(" ")} <"$0"`];
}

function quantities(key: string, resources: Resources | undefined): Record<string, Record<string, string>> {
  if (resources === undefined) return {};
  const { cpu, memory, disk, gpu } = resources;
  const all = {
    ...(cpu === undefined ? {} : { cpu: canonicalQuantity(cpu) }),
    ...(memory === undefined ? {} : { memory }),
    ...(disk === undefined ? {} : { "ephemeral-storage": disk }),
    ...(gpu === undefined ? {} : { [gpu.type]: `${gpu.number}` }),
  };
  return { [key]: all };
}

function userOf(user: string | undefined) {
  if (user === undefined) return {};
  const [id, group] = user.split(":").map(Number);
  return {
    runAsUser: id,
    ...(group === undefined ? {} : { runAsGroup: group }),
    ...(id === 0 ? {} : { runAsNonRoot: true }),
  };
}
