import { withoutUndefined } from "../../../shared/render/without-undefined";
import type {
  DatumSetSettings,
  EgressSettings,
  PipelineServiceSettings,
  Toleration,
  TriggerSettings,
  WorkerSettings,
} from "../../workflow/worker-settings";
import type { FieldReader } from "./read-fields";

/** What a specification says of workers and of their output; undefined where it says nothing. */
export function readWorkers(
  spec: FieldReader,
  transform: FieldReader,
): { readonly [K in keyof Omit<WorkerSettings, "priorityClassName">]: unknown } {
  return {
    errorCommand: transform.texts("err_cmd"),
    errorScript: transform.texts("err_stdin"),
    egress: egressOf(spec),
    s3Out: spec.flag("s3_out"),
    service: serviceOf(spec),
    tolerations: spec.objects("tolerations")?.map(({ value, place }) => tolerationOf(spec, value, place)),
    podPatch: spec.text("pod_patch"),
    datumSet: datumSetOf(spec),
  };
}

function egressOf(spec: FieldReader): EgressSettings | undefined {
  const egress = spec.below("egress");
  const store = egress?.below("object_storage");
  const url = egress?.text("URL") ?? egress?.text("url") ?? store?.text("url");
  for (const each of [store, egress]) each?.end();
  return url === undefined ? undefined : { url };
}

function serviceOf(spec: FieldReader): PipelineServiceSettings | undefined {
  const service = spec.below("service");
  if (service === undefined) return undefined;
  const settings = {
    internalPort: service.number("internal_port"),
    externalPort: service.number("external_port"),
    type: service.text("type"),
  };
  service.end();
  return withoutUndefined(settings) as unknown as PipelineServiceSettings;
}

function tolerationOf(spec: FieldReader, value: unknown, place: string): Toleration {
  const toleration = spec.reader(value, place, "tolerations");
  const settings = {
    key: toleration.text("key"),
    operator: toleration.text("operator"),
    value: toleration.text("value"),
    effect: toleration.text("effect"),
    tolerationSeconds: toleration.number("toleration_seconds"),
  };
  toleration.end();
  return withoutUndefined(settings) as unknown as Toleration;
}

/** Until 1.13 it was called `chunk_spec`. */
function datumSetOf(spec: FieldReader): DatumSetSettings | undefined {
  if (spec.has("chunk_spec")) spec.noteRemoved("chunk_spec");
  const set = spec.below("datum_set_spec") ?? spec.below("chunk_spec");
  if (set === undefined) return undefined;
  const settings = {
    number: set.number("number"),
    sizeBytes: set.number("size_bytes"),
    perWorker: set.number("per_worker"),
  };
  set.end();
  return withoutUndefined(settings) as DatumSetSettings;
}

/** When a commit to a repository is read. */
export function triggerOf(repository: FieldReader): TriggerSettings | undefined {
  const trigger = repository.below("trigger");
  if (trigger === undefined) return undefined;
  const settings = {
    branch: trigger.text("branch"),
    all: trigger.flag("all"),
    rateLimitSpec: trigger.text("rate_limit_spec"),
    cronSpec: trigger.text("cron_spec"),
    size: trigger.text("size"),
    commits: trigger.number("commits"),
  };
  trigger.end();
  return withoutUndefined(settings) as unknown as TriggerSettings;
}
