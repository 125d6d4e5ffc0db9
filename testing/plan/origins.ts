import type { TerraformStack } from "cdktf";
import { stacksOf, synthesized } from "../synthesized";
import type { StackJson } from "./settings";

/** A stack of the app from which another takes outputs. */
export interface Origin {
  readonly path: string;
  readonly json: StackJson;
}

/** A stack's JSON: what was synthesized already, else it is synthesized, once. */
export type JsonOf = (stack: TerraformStack) => StackJson;

/** Stacks' JSON, each synthesized once; those that are there are not synthesized again. */
export function jsonsOf(there: ReadonlyMap<TerraformStack, StackJson>): JsonOf {
  const all = new Map(there);
  return (stack) => {
    const json = all.get(stack) ?? (synthesized(stack) as StackJson);
    all.set(stack, json);
    return json;
  };
}

/** The stacks of the app that a stack's remote states stand for, by the states' ids; states of other apps are left out. */
export function originsOf(stack: TerraformStack, jsonOf: JsonOf): ReadonlyMap<string, Origin> {
  const ids = Object.keys(jsonOf(stack).data?.terraform_remote_state ?? {});
  return new Map(
    ids.flatMap((id): [string, Origin][] => {
      const origin = originOf(stack, id);
      return origin === undefined ? [] : [[id, { path: origin.node.path, json: jsonOf(origin) }]];
    }),
  );
}

/** The stack of the app that a remote state stands for; nothing where the app has none. */
export function originOf(stack: TerraformStack, id: string): TerraformStack | undefined {
  const state = stack.node
    .findAll()
    .find((each) => "friendlyUniqueId" in each && each.friendlyUniqueId === id && "backend" in each);
  return stacksOf(stack).find(({ node }) => state?.node.id === `cross-stack-reference-input-${node.path}`);
}
