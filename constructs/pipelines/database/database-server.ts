import type { TerraformResource } from "cdktf";
import type { DatabaseAddress } from "./render/mysql-client";

/** A server of MySQL, as its jobs must know it. */
export interface DatabaseServer {
  /** Its jobs' names begin with it. */
  readonly name: string;
  readonly namespace: string;
  readonly address: DatabaseAddress;
  /** With `mysql-root-password`. */
  readonly secretName: string;
  /** Has the client. */
  readonly image: string;
  /** Has `sh`, `curl`, `tar` and `gzip`. */
  readonly toolsImage: string;
  /** What a job waits for. */
  readonly ready: readonly TerraformResource[];
}

/** Of a job that speaks with a server: enough for a client. */
export const CLIENT_RESOURCES = {
  requests: { cpu: "100m", memory: "128Mi" },
  limits: { memory: "1Gi" },
} as const;
