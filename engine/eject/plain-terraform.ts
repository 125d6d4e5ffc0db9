import { isRecord, partsOf } from "../../constructs/shared/rules";

/** Blocks of a configuration by their kinds. */
type Blocks = Readonly<Record<string, unknown>>;

/** Which file has which blocks; the last one has all others. */
const FILES: readonly (readonly [file: string, kinds: readonly string[]])[] = [
  ["terraform.tf.json", ["terraform"]],
  ["providers.tf.json", ["provider"]],
  ["variables.tf.json", ["variable"]],
  ["outputs.tf.json", ["output"]],
];
const MAIN = "main.tf.json";

/**
 * A synthesized stack as files that a person would keep: by kinds of blocks, each resource with the place it had among constructs in
 * place of what cdktf notes of it.
 */
export function plainTerraform(stack: Blocks): Map<string, string> {
  const blocks = withPlaces(stack);
  const named = FILES.flatMap(([, kinds]) => kinds);
  const rest = Object.keys(blocks).filter((kind) => !named.includes(kind));
  const texts = [...FILES, [MAIN, rest] as const].flatMap(([file, kinds]) => {
    const own = kinds.filter((kind) => blocks[kind] !== undefined).map((kind) => [kind, blocks[kind]]);
    return own.length === 0 ? [] : [[file, `${JSON.stringify(Object.fromEntries(own), null, 2)}\n`] as const];
  });
  return new Map(texts);
}

/** A synthesized stack whose resources keep their places among constructs, without cdktf's other notes. */
export function withPlaces(stack: Blocks): Blocks {
  const { "//": _, ...blocks } = stack;
  return Object.fromEntries(Object.entries(blocks).map(([kind, value]) => [kind, plain(kind, value)]));
}

function plain(kind: string, blocks: unknown): unknown {
  if (kind !== "resource" && kind !== "data") return blocks;
  return mapped(blocks, (ofType) => mapped(ofType, withPlace));
}

/** Terraform reads no `//` of a block. */
function withPlace(block: unknown): unknown {
  if (!isRecord(block)) return block;
  const { "//": notes, ...settings } = block;
  const path = partsOf(partsOf(notes).metadata).path;
  return { ...(typeof path === "string" && { "//": path }), ...settings };
}

function mapped(value: unknown, change: (part: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(partsOf(value)).map(([key, part]) => [key, change(part)]));
}
