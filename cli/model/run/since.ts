const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** When `--since` means, as `checkLogOptions` takes it: how long ago, a time, or seconds since 1970. */
export function sinceTime(text: string, now: Date): Date {
  if (/^\d+(\.\d+)?$/.test(text)) return new Date(Number(text) * 1000);
  if (/^\d{4}-/.test(text)) return new Date(/^\d{4}-\d\d-\d\d$|Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  const ago = parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (UNITS[unit] ?? 0), 0);
  return new Date(now.getTime() - ago);
}
