/** There is something to do, and nobody has approved it: nothing was changed. */
export class NotApproved extends Error {}

/** What a command exits with after an error. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof NotApproved ? 2 : 1;
}
