import type { Change } from "../plan/changes";
import { listed } from "./digitalocean-lists";
import { recordIds } from "./digitalocean-records";
import type { DeclaredStack } from "./import-ids";

/** What DigitalOcean lists; only what is read here. */
interface Listed {
  /** A domain has its name alone. */
  readonly id?: string | number;
  readonly name: string;
}
interface ReservedIp {
  readonly ip: string;
  readonly droplet: { readonly id: number } | null;
}

/** The lists of the API by the type of what is in them. */
const LISTS = {
  digitalocean_droplet: "droplets",
  digitalocean_vpc: "vpcs",
  digitalocean_firewall: "firewalls",
  digitalocean_domain: "domains",
} as const;

/**
 * What DigitalOcean's resources are imported by that only its API knows, by their names: droplets with their reserved addresses, private
 * networks, firewalls, and domains with their records. Names are not unique there, so a second deployment would pay for all of it twice. Nothing where the API
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
      if (one !== undefined) found.set(each.address, String(one.id ?? one.name));
    }
  }
  for (const [address, id] of await recordIds(resource, created, found, environment)) found.set(address, id);
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
