/** What of a failed datum runs, where Pachyderm runs workers, and what becomes of their output: settings for some pipelines. */
export interface WorkerSettings {
  /** Runs when the program has failed; where it ends with 0, the datum counts as recovered, and the job goes on. @default - none */
  readonly errorCommand?: readonly string[];
  /** Lines that `errorCommand` reads as its input. @default - none */
  readonly errorScript?: readonly string[];
  /** Where the output of each job is copied. @default - nowhere */
  readonly egress?: EgressSettings;
  /** Whether the program writes its output by S3, and not to `/pfs/out`. @default false */
  readonly s3Out?: boolean;
  /** The program does not end: it serves its input at a port, and is started again for new input. @default - none */
  readonly service?: PipelineServiceSettings;
  /** Taints of nodes on which workers may run nevertheless. @default [] */
  readonly tolerations?: readonly Toleration[];
  /** How pods of a class are preferred when nodes are full. @default - the cluster's default class */
  readonly priorityClassName?: string;
  /** Changes of the workers' pods, as a JSON Patch. @default - none @see https://datatracker.ietf.org/doc/html/rfc6902 */
  readonly podPatch?: string;
  /** How many datums a worker gets at once. @default - as Pachyderm decides */
  readonly datumSet?: DatumSetSettings;
}

/** A place outside of Pachyderm. */
export interface EgressSettings {
  /** Such as `s3://bucket/folder`. */
  readonly url: string;
}

/** A program that others ask. */
export interface PipelineServiceSettings {
  /** At which the program listens. */
  readonly internalPort: number;
  /** At which the nodes, or a load balancer, listen. */
  readonly externalPort: number;
  /** @default - NodePort */
  readonly type?: "NodePort" | "LoadBalancer" | "ClusterIP";
}

/** A taint that is tolerated. @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Toleration {
  /** @default - all of them, with `operator: "EXISTS"` */
  readonly key?: string;
  /** As Pachyderm writes it. */
  readonly operator: "EXISTS" | "EQUAL";
  readonly value?: string;
  /** @default - all of them */
  readonly effect?: "ALL_EFFECTS" | "NO_SCHEDULE" | "PREFER_NO_SCHEDULE" | "NO_EXECUTE";
  /** How long a worker stays on a node that gets the taint. @default - for ever */
  readonly tolerationSeconds?: number;
}

/** How datums are handed out; one of these. */
export interface DatumSetSettings {
  /** So many datums. */
  readonly number?: number;
  /** Datums of so many bytes together. */
  readonly sizeBytes?: number;
  /** So many sets for each worker. Pachyderm 2 alone knows it. */
  readonly perWorker?: number;
}

/** When a commit to a repository starts a pipeline: any of what is said, or all with `all`. */
export interface TriggerSettings {
  /** From which it is moved. */
  readonly branch: string;
  /** @default false */
  readonly all?: boolean;
  /** At most so often, as cron has it. */
  readonly rateLimitSpec?: string;
  /** At times, as cron has it. */
  readonly cronSpec?: string;
  /** When so much was added, such as `100MB`. */
  readonly size?: string;
  /** When so many commits were made. */
  readonly commits?: number;
}
