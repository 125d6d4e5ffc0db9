import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** A workspace whose file has no problems. */
interface SoundWorkspace<E> {
  /** The file's name. */
  readonly workspace: string;
  readonly environment: E;
}

/**
 * Makes the stacks of a workspace, in the order in which they are deployed; exported as `stacks` by stacks/<domain>-stack.ts.
 *
 * @param stateFolder the folder of local states, absolute
 */
export type StackMaker<E> = (scope: Construct, workspace: SoundWorkspace<E>, stateFolder: string) => TerraformStack[];
