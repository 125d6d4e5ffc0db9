import { type TerraformStack, Testing } from "cdktf";

const BLOCKS = ["resource", "data"] as const;

/** Where something is in the states of stacks, and what a `moved` block has moved. */
export interface Addresses {
  /** `<stack>: <type>.<name>`, and outputs and variables. */
  readonly now: readonly string[];
  readonly moved: readonly string[];
}

export function addressesIn(stack: TerraformStack): Addresses {
  const json = JSON.parse(Testing.synth(stack)) as Readonly<Record<string, Readonly<Record<string, object>>>>;
  const inStack = (addresses: readonly string[]) => addresses.map((address) => `${stack.node.id}: ${address}`);
  const resources = BLOCKS.flatMap((block) =>
    Object.entries(json[block] ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${block === "data" ? "data." : ""}${type}.${name}`),
    ),
  );
  const others = ["output", "variable"].flatMap((block) =>
    Object.keys(json[block] ?? {}).map((name) => `${block}.${name}`),
  );
  const moves = Object.values(json.moved ?? {}) as unknown as readonly { readonly from: string }[];
  return { now: inStack([...resources, ...others]), moved: inStack(moves.map(({ from }) => from)) };
}

/** What is gone without a `moved` block, and what is new and written down nowhere. */
export function brokenPromises(known: readonly string[], found: readonly Addresses[]) {
  const now = new Set(found.flatMap((each) => each.now));
  const moved = new Set(found.flatMap((each) => each.moved));
  return {
    gone: known.filter((address) => !now.has(address) && !moved.has(address)),
    unknown: [...now].filter((address) => !known.includes(address)).sort(),
  };
}
