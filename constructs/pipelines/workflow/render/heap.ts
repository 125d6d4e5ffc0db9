import { quantityValue } from "../../cluster/render/quantities";

const MEBIBYTE = 2 ** 20;

/** The bytes of a heap in Java's words, in which each unit is 1024 of the one before: `20G`, `512m`. */
export function heapBytes(text: string): number | undefined {
  const [, digits, unit] = /^(\d+)([kKmMgGtT]?)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return Number(digits) * 1024 ** ["", "k", "m", "g", "t"].indexOf((unit ?? "").toLowerCase());
}

/** A share of a memory limit in Java's words: `18310m`. */
export function heapText(memory: string, fraction: number): string {
  return `${Math.floor(((quantityValue(memory) ?? 0) * fraction) / MEBIBYTE)}m`;
}
