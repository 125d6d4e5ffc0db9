/** There is something to do, and nobody has approved it: nothing was changed. */
export class NotApproved extends Error {}

/** What a command exits with after an error. */
export function exitCodeOf(error: unknown): 1 | 2 {
  const isIt = (each: unknown) => each instanceof NotApproved;
  return isIt(error) || (error instanceof Error && isIt(error.cause)) ? 2 : 1;
}
