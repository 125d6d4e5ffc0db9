import { InvalidArgumentError } from "commander";

/** Reads the number of an option. */
export function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`must be a whole number from 0 on, got "${text}".`);
  return Number(text);
}
