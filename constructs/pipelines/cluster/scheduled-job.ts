import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { specHash } from "../../shared/container/label";
import { given } from "../../shared/given";
import { lazy } from "../../shared/lazy";
import { literal } from "../../shared/literal";
import { JOB_USER } from "./apply-job";
import { type JobStep, jobPod, scriptFiles } from "./job-pod";
import { labelsOf } from "./labels";

// Its structs are 2 MB of code, which only a stack with one of it waits for.
const bindings = lazy<typeof import("@cdktf/provider-kubernetes/lib/cron-job-v1")>(() =>
  require("@cdktf/provider-kubernetes/lib/cron-job-v1"),
);

/** A job at times. */
export interface ScheduledJob {
  readonly name: string;
  readonly namespace: string;
  /** The application that it belongs to. */
  readonly instance: string;
  /** As cron has it, in the cluster's time. */
  readonly schedule: string;
  readonly timeoutSeconds: number;
  readonly steps: readonly JobStep[];
  readonly serviceAccount: string;
  /** A claim in the place of the steps' work folder. @default - none */
  readonly workClaim?: string;
  /** Whether the steps may only read it. @default false */
  readonly workReadOnly?: boolean;
  /** The claim, where it is made with the job. @default - it is made elsewhere */
  readonly claim?: TerraformResource;
  /** What must be there before. */
  readonly dependsOn: readonly TerraformResource[];
}

/** Makes a CronJob, `Resource`, and the scripts that it runs, `Scripts`. */
export function scheduledJob(scope: Construct, parts: ScheduledJob): TerraformResource {
  const { name, namespace, instance, schedule, timeoutSeconds, steps, serviceAccount, workClaim, workReadOnly } = parts;
  const labels = labelsOf(instance, "job");
  const configMap = `${name}-${specHash({ steps })}`;
  const scripts = new ConfigMapV1(scope, "Scripts", {
    metadata: { name: configMap, namespace, labels },
    data: literal(scriptFiles(steps)),
    immutable: true,
  });
  const pod = jobPod({ steps, configMap, serviceAccount, user: JOB_USER, ...given({ workClaim, workReadOnly }) });
  return new bindings.CronJobV1(scope, "Resource", {
    metadata: { name, namespace, labels },
    spec: {
      ...{ schedule, concurrencyPolicy: "Forbid", suspend: false, startingDeadlineSeconds: 3600 },
      ...{ successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 3 },
      jobTemplate: {
        metadata: { labels },
        spec: {
          ...{ activeDeadlineSeconds: timeoutSeconds, backoffLimit: 1, completions: 1, parallelism: 1 },
          ...{ completionMode: "NonIndexed", manualSelector: false },
          template: { metadata: { labels }, spec: pod },
        },
      },
    },
    dependsOn: [...parts.dependsOn, scripts, ...(parts.claim === undefined ? [] : [parts.claim])],
  });
}
