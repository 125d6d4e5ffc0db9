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
  const all = Object.entries(resource.digitalocean_record ?? {}).map(([name, record]) => {
    const [, owner = ""] = /^\$\{(digitalocean_domain\.\w+)\.name\}$/.exec(String(record.domain)) ?? [];
    const isMissing = isCreated.has(owner) && !found.has(owner);
    const address = `digitalocean_record.${name}`;
    return { address, record, domain: isMissing ? undefined : domainNamed(resource, owner) };
  });
  const ids = new Map<string, string>();
  const wanted = all.filter(({ address }) => isCreated.has(address));
  for (const domain of new Set(wanted.flatMap((each) => each.domain ?? []))) {
    const there = [...(await listed<Listed>(`domains/${domain}/records`, "", environment, "domain_records"))];
    const matched = (those: typeof all) => {
      const taken = new Map<string, number>();
      for (const isSame of [sameValue, sameUse]) {
        for (const { address, record } of those.filter((each) => !taken.has(each.address))) {
          const index = there.findIndex((each) => isSame(each, record, domain));
          if (index >= 0) taken.set(address, (there.splice(index, 1)[0] as Listed).id);
        }
      }
      return taken;
    };
    const here = all.filter((each) => each.domain === domain);
    const kept = here.filter(({ address }) => !isCreated.has(address));
    matched(kept);
    // Where the state has others of its use, they may be about to exchange their values.
    const isSplit = ({ record: { name, type } }: (typeof all)[number]) =>
      IN_PLACE.includes(String(type)) && kept.some(({ record }) => record.name === name && record.type === type);
    const missing = here.filter((each) => isCreated.has(each.address) && !isSplit(each));
    for (const [address, id] of matched(missing)) ids.set(address, `${domain},${id}`);
  }
  return ids;
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
