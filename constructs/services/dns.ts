import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { Domain } from "@cdktf/provider-digitalocean/lib/domain";
import { Record as DnsRecord } from "@cdktf/provider-digitalocean/lib/record";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { checkSettings } from "../shared/check-props";
import { keepLifecycle } from "../shared/kept-lifecycle";
import { literal } from "../shared/literal";
import { requireProps } from "../shared/props";
import { type ProviderProps, useProvider } from "../shared/provider";
import { domainProblems } from "./dns-problems";
import * as rules from "./dns-schema";
import type { DnsSettings, DomainSettings } from "./dns-settings";
import { type ApiRecord, declaredRecords, domainOf, HOST_TTL_SECONDS, nameIn } from "./render/dns-records";

/** Settings of {@link Dns}. */
export interface DnsProps extends DnsSettings, ProviderProps {
  /**
   * IP addresses by the hosts that they answer, such as `{ "www.example.org": node.ipAddress }`. Those in no declared domain get no record.
   *
   * @default - none
   */
  readonly hosts?: Readonly<Record<string, string>>;
}

/**
 * Domains at DigitalOcean's DNS, with their records and with address records of hosts. Deleting a domain is refused by default,
 * because its records for mail go with it.
 *
 * @see https://docs.digitalocean.com/products/networking/dns/
 */
export class Dns extends Construct {
  /** By their names. */
  readonly domains: ReadonlyMap<string, Domain>;

  constructor(scope: Construct, id: string, props: DnsProps) {
    super(scope, id);
    requireProps(this, props);
    useProvider(this, "digitalocean", props.provider);
    const { hosts = {}, hostTtlSeconds = HOST_TTL_SECONDS, ...settings } = props;
    checkSettings(this, props, { ...rules.dns.shape, hosts: rules.hostAddresses.exactOptional() }, ({ domains = {} }) =>
      domainProblems(domains, hostsIn(hosts), "domains"),
    );
    const names = Object.keys(settings.domains);
    this.domains = new Map(
      Object.entries(settings.domains).map(([name, domain]) => {
        const own = Object.entries(hosts).filter(([host]) => domainOf(host, names) === name);
        const addresses = own.map(([host, address]) => addressRecord(nameIn(name, host), address, hostTtlSeconds));
        return [name, this.domain(name, domain, [...declaredRecords(name, domain), ...addresses])];
      }),
    );
  }

  private domain(name: string, { origin, removal = "refused" }: DomainSettings, records: readonly ApiRecord[]): Domain {
    const scope = new Construct(this, name);
    const domain = new Domain(scope, "Resource", { name, lifecycle: { preventDestroy: removal === "refused" } });
    keepLifecycle(domain);
    if (origin === "adopted") domain.importFrom(name);
    const ids = recordIds(records);
    records.forEach((record, index) => {
      new DnsRecord(scope, ids[index] as string, { domain: domain.name, ...literal(record) });
    });
    return domain;
  }
}

function hostsIn(hosts: Readonly<Record<string, string>>) {
  return Object.keys(hosts).map((host) => ({ path: `hosts.${host}`, host }));
}

/** An address that only Terraform knows is a reserved one, which is IPv4. */
function addressRecord(name: string, value: string, ttl: number): ApiRecord {
  return { type: !Token.isUnresolved(value) && isIPv6(value) ? "AAAA" : "A", name, value, ttl };
}

/**
 * A changed address, alias or SPF record is changed in place, so that it is never missing. Of others there may be several of a name,
 * whose order must not matter: their values are part of their ids.
 */
function recordIds(records: readonly ApiRecord[]): string[] {
  const taken = new Set<string>();
  return records.map(({ type, name, value, tag }) => {
    // An address that becomes an alias is replaced: both at once would be refused.
    const plain = `${type === "A" || type === "CNAME" ? "Address" : type}-${name}`;
    const isInPlace = ["A", "AAAA", "CNAME"].includes(type) || value.startsWith("v=spf1");
    const id = isInPlace && !taken.has(plain) ? plain : `${plain}-${sum(`${tag ?? ""} ${value}`)}`;
    taken.add(id);
    return id;
  });
}

function sum(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
