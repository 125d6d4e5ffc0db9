import { lazy } from "../constructs/shared/lazy";

const bars = lazy<typeof import("cli-progress")>(() => require("cli-progress"));

/** Something that comes nearer to its end. */
export interface Progress {
  increment(): void;
  stop(): void;
}

/** How far it is; off a terminal, and where nothing is to do, nothing is drawn. */
export function progressOf(name: string, total: number): Progress {
  if (total === 0 || process.stderr.isTTY !== true) return { increment: () => {}, stop: () => {} };
  const bar = new bars.SingleBar({ format: `${name} [{bar}] {value} of {total}`, stream: process.stderr });
  bar.start(total, 0);
  return bar;
}
