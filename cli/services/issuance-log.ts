import { visible } from "../../constructs/shared/shown";

const LONGEST = 240;

/** The front's last error about the certificate of a host; undefined if there is none, or the log is no JSON. */
export function issuanceError(log: string, host: string): string | undefined {
  const errors = log.split("\n").flatMap((line) => {
    if (!line.startsWith("{") || !line.includes(host)) return [];
    const entry = entryOf(line);
    const { logger = "", level, error, identifier } = entry;
    if (level !== "error" || !String(logger).startsWith("tls") || typeof error !== "string") return [];
    return identifier === host || error.startsWith(`[${host}] `) ? [error] : [];
  });
  const last = errors.at(-1);
  if (last === undefined) return undefined;
  const text = visible(last.replace(`[${host}] `, ""));
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

function entryOf(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
