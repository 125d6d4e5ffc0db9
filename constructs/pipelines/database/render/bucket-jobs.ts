import {
  type CronJobManifest,
  type JobContainer,
  type JobManifest,
  type JobPlace,
  type JobVolume,
  jobNow,
} from "./dump-jobs";

/** A step of a job beside dumps that go to a bucket. */
export interface BucketStep {
  /** Whose image, variables and limits it has: of the step that dumps, or of the one that uploads. */
  readonly as: "dump" | "upload";
  /** For `sh`; what one step leaves in the work folder, the next one finds there. */
  readonly script: string;
}

/** What is done with a bucket of dumps. */
export interface BucketWork extends JobPlace {
  readonly steps: readonly BucketStep[];
  readonly timeoutSeconds: number;
}

/** A job that runs scripts as a CronJob does that uploads its dumps; no password of the database is in its pod. */
export function bucketJob(cronJob: CronJobManifest, work: BucketWork): JobManifest {
  const { steps, timeoutSeconds } = work;
  const job = jobNow(cronJob, work);
  const { template } = job.spec;
  const { initContainers = [], containers, volumes = [], ...pod } = template.spec;
  const kept = volumes.filter(({ configMap, secret }) => configMap === undefined && secret === undefined);
  const all = steps.map(({ as, script }, index) => {
    const found = [...initContainers, ...containers].find(({ name }) => name === as);
    if (found === undefined) {
      throw new Error(`the CronJob of the dumps must have a container ${as}, got none; deploy the file as it is now`);
    }
    return containerOf(found, kept, { name: `dumps-${index + 1}`, script });
  });
  const spec = { ...pod, terminationGracePeriodSeconds: 1, volumes: kept };
  return {
    ...job,
    spec: {
      ...job.spec,
      ...{ activeDeadlineSeconds: timeoutSeconds, backoffLimit: 0 },
      template: { ...template, spec: { ...spec, initContainers: all.slice(0, -1), containers: all.slice(-1) } },
    },
  };
}

function containerOf(
  container: JobContainer,
  volumes: readonly JobVolume[],
  { name, script }: { readonly name: string; readonly script: string },
): JobContainer {
  const names = volumes.map((volume) => volume.name);
  return {
    ...container,
    ...{ name, command: ["sh", "-c", script], workingDir: "/tmp" },
    volumeMounts: (container.volumeMounts ?? []).filter((mount) => names.includes(mount.name)),
  };
}
