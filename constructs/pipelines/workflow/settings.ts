import type { TriggerSettings, WorkerSettings } from "./worker-settings";

/** Where what a pipeline reads comes from: a repository, or another pipeline's output, which is a repository of its name. */
export interface RepositoryInput {
  /** A repository of the workflow, or the name of one of its pipelines, as the workflow's file has it. */
  readonly repo: string;
  /** Cuts the repository into datums: each path that it matches is one. `/` is the whole. @see https://docs.pachyderm.com/latest/learn/glossary/glob-pattern/ */
  readonly glob: string;
  /** @default "master" */
  readonly branch?: string;
  /** The folder below `/pfs`. @default - the repository's name in the cluster, such as `LogD-ingestion` */
  readonly as?: string;
  /** Whether files are read only when they are opened. @default false */
  readonly lazy?: boolean;
  /** Datums of a group have the same, such as `$1` of the glob's brackets. @default - none */
  readonly groupBy?: string;
  /** Datums of a join have the same, such as `$1` of the glob's brackets. @default - none */
  readonly joinOn?: string;
  /** Whether a join keeps what has no partner in the other inputs. @default false */
  readonly outerJoin?: boolean;
  /** Whether the script sees empty files in place of the content. @default false */
  readonly emptyFiles?: boolean;
  /** Whether the program reads it by S3, and not below `/pfs`. @default false */
  readonly s3?: boolean;
  /** When a commit to another branch is read. @default - each commit to `branch` is */
  readonly trigger?: TriggerSettings;
}

/** A commit at times. */
export interface CronInput {
  readonly cron: CronSettings;
}

/** When a commit is made, and what it is. */
export interface CronSettings {
  /** The folder below `/pfs`, which has a file for each time. */
  readonly name: string;
  /** Five fields of cron, or a word such as `@daily`. */
  readonly spec: string;
  /** Whether there is one file, of the last time, and not one for each. @default false */
  readonly overwrite?: boolean;
}

/** Nothing is read: the program runs for ever, and gets its data from elsewhere. */
export interface SpoutInput {
  readonly spout: Record<string, never>;
}

/** What a pipeline reads; a datum is one element of it. */
export type Input =
  | RepositoryInput
  | CronInput
  | SpoutInput
  | { readonly cross: readonly Input[] }
  | { readonly union: readonly Input[] }
  | { readonly join: readonly Input[] }
  | { readonly group: readonly Input[] };

/** What a container may use, or is promised. */
export interface Resources {
  /** Of a processor: `0.5`, or `"500m"`. @default - none */
  readonly cpu?: number | string;
  /** As Kubernetes writes it: `"24G"`, or `"512Mi"`. @default - none */
  readonly memory?: string;
  /** As `memory`. @default - none */
  readonly disk?: string;
  /** Such as `{ type: "nvidia.com/gpu", number: 1 }`. @default - none */
  readonly gpu?: { readonly type: string; readonly number: number };
}

/** A secret that a pipeline's workers see as files, or as a variable. */
export interface MountedSecret {
  /** Its name in the cluster. */
  readonly name: string;
  /** The keys that the script reads: each must be declared. @default - those that the script names below `mountPath` */
  readonly keys?: readonly string[];
  /** The folder with a file for each key. @default - none */
  readonly mountPath?: string;
  /** Of the one key. @default - none */
  readonly environmentVariable?: string;
}

/** A step: a program in a container, that reads `/pfs/<repository>` and writes `/pfs/out`. */
export interface PipelineSettings extends WorkerSettings {
  /** @default - none */
  readonly description?: string;
  readonly input: Input;
  readonly image: string;
  /** @default ["/bin/bash"] when there is a script */
  readonly command?: readonly string[];
  /** Lines that the command reads as its input. @default - none */
  readonly script?: readonly string[];
  /** Begins the script with `set -euo pipefail`, so that a line that fails ends it. @default true */
  readonly strict?: boolean;
  /** @default {} */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default [] */
  readonly secrets?: readonly MountedSecret[];
  /** @default - the image's */
  readonly user?: string;
  /** @default - the image's */
  readonly workingDirectory?: string;
  /** @default [] */
  readonly imagePullSecrets?: readonly string[];
  /** Codes other than 0 with which the program may end. @default [] */
  readonly acceptReturnCodes?: readonly number[];
  /** How many workers. @default 1 */
  readonly parallelism?: number;
  /** @default - none */
  readonly requests?: Resources;
  /** @default - none */
  readonly limits?: Resources;
  /** The heap of Java in the script's `{heap}`, as in `java -Xmx{heap}`: a share of the memory's limit, up to 0.9. @default - none */
  readonly heapFraction?: number;
  /** Whether the workers go when there is nothing to do. @default "keep" */
  readonly idle?: "scale-to-zero" | "keep";
  /** @default - none */
  readonly datumTimeoutSeconds?: number;
  /** @default - none */
  readonly jobTimeoutSeconds?: number;
  /** How often a datum is tried. @default 3 */
  readonly datumTries?: number;
  /** Whether a datum that did not change is run again. Pachyderm 2 alone knows it. @default "until-success" */
  readonly reprocess?: "every-job" | "until-success";
  /** Whether what was processed is processed again when a deployment gives the pipeline a new specification. @default false */
  readonly reprocessOnUpdate?: boolean;
  /** @default "master" */
  readonly outputBranch?: string;
  /** @default {} */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** A graph of pipelines. The names in the cluster are `<prefix><pipeline>`. */
export interface WorkflowSettings {
  /** Comes before each pipeline's name in the cluster, as in `LogD-ingestion`. */
  readonly name: string;
  /** What comes before a pipeline's name. @default - the workflow's name and a dash */
  readonly prefix?: string;
  /** Repositories into which somebody commits. They are made when they are absent. */
  readonly repositories: readonly string[];
  /** Repositories that others make, such as the output of another workflow's pipeline by its name in the cluster. @default [] */
  readonly externalRepositories?: readonly string[];
  /** By their names without the workflow's. */
  readonly pipelines: Readonly<Record<string, PipelineSettings>>;
  /** Pipelines whose output nobody in the workflow reads, and that is wanted. @default - none: such an output is a mistake */
  readonly results?: readonly string[];
}

/** The version of Pachyderm: 1.7 and before (`atom`), 1.8 to 1.13, 2.x. */
export type PachydermVersion = "1.7" | "1.13" | "2";

/** The keys of secrets by their names in the cluster. */
export type DeclaredSecrets = Readonly<Record<string, readonly string[]>>;
