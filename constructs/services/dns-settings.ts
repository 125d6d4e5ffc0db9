/** The domains of a platform at DigitalOcean's DNS. */
export interface DnsSettings {
  /** Domains by their names, such as `example.org`. Their registrar must delegate them to ns1, ns2 and ns3.digitalocean.com. */
  readonly domains: Readonly<Record<string, DomainSettings>>;
  /** TTL of the address records of hosts and redirects, in seconds: 30 to 86400. @default 300 */
  readonly hostTtlSeconds?: number;
}

/** A domain and its records. The front's hosts that lie in it get address records as well. */
export interface DomainSettings {
  /** `adopted`: it exists in the account, and is imported. @default "made" */
  readonly origin?: "made" | "adopted";
  /** Whether Terraform may delete the domain, with all its records. @default "refused" */
  readonly removal?: "refused" | "allowed";
  /**
   * Terms of the domain's SPF record, such as `["include:_spf.example.net", "-all"]`; `v=spf1` is put before them.
   *
   * @default - no SPF record
   * @see https://www.rfc-editor.org/rfc/rfc7208
   */
  readonly spf?: readonly string[];
  /** @default - those of hosts alone */
  readonly records?: readonly RecordSettings[];
}

/**
 * A DNS record.
 *
 * @see https://docs.digitalocean.com/products/networking/dns/how-to/manage-records/
 */
export interface RecordSettings {
  /** Relative to the domain: `@` is the domain itself, `*` every name without records of its own. */
  readonly name: string;
  readonly type: RecordType;
  /**
   * A, AAAA: an IP address. CNAME, MX: a full host name, or `@`. TXT: the text as a whole, without quotes; DigitalOcean splits it into
   * strings of 255 bytes. CAA: the domain of an authority, or with `iodef` an address to report to.
   */
  readonly value: string;
  /** Of MX, where it is required: mail goes to the lowest first. 0 to 65535. @default - not MX */
  readonly priority?: number;
  /** Of CAA: 128 is critical. @default 0 */
  readonly flags?: number;
  /** Of CAA, where it is required. @default - not CAA */
  readonly tag?: "issue" | "issuewild" | "iodef";
  /** How long resolvers keep it, in seconds: 30 to 86400. Records of one name and type share it. @default 3600 */
  readonly ttlSeconds?: number;
}

export type RecordType = "A" | "AAAA" | "CNAME" | "MX" | "TXT" | "CAA";
