/** One setting of a model: what its file says, and what is deployed. */
export interface StatusRow {
  readonly what: string;
  readonly declared: string;
  readonly deployed: string;
  readonly differs: boolean;
}

/** A row of two values that are to be equal. */
export function compared(what: string, declared: unknown, deployed: unknown): StatusRow {
  return { what, declared: String(declared), deployed: String(deployed), differs: declared !== deployed };
}
