/** A pipeline's specification as `pachctl` takes it, in all versions. @see https://docs.pachyderm.com/latest/build-dags/pipeline-spec/ */
export interface PachydermSpec {
  readonly pipeline: { readonly name: string };
  readonly description?: string;
  readonly transform: PachydermTransform;
  /** A spout has none. */
  readonly input?: PachydermInput;
  readonly spout?: Record<string, never>;
  readonly parallelism_spec?: { readonly constant: number };
  readonly output_branch?: string;
  readonly resource_requests?: PachydermResources;
  readonly resource_limits?: PachydermResources;
  readonly datum_timeout?: string;
  readonly job_timeout?: string;
  readonly datum_tries?: number;
  readonly scheduling_spec?: {
    readonly node_selector?: Readonly<Record<string, string>>;
    readonly priority_class_name?: string;
  };
  readonly egress?: { readonly URL: string };
  readonly s3_out?: boolean;
  readonly service?: { readonly internal_port: number; readonly external_port: number; readonly type?: string };
  /** Since 2.0. */
  readonly tolerations?: readonly Readonly<Record<string, string | number>>[];
  readonly pod_patch?: string;
  /** Until 1.13. */
  readonly chunk_spec?: Readonly<Record<string, number>>;
  /** Since 2.0. */
  readonly datum_set_spec?: Readonly<Record<string, number>>;
  /** Until 1.13. */
  readonly standby?: boolean;
  /** Since 2.0. */
  readonly autoscaling?: boolean;
  /** Since 2.0. */
  readonly reprocess_spec?: "every_job" | "until_success";
}

/** The program of a pipeline. */
export interface PachydermTransform {
  readonly image: string;
  readonly cmd?: readonly string[];
  readonly stdin?: readonly string[];
  readonly err_cmd?: readonly string[];
  readonly err_stdin?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: readonly PachydermSecret[];
  readonly image_pull_secrets?: readonly string[];
  readonly accept_return_code?: readonly number[];
  readonly user?: string;
  readonly working_dir?: string;
}

export interface PachydermSecret {
  readonly name: string;
  readonly key?: string;
  readonly mount_path?: string;
  readonly env_var?: string;
}

export interface PachydermResources {
  readonly cpu?: number;
  readonly memory?: string;
  readonly disk?: string;
  readonly gpu?: { readonly type: string; readonly number: number };
}

/** A repository, which is called `atom` until 1.8. */
export interface PachydermRepository {
  readonly repo: string;
  readonly glob: string;
  readonly branch?: string;
  readonly name?: string;
  readonly lazy?: boolean;
  readonly group_by?: string;
  readonly join_on?: string;
  readonly outer_join?: boolean;
  readonly empty_files?: boolean;
  readonly s3?: boolean;
  readonly trigger?: Readonly<Record<string, string | number | boolean>>;
}

interface PachydermCron {
  readonly name: string;
  readonly spec: string;
  readonly overwrite?: boolean;
}

export type PachydermInput =
  | { readonly atom: PachydermRepository }
  | { readonly pfs: PachydermRepository }
  | { readonly cron: PachydermCron }
  | { readonly cross: readonly PachydermInput[] }
  | { readonly union: readonly PachydermInput[] }
  | { readonly join: readonly PachydermInput[] }
  | { readonly group: readonly PachydermInput[] };
