import type { ContainerSettings } from "../shared/container/settings";
import type { DockerHostSettings } from "../shared/render/docker-host";
import type { Backend } from "../shared/schema";

/**
 * One testbed's task plugins, and the workers that use them: what `environments/plugins/<workspace>.ts` exports.
 *
 * @see https://pages.nist.gov/dioptra/
 */
export interface PluginsEnvironment extends PluginsSettings {
  /** The only account of AWS that may be touched, twelve digits. @default - whichever account the credentials belong to */
  readonly accountId?: string;
  /** @default - a file of the project, `terraform.tfstate.d/<workspace>/terraform.tfstate` */
  readonly backend?: Backend;
  /** Roles of AWS, by their names, that read or write the collections. @default - none */
  readonly access?: PluginAccess;
  /** The testbed's workers, as containers. @default - none: they are in a compose file */
  readonly workers?: TestbedWorkersSettings;
  /** Tags of the bucket. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A bucket, what lies in it, and where workers find it. */
export interface PluginsSettings {
  /** The workspace, and the file. */
  readonly name: string;
  /** The bucket's region, such as `us-east-1`; another store's own word for it. */
  readonly region: string;
  readonly bucket: PluginBucketSettings;
  /** Folders that go to the bucket, each under a prefix of its own. */
  readonly collections: readonly PluginCollectionSettings[];
  /** DIOPTRA_PLUGIN_DIR: where a worker keeps the plugins while a job runs. @default "/work/plugins" */
  readonly pluginDirectory?: string;
}

/** A bucket for task plugins. */
export interface PluginBucketSettings {
  readonly name: string;
  /** Another store than AWS's, such as MinIO. @default - Amazon S3 */
  readonly store?: PluginStore;
  /** `adopted`: it exists, and is adopted as it is; what lies in it already is not sent again. @default "made" */
  readonly origin?: "made" | "adopted";
  /** `enabled`: what is changed or removed can be had back. Some stores cannot do it. @default "enabled" */
  readonly versioning?: "enabled" | "none";
  /** `allowed`: the bucket goes with the workspace, and all versions of all files with it. @default "refused" */
  readonly removal?: "refused" | "allowed";
}

/** An S3 store that is not Amazon's. Its keys are in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. */
export interface PluginStore {
  /** Its address for Terraform and for `slipway plugins`, such as `http://localhost:35000`. */
  readonly endpoint: string;
  /** Its address for the workers: MLFLOW_S3_ENDPOINT_URL. @default - the same */
  readonly workerEndpoint?: string;
}

/** A folder of task plugins. */
export interface PluginCollectionSettings {
  /** Its name in the bucket: `dioptra_builtins` and `dioptra_custom` are those that workers read. */
  readonly prefix: string;
  /** From the project's folder. */
  readonly folder: string;
  /** More of what does not travel, in the patterns of gitignore. @default - what Python, editors and git leave behind */
  readonly exclude?: readonly string[];
  /**
   * Files that travel although they look as if they hold a secret, by their paths in the folder. Other such files are refused.
   *
   * @default - none
   */
  readonly allowFiles?: readonly string[];
  /**
   * Whether the commands compile the plugins with this machine's Python before they send them. `never` is for workers with another Python.
   *
   * @default "always"
   */
  readonly compile?: "always" | "never";
  /**
   * Each content gets a prefix of its own, `<prefix>/versions/<hash>`, to which the workers' variable is then switched: a job
   * that runs meanwhile goes on with the old one. So many are kept, 2 to 100.
   *
   * @default - the prefix itself is made the same as the folder
   */
  readonly keepVersions?: number;
}

/** Who may do what with the collections. */
export interface PluginAccess {
  /** They list and read: what workers need. @default - none */
  readonly readers?: readonly string[];
  /** They also write and remove: what a synchronization needs. @default - none */
  readonly writers?: readonly string[];
}

/** The workers of a testbed, on one Docker host. */
export interface TestbedWorkersSettings
  extends Pick<DockerHostSettings, "dockerHost" | "knownHostsFile">,
    Pick<ContainerSettings, "allowLatest" | "extraHosts" | "secretEnvironment"> {
  /** Networks of the engine that the workers are in: those of the rest of the testbed, which exist. */
  readonly networks: readonly string[];
  /** RQ_REDIS_URI, such as `redis://redis:6379/0`. */
  readonly redisUri: string;
  /** MLFLOW_TRACKING_URI, such as `http://mlflow-tracking:5000`. */
  readonly trackingUri: string;
  /** So many GPUs the host has. @default 0 */
  readonly gpus?: number;
  readonly pools: readonly WorkerPool[];
  /** Of all workers, such as DIOPTRA_RESTAPI_ENV. @default - none */
  readonly environment?: ContainerSettings["environment"];
  /** Data sets and the testbed's own files: volumes, or folders of the Docker host. @default - none */
  readonly mounts?: ContainerSettings["mounts"];
}

/** What a worker's image is made for. */
export const WORKER_KINDS = ["tensorflow-cpu", "tensorflow-gpu", "pytorch-cpu", "pytorch-gpu"] as const;

export type WorkerKind = (typeof WORKER_KINDS)[number];

/** Workers of one kind. */
export interface WorkerPool extends Pick<ContainerSettings, "cpuSet" | "cpuShares" | "memoryMiB"> {
  readonly kind: WorkerKind;
  /** Such as `dioptra/tensorflow2-cpu:0.5.0`, or one that is on the engine already. */
  readonly image: ContainerSettings["image"];
  /** @default 1 */
  readonly count?: number;
  /** The queues that they watch. @default - the one of their kind: `tensorflow_cpu` */
  readonly queues?: readonly string[];
  /** The GPUs that each has for itself; of GPU kinds alone. @default 1 */
  readonly gpus?: number;
}
