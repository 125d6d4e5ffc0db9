import { withoutUndefined } from "../../../shared/render/without-undefined";
import { COMBINATIONS } from "../../workflow/render/inputs";
import { SHELL, STRICT } from "../../workflow/render/script";
import type { Input, MountedSecret, PipelineSettings, Resources } from "../../workflow/settings";
import { FieldReader, type ImportNote } from "./read-fields";
import { readWorkers, triggerOf } from "./read-workers";

/** A pipeline as its file has it: inputs have the names of the cluster. */
export interface ReadSpec {
  readonly file: string;
  readonly name: string;
  readonly settings: PipelineSettings;
}

/** What a pipeline runs that names no image. @see https://docs.pachyderm.com/latest/build-dags/pipeline-spec/transform/ */
const DEFAULT_IMAGE = "ubuntu:20.04";

/** A specification of any version; nothing when it is none, or would mean something else. What cannot be kept is told. */
export function readSpec(file: string, value: unknown, notes: ImportNote[]): ReadSpec | undefined {
  const spec = new FieldReader(value, notes, file);
  const pipeline = spec.below("pipeline");
  const name = pipeline?.text("name");
  const transform = spec.below("transform");
  if (pipeline === undefined || transform === undefined || name === undefined) {
    const missing = name === undefined ? "pipeline.name" : "transform";
    notes.push({ path: file, message: `must be a pipeline's specification, got none with ${missing}; it is left out` });
    return undefined;
  }
  const input = readWhole(spec);
  if (input === undefined) {
    const message = "must have an input that can be read, or be a spout, got none; the pipeline is left out";
    notes.push({ path: file, message });
    return undefined;
  }
  const image = transform.text("image") ?? DEFAULT_IMAGE;
  if (!transform.has("image")) {
    const message = `is not set, so Pachyderm takes its own, which differs by version; ${DEFAULT_IMAGE} is written`;
    transform.note("image", message);
  }
  const settings = withoutUndefined({
    description: spec.text("description"),
    input,
    image,
    ...programOf(transform),
    parallelism: parallelismOf(spec),
    requests: resourcesOf(spec, "resource_requests"),
    limits: resourcesOf(spec, "resource_limits"),
    idle: idleOf(spec),
    datumTimeoutSeconds: spec.seconds("datum_timeout"),
    jobTimeoutSeconds: spec.seconds("job_timeout"),
    datumTries: spec.number("datum_tries"),
    reprocess: reprocessOf(spec.text("reprocess_spec")),
    outputBranch: spec.text("output_branch"),
    ...schedulingOf(spec),
    ...readWorkers(spec, transform),
  }) as PipelineSettings;
  for (const each of [pipeline, transform, spec]) each.end();
  return { file, name, settings };
}

function reprocessOf(word: string | undefined): PipelineSettings["reprocess"] {
  if (word === "every_job") return "every-job";
  return word === "until_success" ? "until-success" : undefined;
}

function programOf(transform: FieldReader): Record<string, unknown> {
  const lines = transform.texts("stdin");
  const command = transform.texts("cmd");
  const isStrict = lines?.[0] === STRICT;
  const isUsual = lines !== undefined && JSON.stringify(command) === JSON.stringify(SHELL);
  if (lines !== undefined && !isStrict) {
    transform.note(
      "stdin",
      `goes on when a line fails; without strict: false it begins with ${STRICT}, and the step fails with the line`,
    );
  }
  return {
    command: isUsual ? undefined : command,
    script: isStrict ? lines?.slice(1) : lines,
    strict: lines === undefined || isStrict ? undefined : false,
    environment: transform.map("env"),
    secrets: transform.objects("secrets")?.map(({ value, place }) => secretOf(transform, value, place)),
    user: transform.text("user"),
    workingDirectory: transform.text("working_dir"),
    imagePullSecrets: transform.texts("image_pull_secrets"),
    acceptReturnCodes: transform.numbers("accept_return_code"),
  };
}

function secretOf(transform: FieldReader, value: unknown, place: string): MountedSecret {
  const secret = transform.reader(value, place, "secrets");
  const key = secret.text("key");
  const settings = withoutUndefined({
    name: secret.text("name") ?? "",
    keys: key === undefined ? undefined : [key],
    mountPath: secret.text("mount_path"),
    environmentVariable: secret.text("env_var"),
  });
  secret.end();
  return settings;
}

/** What a pipeline reads; nothing when it is not said, or cannot be read. */
function readWhole(spec: FieldReader): Input | undefined {
  const spout = spec.below("spout");
  if (spout !== undefined) {
    spout.end();
    return { spout: {} };
  }
  const input = spec.below("input");
  return input === undefined ? readInputs(spec) : readInput(input);
}

/** A list of repositories, each with each, as versions before 1.5 had it. */
function readInputs(spec: FieldReader): Input | undefined {
  if (!spec.has("inputs")) return undefined;
  spec.noteRemoved("inputs");
  const objects = spec.objects("inputs") ?? [];
  const parts = objects.map(({ value, place }) => {
    const input = spec.reader(value, place, "inputs");
    const repository = input.below("repo");
    const repo = repository?.text("name");
    if (repo === undefined) input.note("repo.name", "is required, got none; name the repository that is read");
    const settings = leafOf(input, repo, input.text("name"));
    input.end();
    return settings;
  });
  return crossOf(parts, spec.length("inputs"));
}

function crossOf(parts: readonly (Input | undefined)[], length: number): Input | undefined {
  const read = parts.filter((each) => each !== undefined);
  if (read.length < length || read.length === 0) return undefined;
  return read.length === 1 ? read[0] : { cross: read };
}

function readInput(input: FieldReader): Input | undefined {
  const kind = COMBINATIONS.find((each) => input.has(each));
  const result = kind === undefined ? readLeaf(input) : readParts(input, kind);
  input.end();
  return result;
}

/** All parts, or none: without one of them it would be another input. */
function readParts(input: FieldReader, kind: string): Input | undefined {
  const parts = (input.objects(kind) ?? []).map(({ value, place }) => readInput(input.partOf(value, place)));
  const read = parts.filter((each) => each !== undefined);
  return read.length < input.length(kind) ? undefined : ({ [kind]: read } as unknown as Input);
}

function readLeaf(input: FieldReader): Input | undefined {
  const cron = input.below("cron");
  if (cron !== undefined) {
    const settings = withoutUndefined({
      name: cron.text("name") ?? "",
      spec: cron.text("spec") ?? "",
      overwrite: cron.flag("overwrite"),
    });
    cron.end();
    return { cron: settings };
  }
  if (input.has("atom")) input.noteRemoved("atom");
  const repository = input.below("atom") ?? input.below("pfs");
  const repo = repository?.text("repo");
  if (repo === undefined && !input.has("git")) {
    input.note("pfs.repo", "is required, got none; name the repository that is read");
  }
  if (repository === undefined) return undefined;
  const settings = leafOf(repository, repo, repository.text("name"));
  repository.end();
  return settings;
}

/** A repository that is read. */
function leafOf(fields: FieldReader, repo: string | undefined, name: string | undefined): Input | undefined {
  const glob = fields.text("glob");
  const settings = withoutUndefined({
    repo,
    glob,
    branch: fields.text("branch"),
    as: name === repo ? undefined : name,
    lazy: fields.flag("lazy"),
    groupBy: fields.text("group_by"),
    joinOn: fields.text("join_on"),
    outerJoin: fields.flag("outer_join"),
    emptyFiles: fields.flag("empty_files"),
    s3: fields.flag("s3"),
    trigger: triggerOf(fields),
  });
  if (glob === undefined && repo !== undefined) {
    fields.note("glob", "is required, got none; Pachyderm refuses an input without it");
  }
  return repo === undefined || glob === undefined ? undefined : settings;
}

function parallelismOf(spec: FieldReader): number | undefined {
  const parallelism = spec.below("parallelism_spec");
  const constant = parallelism?.number("constant");
  parallelism?.end();
  return constant;
}

function resourcesOf(spec: FieldReader, key: string): Resources | undefined {
  const resources = spec.below(key);
  if (resources === undefined) return undefined;
  const settings = withoutUndefined({
    cpu: resources.quantity("cpu"),
    memory: resources.bytes("memory"),
    disk: resources.bytes("disk"),
    gpu: gpuOf(resources),
  });
  resources.end();
  return settings;
}

/** Once it was a number alone. */
function gpuOf(resources: FieldReader): Resources["gpu"] {
  if (!resources.has("gpu")) return undefined;
  const number = resources.isNumber("gpu") ? resources.number("gpu") : undefined;
  if (number !== undefined) {
    resources.noteRemoved("gpu");
    return { type: "nvidia.com/gpu", number };
  }
  const gpu = resources.below("gpu");
  const settings = { type: gpu?.text("type") ?? "nvidia.com/gpu", number: gpu?.number("number") ?? 1 };
  gpu?.end();
  return settings;
}

function idleOf(spec: FieldReader): PipelineSettings["idle"] {
  if (spec.has("standby")) spec.noteRemoved("standby");
  const isScaled = spec.flag("standby") ?? spec.flag("autoscaling");
  if (isScaled === undefined) return undefined;
  return isScaled ? "scale-to-zero" : "keep";
}

function schedulingOf(spec: FieldReader): { readonly nodeSelector: unknown; readonly priorityClassName: unknown } {
  const scheduling = spec.below("scheduling_spec");
  const settings = {
    nodeSelector: scheduling?.map("node_selector"),
    priorityClassName: scheduling?.text("priority_class_name"),
  };
  scheduling?.end();
  return settings;
}
