/** What is in a thing that a plan takes away, and is lost with it. */
export interface Holding {
  readonly address: string;
  /** The thing's own name. */
  readonly name: string;
  /** For example `2 images (412.0 MiB)`. */
  readonly holds: string;
  /** Whether Terraform fails at the thing while it holds that. */
  readonly isInTheWay: boolean;
}

/** Types of things that are looked into, by their names, before they go. */
export const HOLDERS: ReadonlySet<string> = new Set(["aws_s3_bucket", "aws_ecr_repository"]);

/** What is known of a thing that may hold something. */
export interface HolderProps<Client> extends Pick<Holding, "address" | "name"> {
  /** Whether Terraform empties it itself: `force_destroy`, `force_delete`. */
  readonly isForced: boolean;
  readonly client: Client;
}

/** A thing that may hold something. */
export interface Holder {
  /** What is in it; undefined when there is nothing, or the thing itself is gone. */
  holding(): Promise<Holding | undefined>;
  /** Takes away all that is in it. */
  empty(): Promise<void>;
}

/** `1 object`, `2 objects`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
