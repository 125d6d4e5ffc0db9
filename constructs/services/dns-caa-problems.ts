import { isText, type Parts, type Problem } from "../shared/rules";
import { shown } from "../shared/shown";
import { hostsOfAcme } from "./acme-problems";
import type { Declared } from "./dns-record-problems";
import { domainOf, hostOfRecord } from "./render/dns-records";
import type { Named } from "./service-problems";

const AUTHORITY = "letsencrypt.org";

/** Records that forbid the authority which makes the front's certificates. @see https://www.rfc-editor.org/rfc/rfc8659 */
export function caaProblems(all: readonly Named[], platform: Parts, records: readonly Declared[]): Problem[] {
  const hosts = hostsOfAcme(all, platform).flatMap(({ host }) => (isText(host) ? [host] : []));
  const caa = records.filter(({ type }) => type === "CAA");
  const domains = [...new Set(caa.map(({ domain }) => domain))];
  const told = new Set<Declared>();
  return hosts.flatMap((host) => {
    const issuers = closest(host, caa, domainOf(host, domains)).filter(({ tag }) => tag === "issue");
    const [first] = issuers;
    const isAllowed = issuers.some(({ value }) => value.toLowerCase().replace(/\.$/, "") === AUTHORITY);
    if (first === undefined || isAllowed || told.has(first)) return [];
    told.add(first);
    const got = issuers.map(({ value }) => shown(value)).join(", ");
    const message = `must allow ${AUTHORITY}, which makes the certificate of ${host}, got ${got}; add a record with it`;
    return [{ path: `${first.path}.value`, message }];
  });
}

/** The records of the name itself, or else of the closest one above it that has any. */
function closest(host: string, caa: readonly Declared[], domain: string | undefined): readonly Declared[] {
  if (domain === undefined) return [];
  for (let name = host; name.length >= domain.length; name = name.slice(name.indexOf(".") + 1)) {
    const found = caa.filter((each) => hostOfRecord(each.domain, each.name) === name);
    if (found.length > 0) return found;
  }
  return [];
}
