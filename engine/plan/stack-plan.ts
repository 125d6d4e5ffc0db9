import type { Holding } from "../holdings/holding";
import type { Kept } from "../holdings/retained";
import type { Owner } from "../recovery/owner";
import type { Apart } from "../strays/platform-containers";
import type { Stray } from "../strays/stray";
import type { Changes } from "./changes";

/** What is done to a workspace. */
export type Action = "deploy" | "destroy";

/** What Terraform would do to a stack of a workspace. */
export interface StackPlan extends Changes {
  readonly stack: string;
  /** The region that the stack's AWS provider works in, if it has one. */
  readonly region?: string;
  /** Whether its buckets are in another store than Amazon's, of which nobody is asked. @default false */
  readonly isOtherStore?: boolean;
  /** Addresses of those that would be created though they exist: no state has them, and to create them fails, or overwrites. */
  readonly existing: readonly string[];
  /** Another workspace, in whose state some of those are. @default - no state of the project has them */
  readonly owner?: Owner;
  /** What is in the things that it takes away. */
  readonly holdings: readonly Holding[];
  /** Containers of a platform that no state has. @default - none */
  readonly strays?: readonly Stray[];
  /** Files of its front that somebody has changed: the programs that wrote them run again. @default - none */
  readonly otherFiles?: readonly string[];
  /** Containers of a platform that are paused, or out of its network: they are set right. @default - none */
  readonly apart?: readonly Apart[];
  /** What a destroy leaves; absent where nothing is to be left. */
  readonly retained?: readonly Kept[];
  /** The plan as Terraform prints it. @default - it is not asked for */
  readonly details?: string;
}
