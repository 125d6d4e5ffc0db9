import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** What an environment's stacks are made of. */
export interface StackMakerProps<E> {
  readonly environment: E;
  /** Folder of local states, absolute. */
  readonly stateFolder: string;
}

/** Makes the stacks of a workspace, in the order in which they are deployed; exported as `stacks` by stacks/<domain>-stack.ts. */
export type StackMaker<E> = (scope: Construct, workspace: string, props: StackMakerProps<E>) => TerraformStack[];
