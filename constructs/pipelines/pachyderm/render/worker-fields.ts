import { withoutUndefined } from "../../../shared/render/without-undefined";
import type { PachydermVersion, PipelineSettings } from "../../workflow/settings";
import type { TriggerSettings } from "../../workflow/worker-settings";
import type { PachydermSpec } from "./pachyderm-spec";

type WorkerFields = Pick<
  PachydermSpec,
  "egress" | "s3_out" | "service" | "tolerations" | "pod_patch" | "chunk_spec" | "datum_set_spec"
>;
type Optional<T> = { readonly [K in keyof T]: T[K] | undefined };

/** What a specification says of workers and of their output; undefined where nothing is set. */
export function workerFields(settings: PipelineSettings, version: PachydermVersion): Optional<WorkerFields> {
  const { egress, s3Out, service, tolerations, podPatch, datumSet } = settings;
  const set =
    datumSet === undefined
      ? undefined
      : withoutUndefined({ number: datumSet.number, size_bytes: datumSet.sizeBytes, per_worker: datumSet.perWorker });
  return {
    egress: egress === undefined ? undefined : { URL: egress.url },
    s3_out: s3Out,
    service:
      service === undefined
        ? undefined
        : {
            internal_port: service.internalPort,
            external_port: service.externalPort,
            ...(service.type !== undefined && { type: service.type }),
          },
    tolerations: tolerations?.map(({ key, operator, value, effect, tolerationSeconds }) =>
      withoutUndefined({ key, operator, value, effect, toleration_seconds: tolerationSeconds }),
    ),
    pod_patch: podPatch,
    ...(set === undefined ? {} : { [version === "2" ? "datum_set_spec" : "chunk_spec"]: set }),
  } as Optional<WorkerFields>;
}

/** When a commit is read. */
export function triggerFields(trigger: TriggerSettings): Readonly<Record<string, string | number | boolean>> {
  const { branch, all, rateLimitSpec, cronSpec, size, commits } = trigger;
  return withoutUndefined({ branch, all, rate_limit_spec: rateLimitSpec, cron_spec: cronSpec, size, commits });
}
