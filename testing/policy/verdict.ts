/** Whether something is so; nothing where the text of a policy alone does not say it, with the reasons. */
export interface Verdict {
  readonly is: boolean | undefined;
  readonly why: readonly string[];
}

export const YES: Verdict = { is: true, why: [] };
export const NO: Verdict = { is: false, why: [] };

export function verdict(is: boolean): Verdict {
  return is ? YES : NO;
}

export function unknown(why: string): Verdict {
  return { is: undefined, why: [why] };
}

/** Yes where all are; no where one is not. */
export function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.some(({ is }) => is === false)) return NO;
  return merged(verdicts, YES);
}

/** Yes where one is; no where none is. */
export function any(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.some(({ is }) => is === true)) return YES;
  return merged(verdicts, NO);
}

export function not({ is, why }: Verdict): Verdict {
  return is === undefined ? { is, why } : verdict(!is);
}

function merged(verdicts: readonly Verdict[], otherwise: Verdict): Verdict {
  const why = verdicts.filter(({ is }) => is === undefined).flatMap((each) => each.why);
  return why.length === 0 ? otherwise : { is: undefined, why: [...new Set(why)] };
}
