/** What agents of OCS print when they have no router. */
const LOST =
  /transport disconnected|waiting for reconnection|waiting at least .* before giving up|connection (to the other side )?was (lost|refused|closed)|connection refused/i;

const TROUBLE = /error|exception|failed|refused|exists/i;

/** Printed while programs are loaded, by libraries that work all the same. */
const NO_TROUBLE = /warning|_ARRAY_API|numpy\S* failed to import|compiled using NumPy/i;

/** Whether an agent has told at last that it lost the router, or found none. */
export function lostRouter(lines: readonly string[]): boolean {
  return lines.some((line) => LOST.test(line));
}

/** The last line that reports an error, else the last that reports that the router is lost. */
export function reasonIn(lines: readonly string[]): string | undefined {
  const last = [...lines].reverse();
  const found =
    last.find((line) => TROUBLE.test(line) && !NO_TROUBLE.test(line)) ?? last.find((line) => LOST.test(line));
  return found?.trim();
}
