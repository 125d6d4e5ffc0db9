import { lazy } from "../constructs/shared/lazy";

const bars = lazy<typeof import("cli-progress")>(() => require("cli-progress"));

/** Something that comes nearer to its end. */
interface Progress {
  increment(): void;
  stop(): void;
}

/** Shows how far some work is, which says each time that it came nearer. */
export async function withProgress<T>(
  name: string,
  total: number,
  work: (onDone: () => void) => Promise<T>,
): Promise<T> {
  const progress = progressOf(name, total);
  try {
    return await work(() => progress.increment());
  } finally {
    progress.stop();
  }
}

/** How far it is; off a terminal, and where nothing is to do, nothing is drawn. */
function progressOf(name: string, total: number): Progress {
  if (total === 0 || process.stderr.isTTY !== true) return { increment: () => {}, stop: () => {} };
  const bar = new bars.SingleBar({ format: `${name} [{bar}] {value} of {total}`, stream: process.stderr });
  bar.start(total, 0);
  return bar;
}
