import { isRecord, isText, type Parts, type Problem, partsOf } from "../shared/rules";
import { shown } from "../shared/shown";
import { caaProblems } from "./dns-caa-problems";
import { type Declared, recordProblems } from "./dns-record-problems";
import { frontHosts } from "./render/dns-hosts";
import { APEX, domainOf, nameIn, plainValue } from "./render/dns-records";
import { hostsOf, type Named, type NamedHost, redirectedHosts } from "./service-problems";
import type { PlatformSettings } from "./settings";

const AT = "dns.domains";

/** What is wrong between a platform's domains and the rest of it. */
export function dnsProblems(all: readonly Named[], platform: Parts, isWhole: boolean): Problem[] {
  if (!isRecord(platform.dns)) return [];
  const nodes = Object.values(partsOf(platform.nodes)).map(partsOf);
  if (!nodes.some(({ droplet }) => droplet !== undefined)) {
    const message = "must be left out where no node has a droplet, got settings; give a node one";
    return [{ path: "dns", message }];
  }
  const domains = partsOf(platform.dns.domains);
  const hosts = [...all.flatMap(hostsOf), ...redirectedHosts(platform)];
  return [
    ...domainProblems(domains, hosts, AT),
    ...caaProblems(all, platform, declaredIn(domains, AT)),
    ...(isWhole ? addressProblems(platform as unknown as PlatformSettings) : []),
  ];
}

/**
 * What is wrong between the records of domains, and between them and hosts that get records by themselves.
 *
 * @param at the path of the domains
 */
export function domainProblems(domains: Parts, hosts: readonly NamedHost[], at: string): Problem[] {
  const all = declaredIn(domains, at);
  return [
    ...all.flatMap((record) => [...recordProblems(record), ...placeProblems(record, Object.keys(domains))]),
    ...Object.keys(domains).flatMap((domain) => {
      const records = all.filter((each) => each.domain === domain);
      const hosted = hosts.filter(({ host }) => isText(host) && domainOf(host, Object.keys(domains)) === domain);
      return [
        ...twinProblems(records),
        ...aliasProblems(records, hosted),
        ...ttlProblems(records),
        ...hostProblems(records, hosted),
        ...spfProblems(`${at}.${domain}.spf`, partsOf(domains[domain]).spf, records),
      ];
    }),
  ];
}

/** The records of all domains whose name, type and value are texts. */
function declaredIn(domains: Parts, at: string): Declared[] {
  return Object.entries(domains).flatMap(([domain, settings]) => {
    const { records } = partsOf(settings);
    if (!Array.isArray(records)) return [];
    return records.flatMap((each: unknown, index) => {
      const { name, type, value } = partsOf(each);
      if (!isText(name) || !isText(type) || !isText(value)) return [];
      return [{ ...partsOf(each), domain, path: `${at}.${domain}.records[${index}]`, name, type, value }];
    });
  });
}

/** A name that is meant whole, or that lies in another of the domains. */
function placeProblems({ domain, name, path }: Declared, domains: readonly string[]): Problem[] {
  const at = `${path}.name`;
  const meant = domainOf(name, domains);
  if (meant !== undefined) {
    const advice =
      meant === domain ? `write ${shown(nameIn(domain, name))}` : `write ${shown(nameIn(meant, name))} in ${meant}`;
    return [{ path: at, message: `must be relative to ${domain}, got ${shown(name)}; ${advice}` }];
  }
  const inner = name === APEX ? domain : domainOf(`${name}.${domain}`, domains);
  if (inner === domain || inner === undefined) return [];
  return [{ path: at, message: `must not lie in ${inner}, got ${shown(name)}; declare it in that domain` }];
}

/** Two that say the same. */
function twinProblems(records: readonly Declared[]): Problem[] {
  const key = ({ domain, name, type, value, tag }: Declared) =>
    JSON.stringify([name, type, tag, plainValue(domain, { type, value, tag } as Parameters<typeof plainValue>[1])]);
  return records.flatMap((record, index) => {
    const first = records.findIndex((each) => key(each) === key(record));
    if (first === index) return [];
    const message = `must be a record of its own, got ${record.type} ${shown(record.value)} as ${records[first]?.path} has; take one out`;
    return [{ path: record.path, message }];
  });
}

/** An alias is all that its name has. */
function aliasProblems(records: readonly Declared[], hosts: readonly NamedHost[]): Problem[] {
  return records.flatMap((record) => {
    const { domain, name, path, type } = record;
    const isHost = hosts.some(({ host }) => isText(host) && nameIn(domain, host) === name);
    // What is said of the domain itself, and of hosts, is said elsewhere.
    if (type !== "CNAME" || name === APEX || isHost) return [];
    const other = records.find(
      (each) => each !== record && each.name === name && (each.type !== type || each.value !== record.value),
    );
    if (other === undefined) return [];
    const message = `must be the only record of its name, got ${shown(name)} as ${other.path} has; a CNAME stands alone`;
    return [{ path: `${path}.name`, message }];
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc2181#section-5.2 */
function ttlProblems(records: readonly Declared[]): Problem[] {
  const said = records.filter(({ ttlSeconds }) => ttlSeconds !== undefined);
  return said.flatMap(({ name, path, ttlSeconds, type }) => {
    const first = said.find((each) => each.name === name && each.type === type) as Declared;
    if (first.ttlSeconds === ttlSeconds) return [];
    const message = `must be ${shown(first.ttlSeconds)}, as ${first.path} has, got ${shown(ttlSeconds)}; records of one name and type share it`;
    return [{ path: `${path}.ttlSeconds`, message }];
  });
}

/** The front's hosts have address records of their own. */
function hostProblems(records: readonly Declared[], hosts: readonly NamedHost[]): Problem[] {
  return records.flatMap(({ domain, name, path, type }) => {
    const host = hosts.find((each) => isText(each.host) && nameIn(domain, each.host) === name);
    if (host === undefined || !["A", "AAAA", "CNAME"].includes(type)) return [];
    const message = `must not be of a host of the front, got ${type} ${shown(name)} beside ${host.path}; leave it out, its record is made from there`;
    return [{ path, message }];
  });
}

const LOOKED_UP = /^[+~?-]?(include:|exists:|redirect=|(a|mx|ptr)([:/]|$))/i;

/** @see https://www.rfc-editor.org/rfc/rfc7208#section-4.6.4 */
function spfProblems(path: string, spf: unknown, records: readonly Declared[]): Problem[] {
  const texts = records.filter(({ type, value }) => type === "TXT" && /^v=spf1( |$)/i.test(value));
  const twice = texts.flatMap((record) => {
    const first = texts.find(({ name }) => name === record.name);
    const by = record.name === APEX && spf !== undefined ? path : first === record ? undefined : first?.path;
    if (by === undefined) return [];
    const message = `must not be a second SPF record of its name, got ${shown(record.value)} beside ${by}; mail servers then trust neither: join them`;
    return [{ path: `${record.path}.value`, message }];
  });
  if (!Array.isArray(spf) || !spf.every(isText)) return twice;
  const all = spf.findIndex((term) => /^[+~?-]?all$/i.test(term));
  const isEarly = all >= 0 && spf.slice(all + 1).some((term) => !/^exp=/i.test(term));
  const count = spf.filter((term) => LOOKED_UP.test(term)).length;
  return [
    ...twice,
    ...(isEarly
      ? [{ path, message: `must have ${shown(spf[all])} at its end, got ${shown(spf)}; nothing behind it counts` }]
      : []),
    ...(count > 10
      ? [{ path, message: `must ask DNS for at most 10 terms, got ${count}; mail servers refuse more` }]
      : []),
  ];
}

/** A record needs the address of the front that it points to. */
function addressProblems(platform: PlatformSettings): Problem[] {
  const { nodes = {}, dns, services, front } = platform;
  const { redirects = {} } = partsOf(front);
  if (!isRecord(front) || !isRecord(redirects)) return [];
  const isListed = Object.values(services).every((service) => {
    const { hosts, stagingHosts = [] } = service as unknown as Parts;
    return Array.isArray(hosts) && Array.isArray(stagingHosts) && [...hosts, ...stagingHosts].every(isText);
  });
  if (!isListed) return [];
  const domains = Object.keys(partsOf(dns?.domains));
  const first = new Map(
    [...frontHosts(platform)]
      .reverse()
      .filter(({ host }) => domainOf(host, domains) !== undefined)
      .map(({ host, node }) => [node, host]),
  );
  return [...first].flatMap(([node, host]) => {
    const { droplet, publicAddress } = nodes[node] ?? {};
    if (droplet !== undefined || publicAddress !== undefined) return [];
    return [{ path: `nodes.${node}.publicAddress`, message: `is required; the record of ${host} points to it` }];
  });
}
