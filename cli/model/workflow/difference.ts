import { isDeepStrictEqual } from "node:util";
import { createTwoFilesPatch } from "diff";
import { visible } from "../../../constructs/shared/shown";

/** A definition as people read it. */
export function readable(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The lines that differ between two definitions; undefined if they are equal, in any order of keys. */
export function difference(
  from: { readonly name: string; readonly value: unknown },
  to: typeof from,
): string | undefined {
  if (isDeepStrictEqual(from.value, to.value)) return undefined;
  const patch = createTwoFilesPatch(
    from.name,
    to.name,
    readable(from.value),
    readable(to.value),
    undefined,
    undefined,
    {
      context: 3,
    },
  );
  const lines = patch.split("\n").filter((line) => !line.startsWith("====") && line !== "");
  return lines.map((line) => visible(line.replaceAll("\t", "  "))).join("\n");
}
