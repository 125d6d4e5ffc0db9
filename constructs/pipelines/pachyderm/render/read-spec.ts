import { COMBINATIONS } from "../../workflow/render/inputs";
import { SHELL, STRICT } from "../../workflow/render/script";
import type { Input, MountedSecret, PipelineSettings, Resources } from "../../workflow/settings";
import { FieldReader, type ImportNote } from "./read-fields";

/** A pipeline as its file has it: inputs have the names of the cluster. */
export interface ReadSpec {
  readonly file: string;
  readonly name: string;
  readonly settings: PipelineSettings;
}

/** A specification of any version; nothing when it is none. What cannot be kept is told. */
export function readSpec(file: string, value: unknown, notes: ImportNote[]): ReadSpec | undefined {
  const spec = new FieldReader(value, notes, file);
  const pipeline = spec.below("pipeline");
  const name = pipeline?.text("name");
  const transform = spec.below("transform");
  const image = transform?.text("image");
  if (pipeline === undefined || transform === undefined || name === undefined || image === undefined) {
    const missing = name === undefined ? "pipeline.name" : "transform.image";
    notes.push({ path: file, message: `must be a pipeline's specification, got none with ${missing}; it is left out` });
    return undefined;
  }
  const input = readWhole(spec);
  const settings = kept<PipelineSettings>({
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
    nodeSelector: nodeSelectorOf(spec),
  });
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
  const settings = kept<MountedSecret>({
    name: secret.text("name") ?? "",
    keys: key === undefined ? undefined : [key],
    mountPath: secret.text("mount_path"),
    environmentVariable: secret.text("env_var"),
  });
  secret.end();
  return settings;
}

function readWhole(spec: FieldReader): Input {
  const spout = spec.below("spout");
  if (spout !== undefined) {
    spout.end();
    return { spout: {} };
  }
  const input = spec.below("input");
  return input === undefined ? { spout: {} } : readInput(input);
}

function readInput(input: FieldReader): Input {
  const kind = COMBINATIONS.find((each) => input.has(each));
  const result = kind === undefined ? readLeaf(input) : { [kind]: readParts(input, kind) };
  input.end();
  return result as Input;
}

function readParts(input: FieldReader, kind: string): Input[] {
  return (input.objects(kind) ?? []).map(({ value, place }) => readInput(input.partOf(value, place)));
}

function readLeaf(input: FieldReader): Input {
  const cron = input.below("cron");
  if (cron !== undefined) {
    const settings = kept<{ name: string; spec: string; overwrite?: boolean }>({
      name: cron.text("name") ?? "",
      spec: cron.text("spec") ?? "",
      overwrite: cron.flag("overwrite"),
    });
    cron.end();
    return { cron: settings };
  }
  if (input.has("atom")) input.noteRemoved("atom");
  const repository = input.below("atom") ?? input.below("pfs");
  const repo = repository?.text("repo") ?? "";
  if (repo === "") input.note("pfs.repo", "is required, got none; name the repository that is read");
  const name = repository?.text("name");
  const settings = kept<Input>({
    repo,
    glob: repository?.text("glob") ?? "/",
    branch: repository?.text("branch"),
    as: name === repo ? undefined : name,
    lazy: repository?.flag("lazy"),
    groupBy: repository?.text("group_by"),
    joinOn: repository?.text("join_on"),
    outerJoin: repository?.flag("outer_join"),
    emptyFiles: repository?.flag("empty_files"),
  });
  repository?.end();
  return settings;
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
  const settings = kept<Resources>({
    cpu: resources.number("cpu"),
    memory: resources.text("memory"),
    disk: resources.text("disk"),
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

function nodeSelectorOf(spec: FieldReader): Readonly<Record<string, string>> | undefined {
  const scheduling = spec.below("scheduling_spec");
  const labels = scheduling?.map("node_selector");
  scheduling?.end();
  return labels;
}

/** Without what is not there. */
function kept<T>(value: { readonly [K in keyof T]?: unknown }): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
