import type { PipelineSettings } from "../settings";
import { heapText } from "./heap";

/** What the script has in place of the heap of Java. */
export const HEAP = "{heap}";
export const STRICT = "set -euo pipefail";
export const SHELL = ["/bin/bash"];

type Program = Pick<PipelineSettings, "command" | "script" | "strict" | "limits" | "heapFraction">;

/** The program and its arguments. */
export function commandOf({ command, script }: Program): readonly string[] {
  return command ?? (script === undefined ? [] : SHELL);
}

/** The lines that the program reads; none when there is no script. */
export function scriptOf({ script, strict = true, limits, heapFraction }: Program): string[] {
  if (script === undefined) return [];
  const heap = heapFraction === undefined ? HEAP : heapText(limits?.memory ?? "0", heapFraction);
  const lines = script.map((line) => line.replaceAll(HEAP, heap));
  return strict ? [STRICT, ...lines] : lines;
}

/** The heaps that a script asks for, in Java's words. */
export function heapsOf(program: Program): string[] {
  return scriptOf(program).flatMap((line) =>
    [...line.matchAll(/-Xmx(\d+[kKmMgGtT]?)\b/g)].map(([, heap]) => heap ?? ""),
  );
}
