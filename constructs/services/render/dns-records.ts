import type { DomainSettings, RecordSettings } from "../dns-settings";

export const RECORD_TYPES = ["A", "AAAA", "CNAME", "MX", "TXT", "CAA"] as const;

/** TTL of records that say none. */
const TTL_SECONDS = 3600;

/** TTL of the records of hosts. */
export const HOST_TTL_SECONDS = 300;

export const APEX = "@";

/** A record as DigitalOcean's API gets it. */
export interface ApiRecord {
  readonly type: RecordSettings["type"];
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority?: number;
  readonly flags?: number;
  readonly tag?: string;
}

/** The declared domain that a host lies in: the closest one. */
export function domainOf(host: string, domains: readonly string[]): string | undefined {
  const around = domains.filter((domain) => host === domain || host.endsWith(`.${domain}`));
  return around.sort((one, other) => other.length - one.length)[0];
}

/** The name of a host in its domain: `www`, or `@`. */
export function nameIn(domain: string, host: string): string {
  return host === domain ? APEX : host.slice(0, -domain.length - 1);
}

/** The whole name of a record. */
export function hostOfRecord(domain: string, name: string): string {
  return name === APEX ? domain : `${name}.${domain}`;
}

type Valued = Pick<RecordSettings, "type" | "value" | "tag">;

/** Whether the value is a host's name. */
function isNaming({ type, tag }: Pick<Valued, "type" | "tag">): boolean {
  return type === "CNAME" || type === "MX" || (type === "CAA" && tag !== "iodef");
}

/** A value as two are compared: hosts whole and without a dot at their end, addresses in their shortest form. */
export function plainValue(domain: string, { value, ...record }: Valued): string {
  if (isNaming(record)) return value === APEX ? domain : value.toLowerCase().replace(/\.$/, "");
  const address = `http://[${value}]`;
  return record.type === "AAAA" && URL.canParse(address) ? new URL(address).hostname.slice(1, -1) : value;
}

/** The records of a domain that its settings declare. */
export function declaredRecords(domain: string, { records = [], spf }: DomainSettings): ApiRecord[] {
  const ttlOf = (name: string, type: string) =>
    records.find((each) => each.name === name && each.type === type && each.ttlSeconds !== undefined)?.ttlSeconds ??
    TTL_SECONDS;
  const own = records.map((record) => ({
    ...{ type: record.type, name: record.name, ttl: ttlOf(record.name, record.type) },
    // Whole names end with a dot there. A text is sent as one: DigitalOcean splits it itself.
    value: `${plainValue(domain, record)}${isNaming(record) ? "." : ""}`,
    ...(record.type === "MX" && { priority: record.priority as number }),
    ...(record.type === "CAA" && { flags: record.flags ?? 0, tag: record.tag as string }),
  }));
  if (spf === undefined) return own;
  return [...own, { type: "TXT", name: APEX, value: spfText(spf), ttl: ttlOf(APEX, "TXT") }];
}

function spfText(terms: readonly string[]): string {
  return ["v=spf1", ...terms].join(" ");
}
