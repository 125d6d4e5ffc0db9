/** What is in a thing that a plan takes away, and is lost with it. */
export interface Holding {
  readonly address: string;
  /** The thing's own name. */
  readonly name: string;
  /** For example `2 images (412.0 MiB)`. */
  readonly holds: string;
  /** Whether others have attached it, instead of putting it in. @default false */
  readonly isAttachments?: boolean;
  /** Whether somebody must say that it may go: Terraform fails at it, or takes it away without a word. */
  readonly isInTheWay: boolean;
}

/** `holds 2 images (412.0 MiB)`. */
export function holdingText({ holds, isAttachments = false }: Pick<Holding, "holds" | "isAttachments">): string {
  return `${isAttachments ? "has" : "holds"} ${holds}`;
}

/** Types of things that are looked into by their names, in the order in which they are emptied: what can be put back first, images last. */
export const HOLDERS = [
  "aws_iam_policy",
  "aws_iam_role",
  "aws_s3_bucket",
  "aws_ecr_repository",
  "docker_network",
  "docker_volume",
] as const;

/** Types of claims of Kubernetes, whose names are in the state. */
export const CLAIMS = /^kubernetes_persistent_volume_claim(_v1)?$/;

/** What is known of a thing that may hold something. */
export interface HolderProps<Client> extends Pick<Holding, "address" | "name"> {
  /** Whether the file says that Terraform takes it away too: `force_destroy`, `force_delete`, `force_detach_policies`. */
  readonly isForced: boolean;
  readonly client: Client;
}

/** A thing that may hold something. */
export interface Holder {
  /** What is in it; undefined when there is nothing, or the thing itself is gone. */
  holding(): Promise<Holding | undefined>;
}

/** One at which Terraform fails while it holds something, or whose loss nobody has allowed. */
export interface Emptiable extends Holder {
  /** What `empty` does to it. */
  readonly verb: "emptying" | "detaching" | "detaching from";
  /** Takes away all that is in it. */
  empty(): Promise<void>;
}

/** `1 object`, `2 objects`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
