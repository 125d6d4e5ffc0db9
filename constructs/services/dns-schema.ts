import { complaint, listOf, oneOf, textMatching, wholeNumber } from "../shared/rules";
import * as z from "../shared/zod";
import { encodedAdvice, host } from "./address-schema";
import type { DnsSettings, DomainSettings, RecordSettings } from "./dns-settings";
import { RECORD_TYPES } from "./render/dns-records";

type Issue = { readonly input?: unknown };

const ttlSeconds = wholeNumber(30, 86_400, "resolvers keep a record that many seconds");
const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const NAME_LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";

const DOMAIN = new RegExp(`^(?=.{1,253}$)(${LABEL}\\.)+[a-z]${LABEL}$`);
const domainComplaint = ({ input }: Issue) =>
  complaint(
    "must be the name of a domain in small letters",
    input,
    encodedAdvice(input) ?? 'for example "example.org"',
  );
const domainName = z
  .string({ error: domainComplaint })
  .refine((value) => DOMAIN.test(value), { error: domainComplaint });

const record = z.rulesOf<RecordSettings>()({
  name: textMatching(
    new RegExp(`^(?=.{1,250}$)(@|\\*|(\\*\\.)?${NAME_LABEL}(\\.${NAME_LABEL})*)$`),
    "must be a name relative to the domain",
    'for example "www", or "@" for the domain itself',
  ),
  type: oneOf(RECORD_TYPES, "DigitalOcean makes NS and SOA records itself"),
  value: textMatching(/^[^\0]{1,4096}$/s, "must be a text of up to 4096 characters", 'for example "203.0.113.9"'),
  priority: wholeNumber(0, 65_535, "mail goes to the lowest first").exactOptional(),
  flags: wholeNumber(0, 255, "128 is critical").exactOptional(),
  tag: oneOf(["issue", "issuewild", "iodef"], "issue names who may make certificates").exactOptional(),
  ttlSeconds: ttlSeconds.exactOptional(),
});

const spfTerm = textMatching(
  /^([+~?-]?(all|(include|exists):[^\s:]+|(a|mx|ptr)(:[^\s:/]+)?(\/\d+)?(\/\/\d+)?|ip4:[\d.]+(\/\d+)?|ip6:[\da-f:.]+(\/\d+)?)|(redirect|exp)=\S+)$/i,
  "must be a term of SPF",
  'for example "include:_spf.example.net"; v=spf1 is put before them',
);

const domain = z.rulesOf<DomainSettings>()({
  origin: oneOf(["made", "adopted"], "adopted is for one that exists").exactOptional(),
  removal: oneOf(["refused", "allowed"], "allowed lets a plan delete the domain with all its records").exactOptional(),
  spf: listOf(spfTerm, "terms").exactOptional(),
  records: z
    .array(record, { error: ({ input }: Issue) => complaint("must be a list of records", input, "write it in [ ]") })
    .exactOptional(),
});

/** Addresses by the hosts that they answer. */
export const hostAddresses = z.record(
  host,
  textMatching(/^([\d.]+|[\da-fA-F:.]*:[\da-fA-F:.]*)$/, "must be an IP address", 'for example "203.0.113.9"'),
);

/** The rules of a platform's domains. */
export const dns = z.rulesOf<DnsSettings>()({
  domains: z.record(domainName, domain, {
    error: ({ input }: Issue) => complaint("must be an object of domains by their names", input, "write it in { }"),
  }),
  hostTtlSeconds: ttlSeconds.exactOptional(),
});
