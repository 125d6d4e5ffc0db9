/** What the cluster has of a CronJob, as far as it is needed here. */
export interface CronJobManifest {
  readonly spec: { readonly jobTemplate: JobTemplate };
}

interface JobTemplate {
  readonly metadata?: Metadata;
  readonly spec: JobSpec;
}

interface JobSpec {
  readonly template: { readonly metadata?: Metadata; readonly spec: PodSpec };
  readonly activeDeadlineSeconds?: number;
  readonly backoffLimit?: number;
  readonly ttlSecondsAfterFinished?: number;
}

interface Metadata {
  readonly labels?: Readonly<Record<string, string>>;
}

interface PodSpec {
  readonly containers: readonly JobContainer[];
  readonly initContainers?: readonly JobContainer[];
  readonly volumes?: readonly JobVolume[];
  readonly terminationGracePeriodSeconds?: number;
}

export interface JobContainer {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly command?: readonly string[];
  readonly workingDir?: string;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

export interface JobVolume {
  readonly name: string;
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly secret?: { readonly secretName: string; readonly items?: readonly { key: string; path: string }[] };
  readonly configMap?: unknown;
  readonly emptyDir?: { readonly medium?: "Memory"; readonly sizeLimit?: string };
}

/** A job for the cluster. */
export interface JobManifest {
  readonly apiVersion: "batch/v1";
  readonly kind: "Job";
  readonly metadata: { readonly name: string; readonly namespace: string } & Metadata;
  readonly spec: JobSpec;
}

/** A job by its name, which nobody else's has. */
export interface JobPlace {
  readonly name: string;
  readonly namespace: string;
}

/** Whoever began it takes it away; if that fails, the cluster does. */
const FORGOTTEN_AFTER_SECONDS = 3600;

/** The job of a CronJob, now. */
export function jobNow({ spec: { jobTemplate } }: CronJobManifest, { name, namespace }: JobPlace): JobManifest {
  const { metadata, spec } = jobTemplate;
  const labels = metadata?.labels;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace, ...(labels !== undefined && { labels }) },
    spec: { ...spec, ttlSecondsAfterFinished: FORGOTTEN_AFTER_SECONDS },
  };
}

/** What is done on a volume of dumps. */
export interface VolumeWork extends JobPlace {
  /** The volume's claim. */
  readonly claim: string;
  /** For `sh`, which finds the dumps in its work folder and may not change them. */
  readonly script: string;
  /** The secret of which root's password is mounted. @default - none is */
  readonly rootOf?: string;
  readonly timeoutSeconds: number;
}

/**
 * A job that runs a script beside the dumps that a CronJob makes. All else is as there: image, user, what the pod may not do,
 * and the labels by which the database lets it in.
 */
export function volumeJob(cronJob: CronJobManifest, work: VolumeWork): JobManifest {
  const { claim, script, rootOf, timeoutSeconds } = work;
  const job = jobNow(cronJob, work);
  const { template } = job.spec;
  const { initContainers, containers, volumes = [], ...pod } = template.spec;
  const [dump] = [...(initContainers ?? []), ...containers];
  if (dump === undefined || !volumes.some(({ persistentVolumeClaim: found }) => found?.claimName === claim)) {
    throw new Error(`the CronJob of the dumps must mount the claim ${claim}, got none; deploy the file as it is now`);
  }
  const kept = volumes.flatMap((volume) => keptVolume(volume, rootOf));
  const container = containerOf(dump, kept, script);
  return {
    ...job,
    spec: {
      ...job.spec,
      ...{ activeDeadlineSeconds: timeoutSeconds, backoffLimit: 0 },
      // It leaves nothing that it would have to tidy up.
      template: {
        ...template,
        spec: { ...pod, terminationGracePeriodSeconds: 1, containers: [container], volumes: kept },
      },
    },
  };
}

const ROOT_KEY = "mysql-root-password";

/** The dumping user's password is none of its business, and the dump's script neither. */
function keptVolume(volume: JobVolume, rootOf: string | undefined): JobVolume[] {
  if (volume.configMap !== undefined) return [];
  const { secret } = volume;
  if (secret === undefined) return [volume];
  if (secret.secretName !== rootOf) return [];
  return [{ ...volume, secret: { ...secret, items: [{ key: ROOT_KEY, path: ROOT_KEY }] } }];
}

function containerOf(dump: JobContainer, volumes: readonly JobVolume[], script: string): JobContainer {
  const names = volumes.map(({ name }) => name);
  const claimed = volumes.find(({ persistentVolumeClaim: found }) => found !== undefined)?.name;
  return {
    ...dump,
    ...{ name: "dumps", command: ["sh", "-c", script], workingDir: "/tmp" },
    env: [{ name: "HOME", value: "/tmp" }],
    volumeMounts: (dump.volumeMounts ?? [])
      .filter(({ name }) => names.includes(name))
      .map((mount) => (mount.name === claimed ? { ...mount, readOnly: true } : mount)),
  };
}
