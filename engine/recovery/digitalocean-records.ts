import { textOfTemplate } from "../../constructs/shared/render/template-text";
import type { Change } from "../plan/changes";
import { listed } from "./digitalocean-lists";
import type { DeclaredStack } from "./import-ids";

/** A record as DigitalOcean lists it; only what is read here. */
interface Listed {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly data: string;
  readonly tag: string | null;
}

type Resources = NonNullable<DeclaredStack["resource"]>;
type Declared = Readonly<Record<string, unknown>>;

/** Of these a name has one in all likelihood: another value is what the deployment is to change. */
const IN_PLACE = ["A", "AAAA", "CNAME"];

/**
 * What records are imported by: their domain and a number. A record is found by its name, type and value; an address, an alias
 * and an SPF record also where it has another value, beside which a second one would answer as well.
 *
 * @param found ids of other resources: a domain that is created and is not among them has no records yet
 */
export async function recordIds(
  resource: Resources,
  created: readonly Pick<Change, "address" | "type">[],
  found: ReadonlyMap<string, string>,
  environment: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const isCreated = new Set(created.map(({ address }) => address));
  const all = declaredRecords(resource).map((each) => {
    const isMissing = isCreated.has(each.owner) && !found.has(each.owner);
    return { ...each, domain: isMissing ? undefined : each.domain };
  });
  const ids = new Map<string, string>();
  const wanted = all.filter(({ address }) => isCreated.has(address));
  for (const domain of new Set(wanted.flatMap((each) => each.domain ?? []))) {
    const there = await recordsOf(domain, environment);
    const here = all.filter((each) => each.domain === domain);
    const kept = here.filter(({ address }) => !isCreated.has(address));
    const { rest } = matched(kept, there, domain);
    // Where the state has others of its use, they may be about to exchange their values.
    const isSplit = ({ record: { name, type } }: DeclaredRecord) =>
      IN_PLACE.includes(String(type)) && kept.some(({ record }) => record.name === name && record.type === type);
    const missing = here.filter((each) => isCreated.has(each.address) && !isSplit(each));
    for (const [address, id] of matched(missing, rest, domain).taken) ids.set(address, `${domain},${id}`);
  }
  return ids;
}

/** A record of a stack; its domain is undefined where the stack does not say its name. */
interface DeclaredRecord {
  readonly address: string;
  /** The address of the domain. */
  readonly owner: string;
  readonly domain: string | undefined;
  readonly record: Declared;
}

function declaredRecords(resource: Resources): DeclaredRecord[] {
  return Object.entries(resource.digitalocean_record ?? {}).map(([name, record]) => {
    const [, owner = ""] = /^\$\{(digitalocean_domain\.\w+)\.name\}$/.exec(String(record.domain)) ?? [];
    return { address: `digitalocean_record.${name}`, owner, domain: domainNamed(resource, owner), record };
  });
}

function recordsOf(domain: string, environment: NodeJS.ProcessEnv): Promise<readonly Listed[]> {
  return listed<Listed>(`domains/${domain}/records`, "", environment, "domain_records");
}

/** The numbers of declared records that are there, by their addresses, and those that are nobody's. */
function matched(those: readonly DeclaredRecord[], there: readonly Listed[], domain: string) {
  const rest = [...there];
  const taken = new Map<string, number>();
  for (const isSame of [sameValue, sameUse]) {
    for (const { address, record } of those.filter((each) => !taken.has(each.address))) {
      const index = rest.findIndex((each) => isSame(each, record, domain));
      if (index >= 0) taken.set(address, (rest.splice(index, 1)[0] as Listed).id);
    }
  }
  return { taken, rest };
}

/** A record that somebody else has made for a host of the file. */
export interface OtherRecord {
  /** `web.example.org` */
  readonly host: string;
  readonly type: string;
  readonly data: string;
  /** An alias and another record exclude each other, and DigitalOcean refuses the second one. */
  readonly isExcluded: boolean;
}

/**
 * Addresses and aliases of the hosts whose records a plan makes or adopts that the file does not name: they answer as well.
 *
 * @param touched addresses of records that the plan makes or adopts
 */
export async function otherRecords(
  { resource = {} }: DeclaredStack,
  touched: ReadonlySet<string>,
  environment: NodeJS.ProcessEnv,
): Promise<OtherRecord[]> {
  const all = declaredRecords(resource);
  const wanted = all.filter(({ address, record }) => touched.has(address) && IN_PLACE.includes(String(record.type)));
  const domains = [...new Set(wanted.flatMap(({ domain }) => domain ?? []))];
  const found = await Promise.all(
    domains.map(async (domain) => {
      const here = all.filter((each) => each.domain === domain);
      const { rest } = matched(here, await recordsOf(domain, environment), domain);
      const names = new Set(wanted.filter((each) => each.domain === domain).map(({ record }) => String(record.name)));
      return [...names].flatMap((name) => othersAt(name, domain, here, rest));
    }),
  );
  return found.flat();
}

function othersAt(name: string, domain: string, here: readonly DeclaredRecord[], rest: readonly Listed[]) {
  const isAlias = here.some(({ record }) => record.name === name && record.type === "CNAME");
  const host = name === "@" ? domain : `${name}.${domain}`;
  return rest
    .filter((each) => each.name === name && (isAlias || IN_PLACE.includes(each.type)))
    .map(({ type, data }): OtherRecord => ({ host, type, data, isExcluded: isAlias || type === "CNAME" }));
}

function domainNamed(resource: Resources, address: string): string | undefined {
  const { name } = resource.digitalocean_domain?.[address.slice("digitalocean_domain.".length)] ?? {};
  return typeof name === "string" ? name : undefined;
}

function sameValue(there: Listed, record: Declared, domain: string): boolean {
  const { value, tag } = record;
  if (!isOf(there, record) || (there.tag ?? undefined) !== tag) return false;
  const wanted = textOfTemplate(String(value));
  // It is listed without the dot at its end, and the domain itself as @.
  const data = there.data === "@" ? domain : there.data;
  return wanted === data || (there.type !== "TXT" && wanted === `${data}.`);
}

function sameUse(there: Listed, record: Declared): boolean {
  if (!isOf(there, record)) return false;
  const isSpf = (text: unknown) => /^v=spf1( |$)/i.test(String(text));
  return IN_PLACE.includes(there.type) || (there.type === "TXT" && isSpf(there.data) && isSpf(record.value));
}

function isOf({ name, type }: Listed, record: Declared): boolean {
  return name === record.name && type === record.type;
}
