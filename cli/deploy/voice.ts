import type { DeploymentOptions } from "../../engine/deployment";
import type { Counts } from "../../engine/terraform-events";

/** How a deployment speaks: lines for people on standard output, or values for programs there and the lines beside them. */
export interface Voice extends Pick<DeploymentOptions, "onEvent"> {
  readonly print: (line: string) => void;
  /** Lets an approval see plans when they have been told. */
  heard(approve: Approve): Approve;
  /** Tells how it ended, also when it fails. */
  ended<T extends readonly Counts[] | undefined>(work: () => Promise<T>): Promise<T>;
}

type Approve = NonNullable<DeploymentOptions["approve"]>;
