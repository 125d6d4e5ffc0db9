/** What a container asks for, or may have at most: in the words of Kubernetes. */
export interface ContainerResources {
  /** Processors: `0.5` or `"500m"`. */
  readonly cpu?: number | string;
  /** `"512Mi"`, or `"4G"`. */
  readonly memory?: string;
  /** Files on no volume of their own: logs, `/tmp` and scratch, together. Above its limit the pod is evicted. `"10Gi"`. */
  readonly ephemeralStorage?: string;
}

/** Whether a claim, and all data on its volume, may go with the stack. */
export type Removal = "refused" | "allowed";

/** A secret of the cluster with the keys that it has: what mounts it can be held against them. */
export interface DeclaredSecret {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
}

/** A value of the secret in the stack's state, or in a message, would be none: it is given to Terraform as a variable. */
export type { SecretVariable } from "../../shared/secret-variable";

/** One key of a secret of the cluster. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** A secret's keys as files of a folder. */
export interface MountedFolder {
  readonly secret: string;
  readonly path: string;
  /** The files' names by the keys. @default - all keys, each under its own name */
  readonly files?: Readonly<Record<string, string>>;
}
