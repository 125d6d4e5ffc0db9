import type { Change } from "../plan/changes";
import { secretsIn } from "../secret-commands/kept";
import type { DeclaredStack } from "./import-ids";

const API = "https://api.digitalocean.com/";
const LONGEST_MILLISECONDS = 20_000;

/** What DigitalOcean lists; only what is read here. */
interface Listed {
  readonly id: string | number;
  readonly name: string;
}
interface ReservedIp {
  readonly ip: string;
  readonly droplet: { readonly id: number } | null;
}

interface Page {
  readonly links?: { readonly pages?: { readonly next?: string } };
  readonly [list: string]: unknown;
}

/** The lists of the API by the type of what is in them. */
const LISTS = {
  digitalocean_droplet: "droplets",
  digitalocean_vpc: "vpcs",
  digitalocean_firewall: "firewalls",
} as const;

/**
 * What DigitalOcean's resources are imported by that only its API knows, by their names: droplets with their reserved addresses, private
 * networks and firewalls. Names are not unique there, so a second deployment would pay for all of it twice. Nothing where the API
 * does not answer: Terraform says why.
 */
export async function digitalOceanIds(
  { resource = {} }: DeclaredStack,
  created: readonly Pick<Change, "address" | "type">[],
  environment: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (!created.some(({ type }) => type.startsWith("digitalocean_"))) return found;
  const declaredOf = ({ address, type }: Pick<Change, "address" | "type">) =>
    resource[type]?.[address.slice(type.length + 1)] ?? {};
  for (const [type, list] of Object.entries(LISTS)) {
    const wanted = created.filter((each) => each.type === type);
    if (wanted.length === 0) continue;
    // Droplets are those of the platform, whose tag they have.
    const { tags } = declaredOf(wanted[0] as Change);
    const of = Array.isArray(tags) ? `tag_name=${encodeURIComponent(String(tags[0]))}&` : "";
    const there = await listed<Listed>(list, of, environment);
    for (const each of wanted) {
      const one = there.find(({ name }) => name === declaredOf(each).name);
      if (one !== undefined) found.set(each.address, String(one.id));
    }
  }
  const addresses = created.filter(({ type }) => type === "digitalocean_reserved_ip");
  if (addresses.length === 0 || found.size === 0) return found;
  const there = await listed<ReservedIp>("reserved_ips", "", environment);
  for (const each of addresses) {
    const [, droplet = ""] = /^\$\{(digitalocean_droplet\.\w+)\.id\}$/.exec(String(declaredOf(each).droplet_id)) ?? [];
    const one = there.find((ip) => ip.droplet !== null && String(ip.droplet.id) === found.get(droplet));
    if (one !== undefined) found.set(each.address, one.ip);
  }
  return found;
}

/** @param of what they have in common, as the address says it */
async function listed<T>(list: string, of: string, environment: NodeJS.ProcessEnv): Promise<readonly T[]> {
  const token =
    secretsIn(environment).DIGITALOCEAN_TOKEN ||
    environment.DIGITALOCEAN_TOKEN ||
    environment.DIGITALOCEAN_ACCESS_TOKEN;
  if (!token) return [];
  const headers = { authorization: `Bearer ${token}` };
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const url = new URL(`v2/${list}?${of}per_page=200&page=${page}`, environment.DIGITALOCEAN_API_URL || API);
    const signal = AbortSignal.timeout(LONGEST_MILLISECONDS);
    const answer = await fetch(url, { headers, signal }).catch(() => undefined);
    if (!answer?.ok) return all;
    const body = (await answer.json()) as Page;
    all.push(...((body[list] ?? []) as readonly T[]));
    if (body.links?.pages?.next === undefined) return all;
  }
}
