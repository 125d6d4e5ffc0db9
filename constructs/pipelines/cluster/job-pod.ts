import { type PodMount, type PodVolume, podSpec } from "./pod";
import { quantityValue } from "./render/quantities";
import type { PodUser } from "./security";
import type { ContainerResources, MountedFolder, SecretKey } from "./settings";

/** A script that a job runs. */
export interface JobStep {
  /** The container's name. */
  readonly name: string;
  /** It has `sh`, and what the script calls. */
  readonly image: string;
  /** For `sh`. */
  readonly script: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables that are keys of secrets. @default - none */
  readonly secretEnvironment?: Readonly<Record<string, SecretKey>>;
  /** Secrets that are folders of files. @default - none */
  readonly secrets?: readonly MountedFolder[];
  /** @default - 100m, 64Mi, and 64Mi of ephemeral storage */
  readonly requests?: ContainerResources;
  /** @default - 512Mi, and 1Gi of ephemeral storage beside the scratch */
  readonly limits?: ContainerResources;
}

/** What the pod of a job is made of. */
export interface JobPodParts {
  /** One after the other; what one leaves in `/work`, the next one finds there. */
  readonly steps: readonly JobStep[];
  /** The config map with the scripts and files. */
  readonly configMap: string;
  readonly serviceAccount: string;
  /** Whether the scripts may speak with the cluster as the service account. @default false */
  readonly token?: boolean;
  readonly user: PodUser;
  /** How much the scripts may leave in `/work`. @default - 100Gi */
  readonly scratch?: string;
  /** A claim in place of `/work`. @default - none */
  readonly workClaim?: string;
  /** Whether the scripts may only read `/work`. @default false */
  readonly workReadOnly?: boolean;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** The folder that the steps of a job share. */
const WORK_FOLDER = "/work";

/** The folder of the scripts and files of a job. */
const SCRIPTS_FOLDER = "/scripts";

const MOST_SCRATCH = "100Gi";

const SCRIPTS: PodMount = { volume: "scripts", path: SCRIPTS_FOLDER, readOnly: true };

/** The scripts of a job by the names of their files. */
export function scriptFiles(steps: readonly JobStep[]): Record<string, string> {
  return Object.fromEntries(steps.map(({ name, script }) => [`${name}.sh`, script]));
}

/** The pod of a job, for the provider. */
export function jobPod(parts: JobPodParts) {
  const {
    steps,
    configMap,
    serviceAccount,
    token,
    user,
    scratch,
    workClaim,
    workReadOnly = false,
    nodeSelector,
  } = parts;
  const secrets = [...new Set(steps.flatMap(({ secrets = [] }) => secrets.map(volumeName)))];
  const folders = steps.flatMap(({ secrets = [] }) => secrets);
  const work: PodVolume = {
    name: "work",
    ...(workClaim !== undefined ? { claim: workClaim } : { scratch: scratch === undefined ? {} : { size: scratch } }),
  };
  const volumes: PodVolume[] = [
    { name: "scripts", configMap },
    work,
    { name: "tmp", scratch: {} },
    ...secrets.map((name) => secretVolume(name, folders.find((each) => volumeName(each) === name) as MountedFolder)),
  ];
  const most = workClaim === undefined ? (scratch ?? MOST_SCRATCH) : undefined;
  const containers = steps.map((step) => containerOf(step, { ephemeralStorage: ephemeralLimit(most), workReadOnly }));
  return podSpec({
    user,
    initContainers: containers.slice(0, -1),
    containers: containers.slice(-1),
    volumes,
    serviceAccount,
    restartPolicy: "Never",
    ...(token !== undefined && { token }),
    ...(nodeSelector !== undefined && { nodeSelector }),
  });
}

function containerOf(
  step: JobStep,
  { ephemeralStorage, workReadOnly }: { readonly ephemeralStorage: string; readonly workReadOnly: boolean },
) {
  const { name, image, environment, secretEnvironment, secrets = [], requests, limits } = step;
  return {
    name,
    image,
    command: ["sh", `${SCRIPTS_FOLDER}/${name}.sh`],
    workingDirectory: WORK_FOLDER,
    environment: { HOME: WORK_FOLDER, ...environment },
    ...(secretEnvironment !== undefined && { secretEnvironment }),
    requests: { ephemeralStorage: "64Mi", ...(requests ?? { cpu: "100m", memory: "64Mi" }) },
    limits: { ephemeralStorage, ...(limits ?? { memory: "512Mi" }) },
    mounts: [
      SCRIPTS,
      { volume: "work", path: WORK_FOLDER, ...(workReadOnly && { readOnly: true }) },
      { volume: "tmp", path: "/tmp" },
      ...secrets.map((folder) => ({ volume: volumeName(folder), path: folder.path, readOnly: true })),
    ],
  };
}

/** Logs and `/tmp`, and what is in `/work` where that is scratch. */
function ephemeralLimit(scratch?: string): string {
  const bytes = 1024 ** 3 + (scratch === undefined ? 0 : (quantityValue(scratch) ?? 0));
  return `${Math.ceil(bytes / 1024 ** 2)}Mi`;
}

/** One volume for each choice of keys of a secret. */
function volumeName({ secret, files = {} }: MountedFolder): string {
  const name = ["secret", secret, ...Object.keys(files)].join("-").toLowerCase();
  return name
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 63)
    .replace(/-+$/, "");
}

function secretVolume(name: string, { secret, files }: MountedFolder): PodVolume {
  return { name, secret, ...(files !== undefined && { items: files }) };
}
